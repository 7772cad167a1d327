"""What is asked before something is erased, read in, or looked up in the audit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.actions.erasure import Reason
from deqi.store.models import Account, Clinic, Patient
from deqi.web.words import WordsField

REASONS = [
    (Reason.TIME_IS_OVER.value, _("The time of keeping is over")),
    (Reason.PATIENT_ASKED.value, _("The patient asked for it, and the time of keeping is over")),
]


class ReasonForm(forms.Form):
    """The first step: why."""

    reason = forms.ChoiceField(label=_("Why?"), choices=REASONS, widget=forms.RadioSelect)


class EraseForm(ReasonForm):
    """The second step: the patient's code, typed."""

    reason = forms.ChoiceField(choices=REASONS, widget=forms.HiddenInput)
    code = WordsField(label=_("Type the patient's code"), max_length=40)

    def __init__(self, *args: Any, patient: Patient, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._code = patient.code

    def clean_code(self) -> str:
        """It has to be this patient's."""
        given: str = self.cleaned_data["code"]
        if given != self._code:
            raise forms.ValidationError(
                _("%(given)s was typed; this patient is %(code)s. Type exactly that.")
                % {"given": given, "code": self._code}
            )
        return given


class ArchiveForm(forms.Form):
    """An archive to read in."""

    archive = forms.FileField(
        label=_("Archive of a clinic (.zip)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )


def _a_day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class AuditForm(forms.Form):
    """Which rows of the audit; posted, so that no code stands in an address."""

    code = WordsField(label=_("Patient (code)"), required=False, max_length=40)
    person = forms.ChoiceField(label=_("Who"), required=False)
    first_on = forms.DateField(label=_("From"), required=False, widget=_a_day())
    last_on = forms.DateField(label=_("To"), required=False, widget=_a_day())

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clinic = clinic
        members = Account.objects.filter(memberships__clinic=clinic).distinct()
        people = sorted((member.get_full_name(), str(member.pk)) for member in members)
        choices = [("", _("everybody")), *((pk, name) for name, pk in people)]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """The patient's id, which stands in the address instead."""
        code: str = self.cleaned_data["code"]
        if not code:
            return ""
        found = Patient.objects.filter(clinic=self._clinic, code=code).first()
        if found is None:
            raise forms.ValidationError(
                _("%(code)s is no patient's code here. Give one of the clinic's codes.")
                % {"code": code}
            )
        return str(found.pk)
