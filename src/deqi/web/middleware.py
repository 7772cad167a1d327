"""Before each request: who is it, which language and time zone, and is a second factor missing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from deqi.access import Why
from deqi.actions.acting import Actor, RefusedError, actor_of
from deqi.compute.failures import place_of
from deqi.records import DeqiError
from deqi.web.logs import route_of

STATUS = {Why.LOG_IN: 401, Why.ROLE: 403, Why.LICENCE_MISSING: 403, Why.LICENCE_ENDED: 403}
# One's own account, pages that show nothing of anybody, and those that a token alone opens.
WITHOUT_SECOND_FACTOR = (
    "/account/",
    "/first-run/",
    "/invitation/",
    "/healthy/",
    "/r/",
    "/doctor/",
    "/robots.txt",
)
_TAKEN = _(
    "What you sent is there already, or somebody was faster by a moment. Nothing was changed. Load "
    "the page again and look; then send it once more if it is missing."
)
logger = logging.getLogger("deqi.web")
Respond = Callable[[HttpRequest], HttpResponse]


class Request(HttpRequest):
    """A request, with the person behind it."""

    actor: Actor


class PersonMiddleware:
    """Puts `request.actor` there, and turns a refusal into its page."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the person's language and time zone."""
        account = request.user if request.user.is_authenticated else None
        request.actor = SimpleLazyObject(lambda: actor_of(account))  # type: ignore[attr-defined]
        language = account.language if account else translation.get_language_from_request(request)
        zone = ZoneInfo(account.time_zone if account else "UTC")
        with translation.override(language), timezone.override(zone):
            response = self.respond(request)
            response.headers.setdefault("Content-Language", language)
            if not request.path.startswith("/static/"):
                # Nothing about a person stays in a cache, not even the browser's own.
                response.headers.setdefault("Cache-Control", "no-store")
            if account is not None and not request.user.is_authenticated:
                # Logged out: the browser forgets what it may still hold of the pages before.
                response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Whoever can see other people's data adds a second factor before anything else."""
        person = request.actor.person  # type: ignore[attr-defined]
        if request.path.startswith(WITHOUT_SECOND_FACTOR):
            return None
        if person.sees_other_people and not person.has_second_factor:
            return redirect("mfa_index")
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of a refusal; a subject that this person may not know of is not found."""
        if isinstance(error, RefusedError):
            return self._refused(request, error)
        if isinstance(error, DeqiError):
            return render(request, "problem.html", {"sentence": str(error)}, status=409)
        if isinstance(error, IntegrityError):
            logger.error("Refused by the database at %s.", place_of(error))
            return render(request, "problem.html", {"sentence": _TAKEN}, status=409)
        return None

    def _refused(self, request: HttpRequest, error: RefusedError) -> HttpResponse:
        if error.decision.why is not Why.LOG_IN:
            actor = request.actor.account  # type: ignore[attr-defined]
            logger.warning(
                "Refused (%s) to %s at %s.",
                error.decision.why.value,
                "a visitor" if actor is None else actor.pk,
                route_of(request),
            )
        if error.is_unknown:
            return render(request, "404.html", status=404)
        if error.decision.why is Why.LOG_IN:
            from django.contrib.auth.views import redirect_to_login

            return redirect_to_login(request.get_full_path())
        if error.decision.why is Why.SECOND_FACTOR:
            return redirect("mfa_index")
        context = {"sentence": error.decision.sentence, "why": error.decision.why}
        return render(request, "refused.html", context, status=STATUS[error.decision.why])
