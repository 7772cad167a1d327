"""The questions of the screen as a form, made from the rule book; not asked is not "no"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.records import (
    Answer,
    Began,
    CoverageFacts,
    DaySpan,
    Diagnosis,
    DoctorsAnswer,
    Phase,
    ProviderKind,
)
from deqi.screen import known_medicines, read_rules
from deqi.store.facts import CourseFacts
from deqi.web.words import WordsField

ANSWERS = [(Answer.YES, _("Yes")), (Answer.NO, _("No")), (Answer.NOT_ASKED, _("Not asked"))]
COVERAGE = {part.name: part.default for part in fields(CoverageFacts)}
FLAG, CONDITION, COVERED = "flag_", "condition_", "coverage_"
NONE = "none"
_SPAN = re.compile(r"(\d{4}-\d\d-\d\d)(?:\s*(?:\.\.|to)\s*(\d{4}-\d\d-\d\d))?")


def _choice(label: Any, kind: Any, initial: Any) -> forms.ChoiceField:
    choices = [(member.value, member.value) for member in kind]
    return forms.ChoiceField(label=label, choices=choices, initial=initial, required=False)


def _answer(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=ANSWERS,
        initial=Answer.NOT_ASKED,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "answer"}),
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class FactsForm(forms.Form):
    """Everything that is asked once about an episode."""

    onset_on = _day(_("Pain began on"))
    duration_weeks = forms.FloatField(
        label=_("or so many weeks before the diary began"),
        required=False,
        min_value=0,
        max_value=5200,
    )
    declared_phase = _choice(_("or only this is known"), Phase, Phase.UNKNOWN)
    began = _choice(_("How it began"), Began, Began.UNKNOWN)
    diagnosis = _choice(_("Working diagnosis"), Diagnosis, Diagnosis.UNKNOWN)
    radiating = _answer(_("Does it run into a leg?"))
    pregnancy = _answer(_("Pregnant?"))
    medicines = WordsField(
        label=_("Medicines that matter for safety"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "list": "medicines"}),
        help_text=_('One a line. Write "none" if asked and none is taken; empty means not asked.'),
    )
    expectation = forms.FloatField(
        label=_("How much relief is expected, 0 to 10? Ask before the first visit"),
        required=False,
        min_value=0,
        max_value=10,
    )
    doctor_asked = _answer(_("Was a doctor asked?"))
    doctor_agrees = _answer(_("Does the doctor agree to needling?"))
    doctor_on = _day(_("The doctor answered on"))
    cannot_come = WordsField(
        label=_("Days on which the person cannot come"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line: 2026-08-03, or 2026-08-03 to 2026-08-21."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    why = WordsField(
        label=_("Why is this changed?"),
        required=False,
        max_length=300,
        help_text=_("Needed when an answer that was given before is changed."),
    )

    def __init__(
        self, *args: Any, known: CourseFacts, version: int, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = initial_of(known) | {"seen": version}
        self._known, self._today = known, today
        rules = read_rules()
        for prefix, asked in ((FLAG, rules.red_flags), (CONDITION, rules.contraindications)):
            for rule in asked:
                if rule.id != "pregnancy":
                    self.fields[prefix + rule.id] = _answer(rule.question)
        for name, unknown in COVERAGE.items():
            label = name.replace("_", " ").capitalize()
            self.fields[COVERED + name] = (
                _choice(label, ProviderKind, unknown) if name == "provider" else _answer(label)
            )

    @property
    def red_flags(self) -> Iterator[forms.BoundField]:
        """The questions about warning signs, in the order of the rule book."""
        return (self[name] for name in self.fields if name.startswith(FLAG))

    @property
    def conditions(self) -> Iterator[forms.BoundField]:
        """The questions about conditions."""
        return (self[name] for name in self.fields if name.startswith(CONDITION))

    @property
    def coverage(self) -> Iterator[forms.BoundField]:
        """What a payer's rule asks."""
        return (self[name] for name in self.fields if name.startswith(COVERED))

    @property
    def medicine_names(self) -> list[str]:
        """Names that the rule book knows, to choose from."""
        return sorted(known_medicines())

    def clean_medicines(self) -> tuple[str, ...] | None:
        """None when nothing was written, nothing when "none" was."""
        lines = [line.strip() for line in self.cleaned_data["medicines"].splitlines()]
        written = tuple(line for line in lines if line)
        if not written:
            return None
        return () if [line.casefold() for line in written] == [NONE] else written

    def clean_cannot_come(self) -> tuple[DaySpan, ...]:
        """Stretches of days."""
        lines = self.cleaned_data["cannot_come"].splitlines()
        return tuple(_span(line.strip()) for line in lines if line.strip())

    def clean(self) -> dict[str, Any]:
        """Days that can be, and a reason when something that was answered is changed."""
        given = super().clean() or self.cleaned_data
        for name in ("onset_on", "doctor_on"):
            if given.get(name) and given[name] > self._today:
                self.add_error(name, _("This day lies ahead. Correct it, or leave it empty."))
        if not self.errors and not given["why"] and _takes_back(self._known, self.facts):
            self.add_error(
                "why", _("An answer that was given before is changed. Say why, in a few words.")
            )
        return given

    @property
    def facts(self) -> CourseFacts:
        """What was given."""
        given = self.cleaned_data
        covered: dict[str, Any] = {name: self._covered(name) for name in COVERAGE}
        return CourseFacts(
            onset_on=given["onset_on"],
            duration_weeks=given["duration_weeks"],
            declared_phase=Phase(given["declared_phase"] or Phase.UNKNOWN),
            began=Began(given["began"] or Began.UNKNOWN),
            diagnosis=Diagnosis(given["diagnosis"] or Diagnosis.UNKNOWN),
            radiating=self._answer("radiating"),
            pregnancy=self._answer("pregnancy"),
            red_flags=self._answers(FLAG),
            conditions=self._answers(CONDITION),
            medicines=given["medicines"],
            expectation=given["expectation"],
            doctor=DoctorsAnswer(
                self._answer("doctor_asked"), self._answer("doctor_agrees"), given["doctor_on"]
            ),
            cannot_come=given["cannot_come"],
            coverage=CoverageFacts(**covered),
        )

    def _answer(self, name: str) -> Answer:
        return Answer(self.cleaned_data[name] or Answer.NOT_ASKED)

    def _answers(self, prefix: str) -> dict[str, Answer]:
        asked = {
            name.removeprefix(prefix): self._answer(name)
            for name in self.fields
            if name.startswith(prefix)
        }
        return {item: answer for item, answer in asked.items() if answer is not Answer.NOT_ASKED}

    def _covered(self, name: str) -> Answer | ProviderKind:
        given = self.cleaned_data[COVERED + name]
        if name == "provider":
            return ProviderKind(given or ProviderKind.UNKNOWN)
        return Answer(given or Answer.NOT_ASKED)


