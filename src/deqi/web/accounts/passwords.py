"""Passwords made of the words that anybody would try here first."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# In small letters, the longer ones first; docs/explanation/security.md lists them.
OWN_WORDS = (
    "acupuncture",
    "acupuntura",
    "contrase\u00f1a",
    "paciente",
    "password",
    "practice",
    "backpain",
    "clinica",
    "patient",
    "clinic",
    "doctor",
    "needle",
    "aguja",
    "diario",
    "diary",
    "deqi",
)
LEAST_LEFT = 6  # letters that have to be there besides


class OwnWordsValidator:
    """Refuses a password that is little more than such words, with digits and signs around."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise `ValidationError` if too few letters are left without them."""
        letters = "".join(filter(str.isalpha, password.casefold()))
        rest = letters
        for word in OWN_WORDS:
            rest = rest.replace(word, "")
        if rest != letters and len(rest) < LEAST_LEFT:
            raise ValidationError(
                _(
                    "This password is made of words that are tried here first, such as "
                    "\u201cacupuncture\u201d or \u201cclinic\u201d. Add other words."
                ),
                code="password_own_words",
            )

    def get_help_text(self) -> str:
        """For the page where a password is chosen."""
        return _("It should not be made only of words such as \u201cclinic\u201d with a number.")
