"""A patient's own language, time zone and reminders."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deqi.actions.consent import has_consent
from deqi.actions.places import choose_place
from deqi.actions.reminders import choose_reminders
from deqi.store.consent_texts import Purpose
from deqi.store.models import Letter, Patient, ReminderPlan
from deqi.store.reminders import REMINDER
from deqi.web.middleware import Request
from deqi.web.patient.forms import PlaceForm, RemindersForm
from deqi.web.patient.own import CHOSEN, own_patient, own_patients

N_LETTERS = 5


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request) -> HttpResponse:
    """Language, time zone, reminders."""
    patient = own_patient(request)
    place = {"language": patient.language, "time_zone": patient.time_zone}
    form = PlaceForm(request.POST or None, initial=place)
    if form.is_valid():
        given = form.cleaned_data
        choose_place(
            request.actor, patient, given["language"], given["time_zone"], now=timezone.now()
        )
        with translation.override(given["language"]):
            messages.success(request, _("Saved."))
        return redirect("settings")
    return _page(request, patient, form, _reminders_form(patient))


@require_POST
def reminders(request: Request) -> HttpResponse:
    """When to be reminded."""
    patient = own_patient(request)
    form = RemindersForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        choose_reminders(
            request.actor,
            patient,
            given["hours"],
            after_visits=given["after_visits"],
            now=timezone.now(),
        )
        messages.success(request, _("Saved."))
        return redirect("settings")
    place = PlaceForm(initial={"language": patient.language, "time_zone": patient.time_zone})
    return _page(request, patient, place, form)


@require_POST
def choose(request: Request, patient: UUID) -> HttpResponse:
    """Of somebody who is a patient of two practices: show this diary."""
    if patient not in [own.pk for own in own_patients(request)]:
        raise Http404
    request.session[CHOSEN] = str(patient)
    return redirect("diary")


def _page(
    request: Request, patient: Patient, place: PlaceForm, reminders_form: RemindersForm
) -> HttpResponse:
    letters = Letter.objects.filter(patient=patient, kind=REMINDER, sent_at__isnull=False)
    values = {
        "place": place,
        "reminders": reminders_form,
        "may_remind": has_consent(patient, Purpose.REMINDERS),
        "is_stopped": ReminderPlan.objects.filter(
            patient=patient, stopped_at__isnull=False
        ).exists(),
        "letters": letters.order_by("-sent_at")[:N_LETTERS],
        "patients": own_patients(request),
        "patient": patient,
        "here": "settings",
    }
    return render(request, "patient/settings.html", values)


def _reminders_form(patient: Patient) -> RemindersForm:
    plan = ReminderPlan.objects.filter(patient=patient, stopped_at__isnull=True).first()
    if plan is None:
        return RemindersForm()
    chosen = {"hours": [str(hour) for hour in plan.hours], "after_visits": plan.after_visits}
    return RemindersForm(initial=chosen)