def initial_of(facts: CourseFacts) -> dict[str, Any]:
    """A form filled with what is known."""
    medicines = facts.medicines
    return {
        "onset_on": facts.onset_on,
        "duration_weeks": facts.duration_weeks,
        "declared_phase": facts.declared_phase,
        "began": facts.began,
        "diagnosis": facts.diagnosis,
        "radiating": facts.radiating,
        "pregnancy": _pregnancy(facts),
        "medicines": "" if medicines is None else "\n".join(medicines) or NONE,
        "expectation": facts.expectation,
        "doctor_asked": facts.doctor.asked,
        "doctor_agrees": facts.doctor.agrees,
        "doctor_on": facts.doctor.on,
        "cannot_come": "\n".join(f"{s.first_on} to {s.last_on}" for s in facts.cannot_come),
        **{FLAG + item: answer for item, answer in facts.red_flags.items()},
        **{CONDITION + item: answer for item, answer in facts.conditions.items()},
        **{COVERED + name: getattr(facts.coverage, name) for name in COVERAGE},
    }


def _pregnancy(facts: CourseFacts) -> Answer:
    """It may stand on its own or, from a file, among the conditions."""
    if facts.pregnancy is not Answer.NOT_ASKED:
        return facts.pregnancy
    return facts.conditions.get("pregnancy", Answer.NOT_ASKED)


def _span(line: str) -> DaySpan:
    found = _SPAN.fullmatch(line)
    try:
        ends = [date.fromisoformat(day) for day in found.groups() if day] if found else []
    except ValueError:
        ends = []
    if not ends or ends[0] > ends[-1]:
        raise forms.ValidationError(
            _('"%(line)s" is not a day or a stretch of days. Write 2026-08-03 to 2026-08-21.')
            % {"line": line[:40]}
        )
    return DaySpan(ends[0], ends[-1])


def _takes_back(known: CourseFacts, given: CourseFacts) -> bool:
    """Whether an answer that stood is another one now; filling in what was open needs no reason."""
    before, after = initial_of(known), initial_of(given)
    empty = {None, "", Answer.NOT_ASKED, Phase.UNKNOWN, ProviderKind.UNKNOWN}
    return any(value not in empty and after.get(name) != value for name, value in before.items())
