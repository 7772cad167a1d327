"""What is asked when a patient is taken in."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from deqi.records import OutsideMeaningError, Score, Treatment
from deqi.store.models import Patient
from deqi.store.patients import Guardian, Identity
from deqi.track import find_instrument, read_instruments, score_instrument
from deqi.web.places import time_zone_choices
from deqi.web.words import WordsField

SEXES = [
    ("", _("not recorded")),
    ("female", _("female")),
    ("male", _("male")),
    ("other", _("other")),
]
EARLIEST_BIRTH = 1900


class KeyedForm(forms.Form):
    """A form that makes something: its key is made when it is shown, so that sending it twice makes
    one thing."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    @property
    def made_key(self) -> UUID:
        """The key that came back."""
        return UUID(str(self.cleaned_data["key"]))


class IdentityForm(forms.Form):
    """Who the person is."""

    name = WordsField(label=_("Name"), max_length=200, strip=True)
    year_of_birth = forms.IntegerField(
        label=_("Year of birth"), required=False, min_value=EARLIEST_BIRTH
    )
    is_of_age = forms.BooleanField(
        label=_("18 or older (tick it for somebody who turns 18 this year)"), required=False
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, required=False)
    email = forms.EmailField(label=_("E-mail (for the invitation)"), required=False, max_length=174)
    telephone = WordsField(label=_("Telephone"), required=False, max_length=60)
    guardian_name = WordsField(label=_("Guardian, if under 18"), required=False, max_length=200)
    guardian_contact = WordsField(
        label=_("How to reach the guardian"), required=False, max_length=200
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year_of_birth"].max_value = today.year  # type: ignore[attr-defined]
        self.fields["year_of_birth"].widget.attrs["max"] = today.year
        self._today = today

    def clean_year_of_birth(self) -> int | None:
        """Not in the future."""
        year: int | None = self.cleaned_data["year_of_birth"]
        if year is not None and year > self._today.year:
            raise forms.ValidationError(
                _("%(year)s lies ahead. Give a year up to %(this)s, or leave it empty.")
                % {"year": year, "this": self._today.year}
            )
        return year

    @property
    def identity(self) -> Identity:
        """What was given."""
        given = self.cleaned_data
        guardian = Guardian(given["guardian_name"], given["guardian_contact"])
        return Identity(
            name=given["name"],
            email=given["email"].lower(),
            telephone=given["telephone"],
            year_of_birth=given["year_of_birth"],
            sex=given["sex"] or None,
            guardian=guardian if guardian.name else None,
            is_of_age=given["is_of_age"],
        )


class EnrolForm(IdentityForm, KeyedForm):
    """A new patient."""

    code = WordsField(
        label=_("Code"), max_length=40, help_text=_("Used in files and lists. Not a name.")
    )
    field_order = ("name", "code", "year_of_birth", "sex")


class EditForm(IdentityForm):
    """A correction."""

    why = WordsField(label=_("Why is this changed?"), max_length=300)


class WhyForm(forms.Form):
    """A reason, for what is asked to be explained."""

    why = WordsField(label=_("Reason"), max_length=300)


class ScoreForm(KeyedForm):
    """A questionnaire: its total, or its answers where they are known."""

    instrument = forms.ChoiceField(label=_("Questionnaire"), choices=[])
    on = forms.DateField(label=_("Filled in on"), widget=forms.DateInput(attrs={"type": "date"}))
    total = forms.FloatField(label=_("Total"), required=False)
    answers = WordsField(
        label=_("Answers instead of the total"),
        required=False,
        help_text=_("In the order of the form, between semicolons; - for one left out."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument"].choices = [  # type: ignore[attr-defined]
            (i.name, f"{i.name} ({i.low:g} to {i.high:g} {i.unit})") for i in read_instruments()
        ]
        self._today = today

    def clean(self) -> dict[str, Any]:
        """A score that its questionnaire can have."""
        given = super().clean() or self.cleaned_data
        if given.get("on") and given["on"] > self._today:
            self.add_error("on", _("This day lies ahead. Give the day on which it was filled in."))
        if not self.errors:
            try:
                score_instrument(self.score)
            except (OutsideMeaningError, ValueError) as error:
                self.add_error(None, str(error))
        return given

    @property
    def score(self) -> Score:
        """What was given."""
        given = self.cleaned_data
        answers = [part.strip() for part in given["answers"].split(";")] if given["answers"] else []
        return Score(
            on=given["on"],
            instrument=find_instrument(given["instrument"]).name,
            answers=tuple(_answer(part) for part in answers) or None,
            total=given["total"],
        )


def _answer(text: str) -> float | None:
    if text in {"-", ""}:
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise OutsideMeaningError(
            f"The answer {text[:20]!r} is not a number. Give numbers between semicolons, and - for "
            "one that was left out."
        ) from None


class TreatmentForm(KeyedForm):
    """Other care beside the visits."""

    what = WordsField(label=_("What"), max_length=200)
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    to_on = forms.DateField(
        label=_("Until (empty while it goes on)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    @property
    def treatment(self) -> Treatment:
        """What was given."""
        given = self.cleaned_data
        return Treatment(given["what"], given["from_on"], given["to_on"])


def identity_initial(patient: Patient, identity: Identity) -> dict[str, Any]:
    """A form filled with what is known."""
    guardian = identity.guardian or Guardian("")
    return {
        "name": identity.name,
        "year_of_birth": identity.year_of_birth,
        "is_of_age": identity.is_of_age,
        "sex": identity.sex or "",
        "email": identity.email,
        "telephone": identity.telephone,
        "guardian_name": guardian.name,
        "guardian_contact": guardian.contact,
        "language": patient.language,
        "time_zone": patient.time_zone,
    }
