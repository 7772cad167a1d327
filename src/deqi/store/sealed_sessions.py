"""What a browser's log-in remembers between two pages, sealed with the house's key.

It holds an address on its way to be proven, and which of one's practices was chosen: nothing that
the database may know in clear. What the next page says goes another way (`web.sealed_messages`).
"""

from __future__ import annotations

import base64
from typing import Any

from django.contrib.sessions.backends import db

from deqi.store.keyring import vault
from deqi.store.vault import VaultError

PLACE = "log-in"


class SessionStore(db.SessionStore):
    """Django's own store of log-ins; only what it writes is sealed."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """The sealed text of what is remembered."""
        signed = super().encode(session_dict)
        return base64.b64encode(vault().house.seal(signed.encode(), PLACE)).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What is remembered; of something that does not open nothing, so one logs in again."""
        try:
            sealed = base64.b64decode(session_data, validate=True)
            signed = vault().house.open(sealed, PLACE).decode()
        except (ValueError, VaultError):
            return {}
        return super().decode(signed)
