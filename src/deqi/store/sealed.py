"""A column whose text is sealed with the house's key: what belongs to no patient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from deqi.store.keyring import vault

if TYPE_CHECKING:
    _Field = models.Field[str, str]
else:  # Django's fields take types for the checker only
    _Field = models.Field


class SealedTextField(_Field):
    """Text, kept as sealed bytes; it cannot be searched for.

    What is known of a patient is not kept in such a column but sealed with the patient's own key,
    see `deqi.store.records`.
    """

    def get_internal_type(self) -> str:
        """What the database keeps."""
        return "BinaryField"

    def from_db_value(self, value: Any, *_: object) -> str | None:
        """The text again."""
        return None if value is None else vault().house.open(bytes(value), self._place).decode()

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """The sealed text."""
        if value is None:
            return None
        return connection.Database.Binary(vault().house.seal(str(value).encode(), self._place))

    @property
    def _place(self) -> str:
        return f"{self.model._meta.label_lower}.{self.attname}"
