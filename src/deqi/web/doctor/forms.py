"""What a doctor is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.store.doctors_words import MayNeedle
from deqi.web.words import WordsField

CHOICES = [
    (MayNeedle.YES.value, _("Yes")),
    (MayNeedle.NOT_YET.value, _("Not yet")),
    (MayNeedle.NO.value, _("No")),
]


class AnswerForm(forms.Form):
    """One question, room for words, a name."""

    may_needle = forms.ChoiceField(
        label=_("May needling begin or go on?"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Nothing was chosen. Choose yes, not yet or no.")},
    )
    words = WordsField(
        label=_("Limits, what is needed first, diagnosis"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    name = WordsField(
        label=_("Your name"),
        max_length=120,
        error_messages={"required": _("No name was given. Write who answers.")},
    )

    def clean(self) -> dict[str, Any]:
        """Not yet needs to say what for."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("may_needle") == MayNeedle.NOT_YET and not given.get("words"):
            said = _("Not yet was chosen without words. Write what is needed first.")
            self.add_error("words", said)
        return given

    @property
    def answer(self) -> MayNeedle:
        """What was chosen."""
        return MayNeedle(self.cleaned_data["may_needle"])
