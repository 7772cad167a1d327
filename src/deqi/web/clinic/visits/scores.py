"""Pain as eleven boxes and one for a score between them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deqi.exchange.cell_texts import number_text

BETWEEN = "between"
WHOLE = [(str(n), str(n)) for n in range(11)]
BOXES = [*WHOLE, (BETWEEN, "…")]
NOT_YET = ("", gettext_lazy("not yet"))


def pain_boxes(label: Any, *, required: bool) -> forms.ChoiceField:
    """0 to 10 to tap; "…" opens the field for a score between two of them."""
    return forms.ChoiceField(
        label=label,
        choices=BOXES if required else [NOT_YET, *BOXES],
        required=required,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Ask for the pain just before, 0 to 10.")},
    )


def pain_between(label: Any) -> forms.FloatField:
    """The score between two boxes."""
    return forms.FloatField(
        label=label,
        required=False,
        min_value=0,
        max_value=10,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )


def read_pain(form: forms.Form, name: str) -> float | None:
    """The score that was tapped or written; an error where they do not go together."""
    box, exact = form.cleaned_data.get(name), form.cleaned_data.get(f"{name}_exact")
    if box == BETWEEN and exact is None and f"{name}_exact" not in form.errors:
        form.add_error(f"{name}_exact", _("Write the score, such as 6.5, or choose a box."))
    if box and box != BETWEEN:
        return float(box)
    return exact + 0.0 if box == BETWEEN and exact is not None else None  # -0 is 0


def pain_initial(name: str, score: float | None) -> dict[str, Any]:
    """Box and field that show a score."""
    if score is None:
        return {}
    if score == int(score):
        return {name: str(int(score))}
    return {name: BETWEEN, f"{name}_exact": number_text(score)}
