"""The links of letters that come again: to the diary, and to no more of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from deqi.actions.reminders import find_reminder, note_opened, stop_reminders
from deqi.actions.society.digest import DIGEST, find_digest, stop_digest
from deqi.store.models import Letter
from deqi.store.reminders import REMINDER

_STOP = {
    REMINDER: (stop_reminders, "letters/stop.html"),
    DIGEST: (stop_digest, "society/about/digest_stop.html"),
}


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """To the diary; the log-in comes in between."""
    note_opened(_find(token), timezone.now())
    return redirect("diary")


@csrf_exempt  # mail programs post here without a page of ours; the token says who it is
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One button; a mail program presses it by itself (RFC 8058)."""
    letter = find_digest(token) or _find(token)
    stopped = request.method == "POST"
    stop_them, page = _STOP[letter.kind]
    if stopped:
        stop_them(letter, timezone.now())
    language = letter.account.language if letter.account else "en"
    with translation.override(language):
        return render(request, page, {"stopped": stopped})


def _find(token: str) -> Letter:
    letter = find_reminder(token)
    if letter is None:
        raise Http404
    return letter
