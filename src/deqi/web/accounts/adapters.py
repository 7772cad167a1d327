"""Where the log-in library asks us."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from deqi.store.keyring import vault

MFA_PLACE = "mfa"


def name_of(account: Any) -> str:
    """How the log-in library calls somebody: never by the id."""
    return str(account.name or account.email)


def has_just_logged_in(request: HttpRequest) -> bool:
    """Whether who is logged in has shown a password or a second factor a moment ago.

    The library asks for the password anew even then: to it only a second proof counts.
    """
    shown = get_authentication_records(request, request.user)
    ago_s = timezone.now().timestamp() - shown[-1]["at"] if shown else None
    return ago_s is not None and 0 <= ago_s < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def _at_home(url: str) -> str:
    """The path of an address, at the address of this instance."""
    return str(settings.DEQI.base_url) + urlsplit(url).path


class AccountAdapter(DefaultAccountAdapter):
    """A clinic's people come by invitation; to apply to the society anybody may sign up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only where there is a society."""
        return bool(settings.DEQI_HAS_SOCIETY)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not right after a log-in; nor in a demonstration, where nobody has a password."""
        if settings.DEQI_IS_DEMO or has_just_logged_in(self.request):
            return False
        return bool(super().is_reauthentication_required(app=app, **more))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Our own address, whatever name and port the visitor asked at."""
        return _at_home(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Likewise."""
        return _at_home(super().get_email_confirmation_url(request, emailconfirmation))


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of second factors lie sealed in the database."""

    def encrypt(self, text: str) -> str:
        """Sealed with the house's key."""
        return base64.b64encode(vault().house.seal(text.encode(), MFA_PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Opened."""
        return vault().house.open(base64.b64decode(encrypted_text), MFA_PLACE).decode()

    def build_totp_svg(self, url: str) -> str:
        """The square to scan, as a part of the page: pictures in addresses are not allowed."""
        return str(super().build_totp_svg(url)).partition("?>")[2]

    def _get_site_name(self) -> str:
        return "deqi"

    def get_totp_label(self, user: Any) -> str:
        """The address, by which a person tells two accounts of theirs apart."""
        return str(user.email)
