"""Whether there is a society: without one its addresses do not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

BELOW = "/society/"


class SocietyMiddleware:
    """Not found, where no society is wanted."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as ever."""
        return self.respond(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        """Stop before the view."""
        if request.path.startswith(BELOW) and not settings.DEQI_HAS_SOCIETY:
            raise Http404
