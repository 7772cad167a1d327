"""What waits for a moderator, decided without leaving the page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, require, subject_of
from deqi.actions.society import moderation
from deqi.actions.society.comments import CommentError
from deqi.actions.society.own import OwnMatterError, leave_it
from deqi.society.comments.marking import mark
from deqi.store.models import Appeal, Comment, Decision
from deqi.web.middleware import Request

A_PAGE = 30
N_LAST = 10
REFUSALS = (CommentError, OwnMatterError)


@require_safe
def show(request: Request) -> HttpResponse:
    """Appeals, what is held with its reasons, the oldest first, and the last decisions."""
    _may_moderate(request)
    held = Comment.objects.filter(state=Comment.State.HELD)
    rows = held.select_related("post", "author__member").order_by("held_at", "pk")
    shown = list(rows[:A_PAGE])
    published = _published_by({comment.author_id for comment in shown})
    context = {
        "here": "queue",
        "lines": [_line(comment, published) for comment in shown],
        "n_waiting": held.count(),
        "appeals": _appeals(),
        "leave_it": leave_it(request.actor),
        "last": Decision.objects.filter(by=request.actor.account, undone_at__isnull=True)
        .select_related("comment__post", "comment__author__member")
        .order_by("-pk")[:N_LAST],
    }
    return render(request, "society/moderation/queue.html", context)


@require_POST
def decide(request: Request, comment: UUID) -> HttpResponse:
    """One decision; the queue again."""
    _may_moderate(request)
    found = get_object_or_404(Comment, pk=comment)
    try:
        act = moderation.Act(request.POST.get("act", ""))
    except ValueError:
        messages.error(request, _("Choose approve, edit or reject; nothing was changed."))
        return redirect("queue")
    why, words = request.POST.get("why", "")[:300], request.POST.get("words", "")[:5000]
    try:
        moderation.decide(
            request.actor, found, act, why=_clean(why), words=_clean(words), now=timezone.now()
        )
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Decided. It can be undone below."))
    return redirect("queue")


@require_POST
def undo(request: Request, decision: int) -> HttpResponse:
    """The last decision about a comment is taken back."""
    _may_moderate(request)
    found = get_object_or_404(Decision.objects.select_related("comment"), pk=decision)
    try:
        moderation.undo(request.actor, found, now=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Undone."))
    return redirect("queue")


@require_POST
def answer(request: Request, appeal: int) -> HttpResponse:
    """An answer to an appeal."""
    _may_moderate(request)
    found = get_object_or_404(Appeal.objects.select_related("comment"), pk=appeal)
    try:
        moderation.answer_appeal(
            request.actor,
            found,
            publish=request.POST.get("act") == "publish",
            words=_clean(request.POST.get("words", "")[:1000]),
            now=timezone.now(),
        )
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Answered."))
    return redirect("queue")


def _may_moderate(request: Request) -> None:
    today = timezone.now().date()
    require(request.actor, Permission.MODERATE, subject_of(SOCIETY), today)


def _clean(text: str) -> str:
    return text.replace("\0", "")


def _published_by(authors: set[UUID]) -> dict[UUID, int]:
    """How many comments of each author everybody reads."""
    rows = Comment.objects.filter(author__in=authors, state=Comment.State.PUBLISHED)
    return dict(rows.order_by().values_list("author").annotate(n=Count("pk")))


def _line(comment: Comment, published: dict[UUID, int]) -> dict[str, Any]:
    return {
        "comment": comment,
        "pieces": mark(comment.text, [reason["found"] for reason in comment.reasons]),
        "n_published": published.get(comment.author_id, 0),
    }


def _appeals() -> list[dict[str, Any]]:
    rows = (
        Appeal.objects.filter(answered_at__isnull=True)
        .exclude(comment__state=Comment.State.REMOVED)  # taken away by whoever appealed
        .select_related("comment__post", "comment__author__member")
        .prefetch_related("comment__decisions__by__member")
        .order_by("made_at")
    )
    return [
        {
            "appeal": appeal,
            "comment": appeal.comment,
            "pieces": mark(appeal.comment.text, [r["found"] for r in appeal.comment.reasons]),
        }
        for appeal in rows[:A_PAGE]
    ]
