"""What was done: points with side and depth, needles, stimulation, how long."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deqi.exchange.cell_texts import number_text
from deqi.exchange.needling import (
    MAX_DEPTH_MM,
    MAX_FREQUENCY_HZ,
    MAX_NEEDLES,
    MAX_RETENTION_MIN,
)
from deqi.exchange.placed_points import Placed, least_needles, read_placed, shared, write_placed
from deqi.records import Answer, Needling, OutsideMeaningError, PointNeedled, Side
from deqi.web.words import WordsField

SIDES = [
    ("", gettext_lazy("not recorded")),
    (Side.BOTH.value, gettext_lazy("both")),
    (Side.LEFT.value, gettext_lazy("left")),
    (Side.RIGHT.value, gettext_lazy("right")),
    (Side.MIDLINE.value, gettext_lazy("midline")),
]
STIMULATIONS = [
    ("", gettext_lazy("not recorded")),
    ("manual", gettext_lazy("by hand")),
    ("electrical", gettext_lazy("electrical")),
]
DE_QI = [
    (Answer.NOT_ASKED.value, gettext_lazy("not asked")),
    (Answer.YES.value, gettext_lazy("yes")),
    (Answer.NO.value, gettext_lazy("no")),
]


def _boxes(label: Any, choices: Any, initial: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, initial=initial, required=False, widget=forms.RadioSelect
    )


def _number(label: Any, most: float, *, least: float = 0) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )


def _words(label: Any, help_text: Any = "") -> WordsField:
    return WordsField(label=label, required=False, max_length=300, help_text=help_text)


class PointsForm(forms.Form):
    """Points, and the side and depth of those that name none of their own."""

    points = WordsField(
        label=gettext_lazy("Points"),
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocapitalize": "off"}),
        help_text=gettext_lazy(
            "Commas between points. Behind a point its own side and depth: "
            "BL23, GV3 midline, ashi left 20 mm."
        ),
    )
    side = _boxes(gettext_lazy("Side of the others"), SIDES)
    depth_mm = _number(gettext_lazy("Depth of the others, in mm"), MAX_DEPTH_MM)

    def clean(self) -> dict[str, Any]:
        """Points that can be."""
        given = super().clean() or self.cleaned_data
        if "points" not in self.errors:
            try:
                given["placed"] = read_placed(self.placed)
            except OutsideMeaningError as error:
                self.add_error("points", str(error))
        return given

    @property
    def placed(self) -> Placed:
        """What was given, as it was given."""
        given = self.cleaned_data
        side = Side(given["side"]) if given.get("side") else None
        return Placed(given.get("points", ""), side, given.get("depth_mm"))

    @property
    def points_needled(self) -> tuple[PointNeedled, ...]:
        """The points, each with its own."""
        placed: tuple[PointNeedled, ...] = self.cleaned_data.get("placed", ())
        return placed


class NeedlingForm(PointsForm):
    """Points, and everything else of the needling."""

    n_needles = forms.IntegerField(
        label=gettext_lazy("Needles, all together"),
        required=False,
        min_value=1,
        max_value=MAX_NEEDLES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    de_qi = _boxes(gettext_lazy("De qi felt?"), DE_QI, Answer.NOT_ASKED.value)
    stimulation = _boxes(gettext_lazy("Stimulation"), STIMULATIONS)
    frequency_hz = _number(gettext_lazy("Frequency, in Hz"), MAX_FREQUENCY_HZ)
    retention_min = _number(gettext_lazy("Needles stayed, in minutes"), MAX_RETENTION_MIN)
    needle_type = _words(gettext_lazy("Kind of needle"), gettext_lazy("Such as 0.25 x 40 mm steel"))
    also_given = _words(
        gettext_lazy("Also given"), gettext_lazy('Moxa, cupping, advice ...; "none" if nothing was')
    )

    def clean(self) -> dict[str, Any]:
        """Values that go together."""
        given = super().clean()
        if given.get("frequency_hz") is not None and given.get("stimulation") != "electrical":
            self.add_error(
                "frequency_hz",
                _("A frequency is given and no electrical stimulation. Choose it, or empty this."),
            )
        least, n_needles = least_needles(self.points_needled), given.get("n_needles")
        if n_needles is not None and n_needles < least:
            self.add_error(
                "n_needles",
                _("These points take at least %(least)d needles; %(given)d are given. Count again.")
                % {"least": least, "given": n_needles},
            )
        return given

    @property
    def needling(self) -> Needling:
        """What was given and can be, without what came of it."""
        given, points = self.cleaned_data, self.points_needled
        by_hand = {"": None, "manual": False, "electrical": True}
        return Needling(
            points=tuple(point.name for point in points),
            sides=shared(point.side for point in points),
            depths_mm=shared(point.depth_mm for point in points),
            n_needles=given.get("n_needles"),
            de_qi=Answer(given.get("de_qi") or Answer.NOT_ASKED),
            is_electrical=by_hand[given.get("stimulation", "")],
            frequency_hz=given.get("frequency_hz"),
            retention_min=given.get("retention_min"),
            needle_type=given.get("needle_type") or None,
        )


def points_initial(points: tuple[PointNeedled, ...]) -> dict[str, Any]:
    """Fields that show these points."""
    placed = write_placed(points)
    return {
        "points": placed.text,
        "side": placed.side.value if placed.side else "",
        "depth_mm": number_text(placed.depth_mm),
    }


def needling_initial(needling: Needling) -> dict[str, Any]:
    """Fields that show what was done."""
    by_hand = {None: "", False: "manual", True: "electrical"}
    return {
        **points_initial(needling.each_point()),
        "n_needles": needling.n_needles,
        "de_qi": needling.de_qi.value,
        "stimulation": by_hand[needling.is_electrical],
        "frequency_hz": number_text(needling.frequency_hz),
        "retention_min": number_text(needling.retention_min),
        "needle_type": needling.needle_type or "",
    }
