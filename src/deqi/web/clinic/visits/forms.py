"""The form of a visit: new, amended, or completed later the same day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.actions.stops import red_flags_to_ask
from deqi.actions.visits import VisitError, moment_of_visit
from deqi.records import Answer, Visit
from deqi.screen import read_rules
from deqi.store.models import Episode
from deqi.web.clinic.enrolment.forms import KeyedForm
from deqi.web.clinic.visits.after_fields import AfterForm, after_initial
from deqi.web.clinic.visits.needling_fields import NeedlingForm, needling_initial
from deqi.web.clinic.visits.scores import pain_between, pain_boxes, pain_initial, read_pain
from deqi.web.words import WordsField

FLAG = "flag_"
NEWS = [(Answer.NO.value, _("No, nothing new")), (Answer.YES.value, _("Yes, something is new"))]
FLAG_ANSWERS = [
    (Answer.YES.value, _("Yes")),
    (Answer.NO.value, _("No")),
    (Answer.NOT_ASKED.value, _("Not asked")),
]


class VisitForm(NeedlingForm, AfterForm):
    """Everything that is recorded of a visit, new or amended."""

    anything_new = forms.ChoiceField(
        label=_("Is anything new since last time?"),
        choices=NEWS,
        required=False,
        widget=forms.RadioSelect,
    )
    pain_before = pain_boxes(_("Pain just before needling"), required=True)
    pain_before_exact = pain_between(_("Pain just before, the exact score"))
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    clock = forms.TimeField(
        label=_("Time at the practice"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    note = WordsField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, episode: Episode, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._episode, self._now = episode, now

    def clean(self) -> dict[str, Any]:
        """A score before, and a moment that there was."""
        given = super().clean()
        given["pain_before_nrs"] = read_pain(self, "pain_before")
        if not {"day", "clock"} & set(self.errors):
            try:
                given["moment"] = self.moment(given["day"], given["clock"])
            except VisitError as error:
                self.add_error("clock", str(error))
        return given

    def moment(self, day: Any, clock: Any) -> tuple[datetime, Any, bool]:
        """When it was."""
        return moment_of_visit(self._episode, day, clock, self._now)

    def visit(self, before: Visit | None = None) -> Visit:
        """What was given; `before` is the visit that is amended."""
        given = self.cleaned_data
        at, on, has_time = given["moment"]
        needling = self.needling
        if before is not None:
            needling = replace(needling, adverse=before.needling.adverse)
        visit = Visit(
            at=at,
            on=on,
            has_time=has_time,
            pain_before_nrs=given["pain_before_nrs"],
            needling=needling,
            row=before.row if before else 0,
            anything_new=Answer(given["anything_new"] or Answer.NOT_ASKED),
            also_given=given["also_given"] or None,
            note=self.words or None,
        )
        return self.completed(visit)

    @property
    def words(self) -> str:
        """The note."""
        return str(self.cleaned_data.get("note", ""))


class RecordForm(VisitForm, KeyedForm):
    """A new visit: what is new is asked through before anything else counts."""

    news = WordsField(
        label=_("What is new?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, known: Mapping[str, Answer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to_ask = red_flags_to_ask(known)
        for rule in read_rules().red_flags:
            if rule.id in to_ask:
                self.fields[FLAG + rule.id] = forms.ChoiceField(
                    label=rule.question,
                    choices=FLAG_ANSWERS,
                    initial=Answer.NOT_ASKED.value,
                    required=False,
                    widget=forms.RadioSelect(attrs={"class": "answer"}),
                )

    def clean(self) -> dict[str, Any]:
        """A warning sign that is marked is not passed over by "nothing new"."""
        given = super().clean()
        marked = [n for n in self.fields if n.startswith(FLAG) and given.get(n) == Answer.YES]
        if marked and given.get("anything_new") != Answer.YES:
            self.add_error(
                "anything_new",
                _("A warning sign is marked, and not that something is new. Which is right?"),
            )
        return given

    @property
    def flags(self) -> Iterator[forms.BoundField]:
        """The warning signs to ask about when something is new."""
        return (self[name] for name in self.fields if name.startswith(FLAG))

    @property
    def red_flags(self) -> dict[str, Answer]:
        """The answers, as far as the form could be read. They count with "something is new"."""
        given = self.cleaned_data
        if given.get("anything_new") != Answer.YES.value:
            return {}
        asked = {name: given.get(name) for name in self.fields if name.startswith(FLAG)}
        return {
            name.removeprefix(FLAG): Answer(said)
            for name, said in asked.items()
            if said in (Answer.YES, Answer.NO)
        }

    @property
    def is_alarming(self) -> bool:
        """Whether a warning sign is there."""
        return Answer.YES in self.red_flags.values()

    @property
    def words(self) -> str:
        """What is new, and the note."""
        given = self.cleaned_data
        return "\n".join(text for text in (given.get("news"), given.get("note")) if text)


class AmendForm(VisitForm):
    """A visit as it stands, to be corrected."""

    why = WordsField(
        label=_("Why is this changed?"),
        required=False,
        max_length=300,
        help_text=_("Not needed to fill in, on the same day, what was left open."),
    )

    def __init__(self, *args: Any, before: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._before = before
        self.fields["pain_before"].required = before.pain_before_nrs is not None

    def moment(self, day: Any, clock: Any) -> tuple[datetime, Any, bool]:
        """An untouched moment stays to the second, in whatever time zone it was written."""
        shown = moment_initial(self._before, self._episode)
        if (day, clock) == (shown["day"], shown["clock"]):
            return self._before.at, self._before.on, self._before.has_time
        return super().moment(day, clock)


class CompleteForm(AfterForm):
    """What is asked after the needles are out, alone on a page."""


def repeat_initial(last: Visit) -> dict[str, Any]:
    """What was done last time. What was felt is asked anew at each visit."""
    return {
        **needling_initial(replace(last.needling, de_qi=Answer.NOT_ASKED)),
        "also_given": last.also_given or "",
    }


def visit_initial(visit: Visit, episode: Episode) -> dict[str, Any]:
    """Everything of a visit."""
    new = visit.anything_new
    return {
        **needling_initial(visit.needling),
        **after_initial(visit),
        **pain_initial("pain_before", visit.pain_before_nrs),
        **moment_initial(visit, episode),
        "anything_new": "" if new is Answer.NOT_ASKED else new.value,
        "also_given": visit.also_given or "",
        "note": visit.note or "",
    }


def moment_initial(visit: Visit, episode: Episode) -> dict[str, Any]:
    """Day and time as the clinic's clock showed them; the day alone without a time."""
    if not visit.has_time:
        return {"day": visit.on, "clock": None}
    local = visit.at.astimezone(ZoneInfo(episode.patient.clinic.time_zone))
    return {
        "day": local.date(),
        "clock": local.time().replace(second=0, microsecond=0),
    }


def draft_of(last: Visit) -> Visit:
    """The visit that an unchanged repeat would record, as far as it is known before."""
    needling = replace(last.needling, de_qi=Answer.NOT_ASKED, reaction=None, adverse=())
    return Visit(last.at, last.on, True, needling=needling, also_given=last.also_given)
