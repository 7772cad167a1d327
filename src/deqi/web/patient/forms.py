"""What a patient may write. Everything but pain may stay unanswered."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deqi.actions.diary import moment_of, this_minute
from deqi.records import Entry, Score
from deqi.store.models import Episode
from deqi.track import Instrument
from deqi.web.places import time_zone_choices
from deqi.web.words import WordsField

NOT_ANSWERED = ("", _("not answered"))
YES_NO = (("yes", _("yes")), ("no", _("no")))
NUMBER = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})
ZERO_TO_TEN = [(str(n), str(n)) for n in range(11)]
SCALES = {
    "leg_nrs": _("Pain in the leg, 0 to 10"),
    "worst_nrs": _("Worst pain of the day, 0 to 10"),
    "sleep_nrs": _("Sleep: 0 slept well, 10 did not sleep"),
    "work_hindered_nrs": _("Work hindered: 0 not at all, 10 not possible"),
}
QUESTIONS = {"flare": _("Is this a flare?"), "work_lost": _("Was work lost today?")}
TEXTS = {"medicine": _("Medicine taken"), "note": _("Note")}


class PatientForm(forms.Form):
    """A form whose labels are questions or names, without a colon."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **named})


class EntryForm(PatientForm):
    """One entry of the diary."""

    ends = (_("0 none"), _("10 the worst imaginable"))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    pain_nrs = forms.ChoiceField(
        label=_("How strong is your back pain now?"),
        choices=ZERO_TO_TEN,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Nothing was chosen. Choose a number from 0 to 10, then save."),
        },
    )
    medicine = WordsField(label=TEXTS["medicine"], max_length=200, required=False)
    note = WordsField(
        label=TEXTS["note"],
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    on = forms.DateField(
        label=_("Another day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    clock = forms.TimeField(
        label=_("Time of that day, if you know it"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name, label in SCALES.items():
            self.fields[name] = forms.FloatField(
                label=label, min_value=0, max_value=10, required=False, widget=NUMBER
            )
        for name, label in QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[NOT_ANSWERED, *YES_NO],
                required=False,
                widget=forms.RadioSelect,
                initial="",
            )
        self._keep_an_uneven_answer()

    def _keep_an_uneven_answer(self) -> None:
        """5.5 may have come with an older record: an amendment elsewhere does not round it."""
        value, field = str(self.initial.get("pain_nrs") or ""), self.fields["pain_nrs"]
        if value and value not in dict(field.choices):  # type: ignore[attr-defined]
            field.choices = [*field.choices, (value, value)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A time belongs to a day."""
        given = super().clean() or self.cleaned_data
        if given.get("clock") and not given.get("on"):
            self.add_error("on", _("A time was given without its day. Choose the day as well."))
        return given

    def entry(self, episode: Episode, now: datetime) -> Entry:
        """The entry as the form has it: of this minute, or of the day that was given."""
        given = self.cleaned_data
        moment = (
            moment_of(episode, given["on"], given["clock"])
            if given["on"]
            else this_minute(episode, now)
        )
        at, on, has_time = moment
        return Entry(
            at=at,
            on=on,
            has_time=has_time,
            pain_nrs=float(given["pain_nrs"]),
            medicine=given["medicine"] or None,
            note=given["note"] or None,
            flare=_answer(given["flare"]),
            work_lost=_answer(given["work_lost"]),
            leg_nrs=given["leg_nrs"],
            worst_nrs=given["worst_nrs"],
            sleep_nrs=given["sleep_nrs"],
            work_hindered_nrs=given["work_hindered_nrs"],
        )


class AmendForm(EntryForm):
    """The same for an entry that is there."""

    reason = WordsField(
        label=_("Why do you change it? (may stay empty)"), max_length=300, required=False
    )


def initial_of(entry: Entry, zone: str) -> dict[str, Any]:
    """An entry as the form shows it."""
    clock = entry.at.astimezone(ZoneInfo(zone)).time() if entry.has_time else None
    numbers = {name: _shown(getattr(entry, name)) for name in ("pain_nrs", *SCALES)}
    answers = {name: _YES_NO[getattr(entry, name)] for name in QUESTIONS}
    texts = {name: getattr(entry, name) or "" for name in TEXTS}
    return {"on": entry.on, "clock": clock, **numbers, **answers, **texts}


_YES_NO = {True: "yes", False: "no", None: ""}


def _shown(nrs: float | None) -> str:
    return "" if nrs is None else f"{nrs:g}"


def _answer(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


class AlarmForm(PatientForm):
    """What is new."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    red_flags = forms.MultipleChoiceField(
        label=_("What is new?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = WordsField(
        label=_("Something else, or more about it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Something has to be said."""
        given = super().clean() or self.cleaned_data
        if not given.get("red_flags") and not given.get("words") and not self.errors:
            raise forms.ValidationError(
                _("Nothing was chosen and nothing written. Choose what is new, or write it.")
            )
        return given


class QuestionnaireForm(PatientForm):
    """The numbers of a paper form: the answers of a short one, the total of a long one."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, instrument: Instrument, **named: Any) -> None:
        super().__init__(*args, **named)
        self.instrument = instrument
        if instrument.rule == "mean":
            for n in range(1, instrument.n_items + 1):
                self.fields[f"answer_{n}"] = forms.ChoiceField(
                    label=_("Answer to question %(n)d") % {"n": n},
                    choices=ZERO_TO_TEN,
                    widget=forms.RadioSelect,
                    error_messages={"required": _("Nothing was chosen. Choose a number.")},
                )
        else:
            self.fields["total"] = forms.IntegerField(
                label=_("How many statements did you tick?"),
                min_value=int(instrument.low),
                max_value=int(instrument.high),
            )

    def score(self, on: Any) -> Score:
        """The questionnaire, filled in on a day."""
        name, given = self.instrument.name, self.cleaned_data
        if "total" in given:
            return Score(on, name, total=float(given["total"]))
        n_items = self.instrument.n_items
        answers = tuple(float(given[f"answer_{n}"]) for n in range(1, n_items + 1))
        return Score(on, name, answers=answers)


class PlaceForm(PatientForm):
    """Language and time zone."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zone_choices,
        help_text=_("Where you are: it decides to which day an entry belongs."),
    )


class RemindersForm(PatientForm):
    """When to be reminded."""

    hours = forms.TypedMultipleChoiceField(
        label=pgettext_lazy("reminders", "At these hours"),
        choices=[(str(hour), f"{hour}:00") for hour in range(6, 24)],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    after_visits = forms.BooleanField(
        label=_("Two hours after a visit, and the next morning"), required=False
    )
