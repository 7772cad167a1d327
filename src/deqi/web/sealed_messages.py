"""What the next page says, such as "Saved.", on its way in a cookie that only deqi can read.

In the log-in's own row it would cost two more writes to the disk for each form: one that puts it
there and one that takes it out.
"""

from __future__ import annotations

import base64
from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage

from deqi.store.keyring import vault
from deqi.store.vault import VaultError


class SealedCookieStorage(CookieStorage):
    """Django's own messages in a cookie; only what the browser keeps is sealed, for one person."""

    def _encode_parts(self, messages: Any, encode_empty: bool = False) -> str | None:
        signed = super()._encode_parts(messages, encode_empty)  # type: ignore[misc]
        if not signed:
            return None
        sealed = vault().house.seal(signed.encode(), self._place())
        return base64.urlsafe_b64encode(sealed).decode()

    def _decode(self, data: str | None) -> Any:
        """The messages; none of what does not open, was changed, or is somebody else's."""
        try:
            sealed = base64.urlsafe_b64decode(data or "")
            signed = vault().house.open(sealed, self._place()).decode() if sealed else None
        except (ValueError, VaultError):
            self.used = True  # so that it is taken out of the browser
            return None
        return super()._decode(signed)  # type: ignore[misc]

    def _place(self) -> str:
        user = getattr(self.request, "user", None)
        return f"messages.{user.pk if user is not None and user.is_authenticated else ''}"
