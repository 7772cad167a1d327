"""The questions of safety of one episode, and what the screen says of the answers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.change import local_today, reading
from deqi.actions.enrolment import write_facts
from deqi.plan.policy import read_policy
from deqi.records import OutsideMeaningError
from deqi.screen import screen
from deqi.store.courses import course_of, facts_of, facts_version
from deqi.store.models import Episode
from deqi.store.patients import open_identity
from deqi.store.records import AmendedMeanwhileError
from deqi.web.clinic.enrolment.questions import FactsForm
from deqi.web.finding import find_episode
from deqi.web.middleware import Request


def show(request: Request, clinic: UUID, episode: UUID) -> HttpResponse:
    """The form with its answer above; sent, it shows the new answer."""
    found = find_episode(clinic, episode)
    now = timezone.now()
    reading(request.actor, Permission.READ_COURSE, found, "screening.read", now=now)
    today = local_today(found, now)
    form = FactsForm(
        request.POST or None, known=facts_of(found), version=facts_version(found), today=today
    )
    if request.method == "POST" and form.is_valid() and _kept(request, found, form, now):
        messages.success(request, _("Saved."))
        return redirect("screening", clinic=clinic, episode=episode)
    course = course_of(found)
    outcome = screen(course, today)
    context = {
        "clinic": found.patient.clinic,
        "here": "patients",
        "episode": found,
        "identity": open_identity(found.patient),
        "form": form,
        "outcome": outcome,
        "n_visits": len(course.visits),
        "asks_coverage": read_policy(found.patient.clinic.policy).coverage != "none",
    }
    return render(request, "clinic/enrolment/screening.html", context)


def _kept(request: Request, episode: Episode, form: FactsForm, now: datetime) -> bool:
    """Whether the answers were saved; otherwise the form says what is in the way."""
    why, seen = form.cleaned_data["why"], form.cleaned_data["seen"]
    try:
        write_facts(request.actor, episode, form.facts, why=why, now=now, seen=seen)
    except (AmendedMeanwhileError, OutsideMeaningError) as error:
        form.add_error(None, str(error))
        return False
    return True
