"""The field for words that people write: what cannot be kept is said beside it, and stays there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from deqi.records import OutsideMeaningError
from deqi.store.words import as_kept


def check_kept(text: str) -> None:
    """Refuse a text that the record would refuse, while it still stands in its form.

    Examples
    --------
    >>> check_kept("Pain after lifting.")
    """
    try:
        as_kept(text)
    except OutsideMeaningError as error:
        raise ValidationError(str(error), code="cannot_be_printed") from None


class WordsField(forms.CharField):
    """A line, or several, of somebody's own words."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.validators.append(check_kept)
