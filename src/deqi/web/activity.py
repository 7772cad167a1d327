"""When a log-in was last used, noted now and then: each note is one more write to the disk."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse

EVERY_S = 300.0
AT_MOST = 10_000  # log-ins that one process remembers


class ActivityMiddleware:
    """The library's own does it at every request, and every page would wait for the disk twice."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond
        self._noted: dict[str, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note it, unless this process did so a moment ago."""
        if request.user.is_authenticated and self._is_due(request.session.session_key):
            UserSession.objects.create_from_request(request)
        return self.respond(request)

    def _is_due(self, key: str | None) -> bool:
        now = time.monotonic()
        if key is None or now - self._noted.get(key, -EVERY_S) < EVERY_S:
            return False
        if len(self._noted) >= AT_MOST:
            self._noted.clear()
        self._noted[key] = now
        return True
