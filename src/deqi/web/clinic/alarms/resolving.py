"""An alarm on a practitioner's page: what was said, and what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from deqi.access import Permission
from deqi.actions.alarm import AlarmError, resolve_alarm, see_alarm
from deqi.actions.change import reading
from deqi.records import Answer
from deqi.screen import describe_item, read_rules
from deqi.store.alarms import Said, open_alarms, open_resolution, open_said
from deqi.store.models import Alarm, Episode
from deqi.store.patients import open_identity
from deqi.web.finding import find_episode
from deqi.web.middleware import Request
from deqi.web.words import WordsField

ANSWERS = [(Answer.YES.value, _("yes, it is there")), (Answer.NO.value, _("no, it is not there"))]


class ResolveForm(forms.Form):
    """What came of it, and what each sign is now."""

    def __init__(self, *args: Any, said: Said, **named: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **named})
        self.said = said
        questions = {rule.id: rule.question for rule in read_rules().red_flags}
        for item in said.red_flags:
            self.fields[item] = forms.ChoiceField(
                label=questions[item], choices=ANSWERS, widget=forms.RadioSelect
            )
        self.fields["words"] = WordsField(
            label=_("What came of it?"),
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Who saw the person, when, and with what result."),
        )

    @property
    def red_flags(self) -> dict[str, Answer]:
        """The answers."""
        return {item: Answer(self.cleaned_data[item]) for item in self.said.red_flags}


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, clinic: UUID, episode: UUID) -> HttpResponse:
    """The oldest open alarm with its form, and those that were dealt with."""
    found, now = find_episode(clinic, episode), timezone.now()
    alarm = open_alarms(found).first()
    values: dict[str, Any] = {
        "clinic": found.patient.clinic,
        "episode": found,
        "identity": open_identity(found.patient),
    }
    if alarm is None:
        reading(request.actor, Permission.RESOLVE_ALARM, found, "alarm.read", now=now)
    else:
        said = see_alarm(request.actor, alarm, now=now)
        form = ResolveForm(request.POST if _is_about(request, alarm) else None, said=said)
        if form.is_valid() and _resolve(request, alarm, form):
            messages.success(request, _("Saved. A new answer is being computed."))
            return redirect("alarm", clinic, episode)
        is_patients = alarm.raised_by_id == found.patient.account_id
        values |= {"alarm": alarm, "said": said, "form": form, "is_patients": is_patients}
    return render(request, "clinic/alarms/alarm.html", {**values, "past": _past(found)})


def _is_about(request: Request, alarm: Alarm) -> bool:
    """Whether an answer was sent, and to this alarm: the one that was on the page may have been
    resolved in another window, and what was said of it is not said of the next."""
    if request.method != "POST":
        return False
    is_same = request.POST.get("alarm", "") == str(alarm.pk)
    if not is_same:
        messages.warning(
            request,
            _("The alarm that you answered is resolved already. This is another one; nothing was "
              "saved."),
        )  # fmt: skip
    return is_same


def _resolve(request: Request, alarm: Alarm, form: ResolveForm) -> bool:
    words = form.cleaned_data["words"]
    try:
        resolve_alarm(request.actor, alarm, words, form.red_flags, now=timezone.now())
    except AlarmError as error:
        form.add_error(None, str(error))
        return False
    return True


def _past(episode: Episode) -> list[dict[str, Any]]:
    rows = Alarm.objects.filter(episode=episode, resolved_at__isnull=False)
    return [
        {
            "alarm": alarm,
            "said": open_said(alarm),
            "signs": [describe_item(item) for item in open_said(alarm).red_flags],
            "resolution": open_resolution(alarm),
        }
        for alarm in rows.select_related("episode__patient__key").order_by("-raised_at")
    ]
