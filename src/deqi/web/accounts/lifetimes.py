"""How long a log-in lasts: a day's work, and less when nobody looks at pages about other people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from deqi.actions.acting import actor_of

BEGAN, USED = "began_s", "used_s"  # what a log-in remembers: seconds since 1970
AT_MOST_S = 12 * 3600.0
UNUSED_S = 2 * 3600.0  # of whoever sees other people's data; not of a phone with a diary
NOTED_EVERY_S = 300.0  # each note is one more write to the disk


def begin_log_in(request: HttpRequest, now: datetime) -> None:
    """From now on it is counted."""
    request.session[BEGAN] = request.session[USED] = now.timestamp()


class LifetimeMiddleware:
    """Whose log-in is over is a visitor, before anything is answered.

    The database's own time of a session does not say it: that is put off with each change.
    """

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End the log-in, or note that it was used."""
        if request.user.is_authenticated:
            now_s = timezone.now().timestamp()
            if _is_over(request, now_s):
                logout(request)
            elif now_s - request.session[USED] > NOTED_EVERY_S:
                request.session[USED] = now_s
        return self.respond(request)


def _is_over(request: HttpRequest, now_s: float) -> bool:
    began_s, used_s = (request.session.get(name, 0.0) for name in (BEGAN, USED))
    if now_s - began_s > AT_MOST_S or _was_ended(request, began_s, now_s):
        return True
    # Who it is takes questions to the database, so it is asked last.
    return now_s - used_s > UNUSED_S and actor_of(request.user).person.sees_other_people  # type: ignore[arg-type]


def _was_ended(request: HttpRequest, began_s: float, now_s: float) -> bool:
    """Whether all log-ins of the account were ended since this one began."""
    ended_at = request.user.log_ins_ended_at  # type: ignore[union-attr]
    # A moment that is still to come was noted before the clock was put back: it would keep the
    # account out until then.
    return ended_at is not None and began_s <= ended_at.timestamp() <= now_s
