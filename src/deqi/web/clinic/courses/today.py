"""The morning page: every open course, by who needs somebody first."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deqi.access import Permission, decide
from deqi.actions.acting import subject_of
from deqi.actions.change import local_today, reading
from deqi.report.practice.told import HEIGHT, WIDTH
from deqi.store.todays_list import Group, count_groups, only, todays_list
from deqi.web.clinic.courses.rows import rows_of
from deqi.web.finding import find_clinic
from deqi.web.middleware import Request

A_PAGE = 25


def show(request: Request, clinic: UUID) -> HttpResponse:
    """The list, or one group of it; a page of it names few enough to be opened at once."""
    found = find_clinic(clinic)
    now = timezone.now()
    today = local_today(found, now)
    courses = todays_list(found, today, now)
    counts = count_groups(courses)
    group = _group(request.GET.get("group", ""))
    n = sum(counts.values()) if group is None else counts.get(group, 0)
    kept = courses if group is None else only(courses, group)
    page = Paginator(range(n), A_PAGE).get_page(request.GET.get("page"))
    first = page.start_index() - 1 if n else 0
    episodes = list(
        kept.select_related("patient__key", "fit").defer("fit__content")[first : first + A_PAGE]
    )
    ids = [str(episode.pk) for episode in episodes]
    reading(request.actor, Permission.READ_COURSE, found, "today.read", now=now, shown=ids)
    with_plan = bool(decide(request.actor.person, Permission.SEE_PLAN, subject_of(found), today))
    context = {
        "clinic": found,
        "here": "today",
        "today": today,
        "counts": [(one, counts[one]) for one in Group if one in counts],
        "n_all": sum(counts.values()),
        "group": group,
        "page": page,
        "rows": rows_of(episodes, with_plan=with_plan, today=today, now=now),
        "width": WIDTH,
        "height": HEIGHT,
    }
    return render(request, "clinic/courses/today.html", context)


def _group(name: str) -> Group | None:
    """The group that the address names; of any other word, none."""
    return Group[name.upper()] if name.upper() in Group.names else None
