"""The page of one course: the answer as `deqi report` gives it, how it stands, and what to do."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deqi.access import Permission, decide
from deqi.actions.acting import require, subject_of
from deqi.actions.change import local_today, reading
from deqi.actions.fits import ask_for_fit
from deqi.plan import read_policy
from deqi.store.alarms import open_alarms
from deqi.store.answers import open_lines, open_texts
from deqi.store.models import DoctorLink, Episode, Fit, Record
from deqi.store.patients import open_identity
from deqi.store.todays_list import waiting_links
from deqi.web.clinic.courses.state import fit_of, state_of
from deqi.web.finding import find_episode
from deqi.web.middleware import Request


def show(request: Request, clinic: UUID, episode: UUID) -> HttpResponse:
    """The page."""
    found = find_episode(clinic, episode)
    now = timezone.now()
    today = local_today(found, now)
    reading(request.actor, Permission.READ_COURSE, found, "course.read", now=now)
    alarms = list(open_alarms(found))
    may_see_plan = decide(request.actor.person, Permission.SEE_PLAN, subject_of(found), today)
    context = {
        "clinic": found.patient.clinic,
        "here": "today",
        "episode": found,
        "patient": found.patient,
        "name": open_identity(found.patient).name,
        "alarms": alarms,
        "why_no_plan": may_see_plan.sentence,
        "link": _waiting_link(found, now),
        "closed": found.closed_at,
        **_answer(found, today, now, with_plan=bool(may_see_plan) and not alarms),
    }
    return render(request, "clinic/courses/course.html", context)


def _answer(episode: Episode, today: date, now: datetime, *, with_plan: bool) -> dict[str, Any]:
    """The shown answer in the form that this person may see, and how it stands."""
    fit = fit_of(episode)
    texts = None if fit is None else open_texts(fit, episode.patient)
    lines = None if fit is None else open_lines(fit, episode.patient)
    fragment = texts and (texts.fragment if with_plan else texts.fragment_without_plan)
    line = lines and lines.line
    policy = read_policy(episode.patient.clinic.policy)
    return {
        "fit": fit,
        "state": state_of(episode, today, now),
        "fragment": fragment,
        "line": line,
        "last_score_on": _day(line.last_score_on) if line else None,
        "cap": policy.max_visits_in_90_d,
        "n_since": _n_since(episode, fit),
    }


def _day(iso: str | None) -> date | None:
    return None if iso is None else date.fromisoformat(iso)


def _n_since(episode: Episode, fit: Fit | None) -> int:
    """Records, and amendments of records, that the shown answer does not know."""
    records = Record.objects.filter(episode=episode)
    if fit is not None and fit.answered_at is not None:
        records = records.filter(recorded_at__gt=fit.answered_at)
    return records.count()


def _waiting_link(episode: Episode, now: datetime) -> DoctorLink | None:
    return waiting_links(now).filter(episode=episode).order_by("-made_at").first()


@require_POST
def compute(request: Request, clinic: UUID, episode: UUID) -> HttpResponse:
    """Have the answer computed at once; the page does not wait for it."""
    found = find_episode(clinic, episode)
    ask_for_fit(request.actor, found, now=timezone.now())
    messages.success(request, _("The answer is being computed. It appears here in a few seconds."))
    return redirect("course", clinic=clinic, episode=episode)


def freshness(request: Request, clinic: UUID, episode: UUID) -> JsonResponse:
    """When the shown answer was made, for a page that waits for a newer one. Nothing of a record.

    It is asked for again and again, so it is not noted as reading.
    """
    found = find_episode(clinic, episode)
    today = local_today(found, timezone.now())
    require(request.actor, Permission.READ_COURSE, subject_of(found), today)
    fit = Fit.objects.filter(pk=found.pk).only("answered_at", "n_failed").first() or Fit()
    made_at = None if fit.answered_at is None else fit.answered_at.isoformat()
    return JsonResponse({"answered_at": made_at, "n_failed": fit.n_failed})
