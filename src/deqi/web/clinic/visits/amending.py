"""A visit is amended, or completed later the same day."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.acting import require, subject_of
from deqi.actions.change import local_today, reading
from deqi.actions.visits import VisitError, amend_visit, is_of_today
from deqi.records import OutsideMeaningError, Visit
from deqi.screen import screen
from deqi.store.courses import course_of
from deqi.store.models import Episode, Record
from deqi.store.patients import open_identity
from deqi.store.records import AmendedMeanwhileError, open_record
from deqi.web.clinic.visits.after_fields import after_initial
from deqi.web.clinic.visits.forms import AmendForm, CompleteForm, visit_initial
from deqi.web.clinic.visits.saying import say_points, say_reasons
from deqi.web.clinic.visits.showing import find_visit
from deqi.web.finding import find_episode
from deqi.web.middleware import Request

CONFLICT = 409
VERSION = "version"  # of the record that the form was filled from


def amend(request: Request, clinic: UUID, episode: UUID, key: UUID) -> HttpResponse:
    """Everything of the visit, to be corrected with a reason."""
    found, row, visit = _begin(request, clinic, episode, key)
    form = AmendForm(
        request.POST or None,
        episode=found,
        now=timezone.now(),
        before=visit,
        initial=visit_initial(visit, found),
    )
    if request.method == "POST" and form.is_valid():
        after, why = form.visit(visit), form.cleaned_data["why"]
        if _kept(request, form, row, after, why):
            return _to_visit(found, key)
    return _page(request, found, row, form, "clinic/visits/amend.html")


def complete(request: Request, clinic: UUID, episode: UUID, key: UUID) -> HttpResponse:
    """Pain after, and what was felt: asked later the same day."""
    found, row, visit = _begin(request, clinic, episode, key)
    if not is_of_today(found, visit, timezone.now()):  # then a reason is asked for
        return redirect("visit_amend", clinic=clinic, episode=episode, key=key)
    form = CompleteForm(request.POST or None, initial=after_initial(visit))
    if (
        request.method == "POST"
        and form.is_valid()
        and _kept(request, form, row, form.completed(visit), "")
    ):
        return _to_visit(found, key)
    return _page(request, found, row, form, "clinic/visits/complete.html")


def _begin(
    request: Request, clinic: UUID, episode: UUID, key: UUID
) -> tuple[Episode, Record, Visit]:
    found = find_episode(clinic, episode)
    now = timezone.now()
    today = local_today(found, now)
    require(request.actor, Permission.RECORD_VISIT, subject_of(found), today)
    reading(request.actor, Permission.READ_COURSE, found, "visit.read", now=now)
    row = find_visit(found, key)
    return found, row, open_record(row).value


def _kept(request: Request, form: forms.Form, row: Record, after: Visit, why: str) -> bool:
    """Whether the amendment was saved; otherwise the form says what is in the way."""
    now, episode = timezone.now(), row.episode
    if request.POST.get(VERSION) != str(row.version):
        form.add_error(None, _changed_meanwhile())
        return False
    before = screen(course_of(episode), local_today(episode, now))
    try:
        amend_visit(request.actor, row, after, why, now=now)
    except (VisitError, OutsideMeaningError, AmendedMeanwhileError) as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Saved. The answer is being computed anew."))
    say_points(request, after)
    say_reasons(request, before, screen(course_of(episode), local_today(episode, now)))
    return True


def _changed_meanwhile() -> str:
    return _(
        "This visit was amended by somebody else while you were writing. Open it again beside this "
        "page and compare; nothing was saved."
    )


def _page(
    request: Request, episode: Episode, row: Record, form: forms.Form, template: str
) -> HttpResponse:
    context: dict[str, Any] = {
        "clinic": episode.patient.clinic,
        "here": "today",
        "episode": episode,
        "identity": open_identity(episode.patient),
        "form": form,
        "row": row,
        "version": request.POST.get(VERSION) or row.version,
    }
    return render(request, template, context)


def _to_visit(episode: Episode, key: UUID) -> HttpResponse:
    return redirect("visit", clinic=episode.patient.clinic_id, episode=episode.pk, key=key)
