"""How often somebody may try: counted by the log-in library, in the cache that all workers share.

The limits themselves stand in the settings, as `ACCOUNT_RATE_LIMITS`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.ratelimit import consume
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deqi.web.logs import route_of

logger = logging.getLogger("deqi.web")
View = Callable[..., HttpResponse]


def limited(action: str) -> Callable[[View], View]:
    """Refuse a view's POST when it is asked for too often.

    Examples
    --------
    ::

        @limited("diary")
        def write(request): ...
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            is_counted = request.user.is_authenticated or "/user" not in _rate(action)
            if is_counted and not consume(request, action=action):
                return too_many(request)
            return view(request, *args, **named)

        return counted

    return wrap


def _rate(action: str) -> str:
    return str(settings.ACCOUNT_RATE_LIMITS[action])


def too_many(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """429: wait a little."""
    logger.warning("Too many tries at %s.", route_of(request))
    return render(request, "429.html", status=429)
