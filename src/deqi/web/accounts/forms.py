"""What is asked of somebody who comes in for the first time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from deqi.actions.joining import Newcomer
from deqi.actions.own_account import OwnSettings
from deqi.store.addresses import MAX_ADDRESS
from deqi.web.accounts.setup_code import is_setup_code
from deqi.web.places import time_zone_choices
from deqi.web.words import WordsField


class OwnForm(forms.Form):
    """How somebody is called and addressed."""

    name = WordsField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zone_choices, help_text=_("Where you live.")
    )

    def settings(self) -> OwnSettings:
        """The valid form as a value."""
        return OwnSettings(**{name: self.cleaned_data[name] for name in OwnForm.base_fields})


class NewcomerForm(OwnForm):
    """The same, and a password."""

    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        help_text=_("At least 12 characters. Several words in a row are easy to keep in mind."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    field_order: tuple[str, ...] = ("name", "password", "again")

    def clean_password(self) -> str:
        """Long enough and not a common one."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any] | None:
        """Typed twice alike."""
        given = super().clean() or self.cleaned_data
        if given.get("password") and given.get("again") != given["password"]:
            self.add_error("again", _("The two passwords differ. Type the same one twice."))
        return given

    def newcomer(self) -> Newcomer:
        """The valid form as a value."""
        given = self.cleaned_data
        return Newcomer(given["name"], given["password"], given["language"], given["time_zone"])


class OwnerForm(NewcomerForm):
    """The first account."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=MAX_ADDRESS,
        help_text=_("You log in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    is_practitioner = forms.BooleanField(label=_("I also treat patients here"), required=False)
    code = forms.CharField(
        label=_("Setup code"),
        max_length=40,
        help_text=_("deqi serve printed it when it started."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
    field_order = ("code", "name", "email", "password", "again", "is_practitioner")

    def __init__(self, *args: Any, setup_code: str | None, **named: Any) -> None:
        super().__init__(*args, **named)
        self._setup_code = setup_code
        if setup_code is None:
            del self.fields["code"]

    def clean_code(self) -> str:
        """The one that was printed."""
        given: str = self.cleaned_data["code"]
        if not is_setup_code(given, self._setup_code or ""):
            raise forms.ValidationError(
                _(
                    "This is not the setup code. deqi serve prints it at its start; start it anew "
                    "for another one."
                )
            )
        return given
