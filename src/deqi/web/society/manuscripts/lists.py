"""Manuscripts that somebody has a part in: one's own, those to review, those to edit."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deqi.access import Permission, decide
from deqi.actions.acting import SOCIETY, require, subject_of
from deqi.store.models import Manuscript, ManuscriptVersion, Review
from deqi.store.society.manuscripts import author_names, manuscripts_of, open_reviews
from deqi.web.middleware import Request

MOST = 200
State = Manuscript.State
_NAMED = Prefetch(  # what the lists show, without the texts
    "versions", ManuscriptVersion.objects.only("manuscript", "number", "title", "authors")
)
OPEN = (State.SUBMITTED, State.IN_REVIEW, State.REVISE, State.ACCEPTED, State.PUBLISHED)


@require_safe
def show(request: Request) -> HttpResponse:
    """All three lists; the last two only for those whom they concern."""
    now = timezone.now()
    require(request.actor, Permission.SUBMIT_MANUSCRIPT, subject_of(SOCIETY), now.date())
    account = request.actor.log_in
    edits = decide(
        request.actor.person, Permission.EDIT_MANUSCRIPTS, subject_of(SOCIETY), now.date()
    )
    asked = Review.objects.filter(reviewer=account).select_related("version__manuscript")
    context = {
        "here": "manuscripts",
        "own": _titled(manuscripts_of(account).prefetch_related(_NAMED)[:MOST]),
        "reviews": list(asked.order_by("-asked_at")[:MOST]),
        "open_reviews": set(open_reviews().filter(reviewer=account).values_list("pk", flat=True)),
        "edits": bool(edits),
        "editorial": _titled(_editorial(request)) if edits else [],
        "now": now,
    }
    return render(request, "society/manuscripts/list.html", context)


def _editorial(request: Request) -> list[Manuscript]:
    rows = Manuscript.objects.filter(state__in=OPEN).exclude(owner=request.actor.log_in)
    rows = rows.exclude(versions__reviews__reviewer=request.actor.log_in)
    rows = rows.select_related("owner__member").prefetch_related(_NAMED).order_by("-made_at")
    me = request.actor.log_in.member.display_name
    return [one for one in rows[:MOST] if me not in author_names(one)]


def _titled(manuscripts: Iterable[Manuscript]) -> list[tuple[Manuscript, str]]:
    return [(one, max(one.versions.all(), key=_number).title) for one in manuscripts]


def _number(version: ManuscriptVersion) -> int:
    return version.number
