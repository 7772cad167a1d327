"""E-mail addresses: sealed in the database, and still found by their owner's log-in.

An address has to be looked up, so the same address always gives the same sealed text (AES-SIV,
RFC 5297). That tells that two rows bear one address, and nothing more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.lookups import Exact, IExact

from deqi.store.keyring import vault

if TYPE_CHECKING:
    _Field = models.EmailField[Any, Any]
else:  # Django's fields take types for the checker only
    _Field = models.EmailField

MAX_ADDRESS = 174  # sealed and in base64 it fills the 254 letters of a column for e-mail


class SealedEmailField(_Field):
    """An e-mail address in small letters, sealed; equality is the only lookup that it has."""

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        """The address again."""
        return value if not value else vault().open_address(value)

    def get_prep_value(self, value: Any) -> Any:
        """The sealed text of an address."""
        text = super().get_prep_value(value)
        return text if not text else vault().seal_address(text.strip().lower())


@SealedEmailField.register_lookup
class _IgnoringCase(Exact):
    """Addresses are kept in small letters: to ignore case is to compare."""

    lookup_name = IExact.lookup_name


def seal_addresses_of_logins() -> None:
    """Make the log-in library's own column of addresses a sealed one.

    Its models cannot be exchanged; the column keeps its name, type and length, and only what is
    written into it changes. A test looks into the database's file for an address.
    """
    from allauth.account.models import EmailAddress

    EmailAddress._meta.get_field("email").__class__ = SealedEmailField
