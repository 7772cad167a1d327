"""What a manager and a practitioner fill in about people."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.actions.licences import Given
from deqi.store.addresses import MAX_ADDRESS
from deqi.store.models import Licence, Membership
from deqi.web.words import WordsField


class AddressForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(label=_("E-mail address"), max_length=MAX_ADDRESS)


class InviteForm(AddressForm):
    """Whom to invite, as what."""

    role = forms.ChoiceField(label=_("As"), choices=Membership.Role.choices)


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)


class WhyForm(forms.Form):
    """A reason, for the audit."""

    why = WordsField(label=_("Reason"), max_length=300)


class LetInForm(WhyForm):
    """Why somebody is let in without the second factor, and that it is really this person."""

    is_sure = forms.BooleanField(
        label=_("I have made sure who it is: face to face, or by calling a number I knew before."),
        error_messages={"required": _("Make sure first who it is. Nothing was changed.")},
    )
    field_order = ("is_sure", "why")


class LicenceForm(forms.Form):
    """What stands on a licence."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=Licence.Kind.choices,
        help_text=_("A licence is given by an authority, a certification by a professional body."),
    )
    number = WordsField(label=_("Number"), max_length=80)
    body = WordsField(label=_("Given by"), max_length=200)
    jurisdiction = WordsField(label=_("Valid in"), max_length=80)
    valid_until = forms.DateField(
        label=_("Last day on which it is valid"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    supervisor = WordsField(label=_("Supervisor"), max_length=120, required=False)

    def given(self) -> Given:
        """The valid form as a value."""
        return Given(**self.cleaned_data)
