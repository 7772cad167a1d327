"""The settings of a clinic as a form."""

from __future__ import annotations

from dataclasses import asdict

from django import forms
from django.conf import settings as site
from django.utils.translation import gettext_lazy as _

from deqi.actions.clinics import ClinicSettings
from deqi.plan import policy_names
from deqi.web.places import country_choices, time_zone_choices
from deqi.web.words import WordsField


def policy_choices() -> list[tuple[str, str]]:
    """The policies that ship with deqi."""
    return [(name, name) for name in policy_names()]


class ClinicForm(forms.Form):
    """What a manager decides about a clinic."""

    name = WordsField(label=_("Name of the clinic"), max_length=200)
    country = forms.ChoiceField(
        label=_("Country"),
        choices=country_choices,
        help_text=_("Its emergency number is shown to patients."),
    )
    jurisdiction = WordsField(
        label=_("State or region that licenses"),
        max_length=80,
        required=False,
        help_text=_("Where licences are given by a state or region, such as California."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone of the clinic"), choices=time_zone_choices)
    language = forms.ChoiceField(
        label=_("Language of letters to patients"), choices=site.LANGUAGES, initial="en"
    )
    policy = forms.ChoiceField(
        label=_("Policy of visits"),
        choices=policy_choices,
        initial="usual",
        help_text=_("By which plans of visits are made; the manual describes each."),
    )
    retention_years = forms.IntegerField(
        label=_("Years that records are kept"),
        min_value=1,
        max_value=100,
        initial=10,
        help_text=_(
            "After the last care. The law of your country says how long; nothing is erased before."
        ),
    )
    asks_for_supervisor = forms.BooleanField(
        label=_("A licence here needs the name of a supervisor"), required=False
    )

    def settings(self) -> ClinicSettings:
        """The valid form as a value."""
        return ClinicSettings(**self.cleaned_data)

    @staticmethod
    def initial_of(settings: ClinicSettings) -> dict[str, object]:
        """What the form shows at first."""
        return asdict(settings)
