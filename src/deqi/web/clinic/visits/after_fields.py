"""What came of it: pain just after, a reaction, adverse events by kind and severity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deqi.records import AdverseEvent, Needling, Severity, Visit
from deqi.track import read_adverse_kinds
from deqi.web.clinic.visits.scores import pain_between, pain_boxes, pain_initial, read_pain
from deqi.web.words import WordsField

EVENT = "event_"
NOTHING, SOMETHING = "nothing", "something"
NONE = "none"  # in a record: asked, and nothing happened
ASKED = [
    ("", gettext_lazy("not asked yet")),
    (NOTHING, gettext_lazy("nothing unwanted")),
    (SOMETHING, gettext_lazy("something:")),
]
NOT_JUDGED = "not judged"
SEVERITIES = [
    ("", gettext_lazy("no")),
    *((severity.value, severity.value) for severity in Severity),
    (NOT_JUDGED, gettext_lazy("yes, not judged")),
]


class AfterForm(forms.Form):
    """Asked when the needles are out, or later the same day."""

    pain_after = pain_boxes(gettext_lazy("Pain just after"), required=False)
    pain_after_exact = pain_between(gettext_lazy("Pain just after, the exact score"))
    reaction_asked = forms.ChoiceField(
        label=gettext_lazy("What was felt or happened afterwards?"),
        choices=ASKED,
        required=False,
        widget=forms.RadioSelect,
    )
    reaction = WordsField(
        label=gettext_lazy("In words"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in read_adverse_kinds():
            self.fields[EVENT + kind.id] = forms.ChoiceField(
                label=kind.words, choices=SEVERITIES, required=False, help_text=kind.action
            )

    @property
    def events(self) -> Iterator[forms.BoundField]:
        """A field for each kind of adverse event."""
        return (self[name] for name in self.fields if name.startswith(EVENT))

    def clean(self) -> dict[str, Any]:
        """Answers that go together."""
        given = super().clean() or self.cleaned_data
        given["pain_after_nrs"] = read_pain(self, "pain_after")
        asked, words = given.get("reaction_asked"), given.get("reaction")
        happened = any(given.get(EVENT + kind.id) for kind in read_adverse_kinds())
        if asked == NOTHING and (happened or words):
            self.add_error(
                "reaction_asked",
                _("Nothing unwanted is chosen, and something is written or chosen below. Which?"),
            )
        if asked == SOMETHING and not words and not happened:
            self.add_error("reaction", _("Write what happened, or choose its kind below."))
        return given

    def completed(self, visit: Visit) -> Visit:
        """The visit with what came of it."""
        given = self.cleaned_data
        said = NONE if given["reaction_asked"] == NOTHING else given["reaction"] or None
        needling = replace(
            visit.needling, reaction=said, adverse=self._events(visit.needling.adverse)
        )
        return replace(visit, pain_after_nrs=given["pain_after_nrs"], needling=needling)

    def _events(self, before: Sequence[AdverseEvent]) -> tuple[AdverseEvent, ...]:
        """An untouched kind keeps its events: a record from a file may hold two of one kind."""
        shown = events_initial(before)
        events: list[AdverseEvent] = []
        for kind in read_adverse_kinds():
            given = self.cleaned_data[EVENT + kind.id]
            if given and given == shown.get(EVENT + kind.id):
                events += [event for event in before if event.kind == kind.id]
            elif given:
                severity = None if given == NOT_JUDGED else Severity(given)
                events.append(AdverseEvent(kind.id, severity))
        return tuple(events)


def after_initial(visit: Visit) -> dict[str, Any]:
    """Fields that show what came of a visit."""
    return {**pain_initial("pain_after", visit.pain_after_nrs), **_reaction(visit.needling)}


def events_initial(events: Sequence[AdverseEvent]) -> dict[str, Any]:
    """For each kind its gravest severity."""
    order = [None, *Severity]
    gravest = sorted(events, key=lambda event: order.index(event.severity))
    return {
        EVENT + event.kind: event.severity.value if event.severity else NOT_JUDGED
        for event in gravest
    }


def _reaction(needling: Needling) -> dict[str, Any]:
    said = needling.reaction
    asked = "" if said is None and not needling.adverse else SOMETHING
    return {
        "reaction_asked": NOTHING if said == NONE and not needling.adverse else asked,
        "reaction": "" if said in (None, NONE) else said,
        **events_initial(needling.adverse),
    }
