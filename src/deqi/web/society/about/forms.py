"""What is asked of members and of whoever wants to be one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.access import Role
from deqi.actions.society.membership import APPOINTED, Application


class ProfileForm(forms.Form):
    """What is public about a member."""

    display_name = forms.CharField(
        label=_("Name shown to everybody"),
        max_length=120,
        help_text=_("Your own name, or the one you write under."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    about = forms.CharField(
        label=_("About you"),
        max_length=400,
        required=False,
        help_text=_("Shown to everybody beside what you write. Up to 400 letters."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ApplicationForm(ProfileForm):
    """An application."""

    why = forms.CharField(
        label=_("Why do you want to be a member?"),
        max_length=2000,
        help_text=_("What you do, and what you want to write about. Only moderators read this."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def application(self) -> Application:
        """The valid form as a value."""
        return Application(**self.cleaned_data)


class OwnProfileForm(ProfileForm):
    """What a member chooses on the own profile."""

    digest_wanted = forms.BooleanField(
        label=_("New comments by e-mail"),
        required=False,
        help_text=_("Comments under your posts and answers to you, once a day at the most."),
    )


class ReasonForm(forms.Form):
    """A reason, told to the person it is about."""

    why = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("The person reads it. Up to 300 letters."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AppointForm(forms.Form):
    """What a member is appointed to."""

    roles = forms.MultipleChoiceField(
        label=_("Appointed to"),
        required=False,
        choices=[(role.value, role.value) for role in APPOINTED],
        widget=forms.CheckboxSelectMultiple,
    )

    def appointed(self) -> frozenset[Role]:
        """The valid form as roles."""
        return frozenset(Role(role) for role in self.cleaned_data["roles"])
