"""Something new or alarming: first what to do now, then the practice is told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import Error as DatabaseError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from deqi.actions.alarm import raise_alarm
from deqi.screen import emergency_number, urgency_of
from deqi.store.alarms import Said, open_said
from deqi.store.models import Alarm
from deqi.web.middleware import Request
from deqi.web.patient.alarm_words import ADVICE, SIGNS
from deqi.web.patient.forms import AlarmForm
from deqi.web.patient.own import open_episode, own_patient


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request) -> HttpResponse:
    """The number to call, and the list of what may be new."""
    patient = own_patient(request)
    form = AlarmForm(request.POST or None)
    form.fields["red_flags"].choices = list(SIGNS.items())  # type: ignore[attr-defined]
    number = emergency_number(patient.clinic.country)
    if not form.is_valid():
        return render(request, "patient/alarm.html", {"form": form, "number": number})
    said = Said(tuple(form.cleaned_data["red_flags"]), form.cleaned_data["words"])
    alarm = _tell(request, form, said)
    if alarm is not None:
        return redirect("alarm_raised", alarm.pk)
    # What to do now is shown whatever becomes of the message.
    return render(request, "patient/alarm_raised.html", _advice(said, number))


@require_safe
def raised(request: Request, alarm: UUID) -> HttpResponse:
    """What to do now, and what has become of the message."""
    patient = own_patient(request)
    rows = Alarm.objects.select_related("episode__patient__key")
    found = rows.filter(pk=alarm, episode__patient=patient).first()
    if found is None:
        raise Http404
    advice = _advice(open_said(found), emergency_number(patient.clinic.country))
    return render(request, "patient/alarm_raised.html", {"alarm": found, **advice})


def _tell(request: Request, form: AlarmForm, said: Said) -> Alarm | None:
    """The alarm in the record; None if there is no course to tell it to, or it did not work."""
    try:
        episode = open_episode(own_patient(request))
        if episode is None:
            return None
        key = form.cleaned_data["key"]
        return raise_alarm(request.actor, episode, said, key=key, now=timezone.now())
    except DatabaseError:
        return None


def _advice(said: Said, number: str | None) -> dict[str, Any]:
    urgency = urgency_of(said.red_flags)
    return {
        "number": number,
        "urgency": urgency.value if urgency else "",
        "advice": ADVICE[urgency],
        "signs": [SIGNS[item] for item in said.red_flags if item in SIGNS],
        "words": said.words,
    }
