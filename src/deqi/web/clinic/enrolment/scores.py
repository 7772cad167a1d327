"""First scores and other care of one episode."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.change import local_today, reading
from deqi.actions.enrolment import EnrolmentError, write_score, write_treatment
from deqi.store.patients import open_identity
from deqi.store.records import SCORE, TREATMENT, current_records
from deqi.track import score_instrument
from deqi.web.clinic.enrolment.forms import ScoreForm, TreatmentForm
from deqi.web.finding import find_episode
from deqi.web.middleware import Request


def show(request: Request, clinic: UUID, episode: UUID) -> HttpResponse:
    """Questionnaires so far, and one more."""
    found = find_episode(clinic, episode)
    now = timezone.now()
    reading(request.actor, Permission.READ_COURSE, found, "scores.read", now=now)
    today = local_today(found, now)
    form = ScoreForm(request.POST or None, today=today, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        write_score(request.actor, found, form.score, key=form.made_key, now=now)
        messages.success(request, _("Saved."))
        return redirect("scores", clinic=clinic, episode=episode)
    rows = [score_instrument(version.value) for version in current_records(found, SCORE)]
    context = {
        "clinic": found.patient.clinic,
        "here": "patients",
        "episode": found,
        "identity": open_identity(found.patient),
        "form": form,
        "rows": rows,
    }
    return render(request, "clinic/enrolment/scores.html", context)


def other_care(request: Request, clinic: UUID, episode: UUID) -> HttpResponse:
    """Medicines, physiotherapy and other care, with their dates."""
    found = find_episode(clinic, episode)
    now = timezone.now()
    reading(request.actor, Permission.READ_COURSE, found, "treatments.read", now=now)
    form = TreatmentForm(request.POST or None, initial={"from_on": local_today(found, now)})
    if request.method == "POST" and form.is_valid():
        try:
            write_treatment(request.actor, found, form.treatment, key=form.made_key, now=now)
        except EnrolmentError as error:
            form.add_error("to_on", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("other_care", clinic=clinic, episode=episode)
    context = {
        "clinic": found.patient.clinic,
        "here": "patients",
        "episode": found,
        "identity": open_identity(found.patient),
        "form": form,
        "rows": [version.value for version in current_records(found, TREATMENT)],
    }
    return render(request, "clinic/enrolment/other_care.html", context)
