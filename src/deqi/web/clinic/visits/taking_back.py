"""Something was recorded by mistake: a visit that did not take place, a score of somebody else."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.acting import require, subject_of
from deqi.actions.change import local_today, reading
from deqi.actions.withdrawing import WHO_MAY, withdraw
from deqi.store.models import Record
from deqi.store.patients import open_identity
from deqi.store.records import SCORE, TREATMENT, VISIT
from deqi.web.clinic.enrolment.forms import WhyForm
from deqi.web.finding import find_episode
from deqi.web.middleware import Request

BY_THE_CLINIC = (VISIT, SCORE, TREATMENT)  # a patient's diary is the patient's to amend


def show(request: Request, clinic: UUID, episode: UUID, key: UUID) -> HttpResponse:
    """Ask why, and take it out of the course."""
    found = find_episode(clinic, episode)
    now = timezone.now()
    reading(request.actor, Permission.READ_COURSE, found, "record.read", now=now)
    row = get_object_or_404(
        Record.objects.select_related("episode__patient__clinic", "episode__patient__key"),
        episode=found,
        key=key,
        kind__in=BY_THE_CLINIC,
        is_current=True,
    )
    require(request.actor, WHO_MAY[row.kind], subject_of(found), local_today(found, now))
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw(request.actor, row, form.cleaned_data["why"], now=now)
        messages.success(request, _("Taken back. Its history stays."))
        shown = "visits" if row.kind == VISIT else "course_history"
        return redirect(shown, clinic=clinic, episode=episode)
    context = {
        "clinic": found.patient.clinic,
        "here": "today",
        "episode": found,
        "identity": open_identity(found.patient),
        "form": form,
        "row": row,
    }
    return render(request, "clinic/visits/withdraw.html", context)
