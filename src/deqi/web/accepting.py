"""What no page takes is refused before anything of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

METHODS = ("GET", "HEAD", "POST")
MAX_BODY = 6_000_000  # a picture of 5 MB and the words around it
MAX_ARCHIVE = 2_000_000_000  # of an exported clinic


class AcceptingMiddleware:
    """Other methods, and bodies larger than the largest form.

    A body without its length is none: the application server gives nothing of it to a page.
    """

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse it, or go on."""
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if _length(request) > _most(request):
            sentence = _(
                "What you sent is too large. A picture may have 5 MB. Nothing was changed."
            )
            return render(request, "problem.html", {"sentence": sentence}, status=413)
        return self.respond(request)


def _length(request: HttpRequest) -> int:
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isdecimal() else 0


def _most(request: HttpRequest) -> int:
    """An archive from whoever may read one in; from others it would only fill the disk."""
    if request.path != reverse("import_clinic"):
        return MAX_BODY
    is_administrator = request.actor.person.is_site_administrator  # type: ignore[attr-defined]
    return MAX_ARCHIVE if is_administrator else MAX_BODY
