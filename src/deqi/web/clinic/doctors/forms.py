"""What is said when a link for a doctor is made."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.web.clinic.enrolment.forms import KeyedForm
from deqi.web.words import WordsField

DAYS = [(7, _("7 days")), (14, _("14 days")), (30, _("30 days")), (90, _("90 days"))]


class LinkForm(KeyedForm):
    """A question beside the one of the sheet, and for how long the link opens."""

    question = WordsField(
        label=_("Your question (the sheet asks its own as well)"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    days = forms.TypedChoiceField(
        label=_("The link opens for"), choices=DAYS, coerce=int, initial=14
    )

    @property
    def lasts(self) -> timedelta:
        """How long."""
        return timedelta(days=self.cleaned_data["days"])
