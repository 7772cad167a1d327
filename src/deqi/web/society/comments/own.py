"""A member's own comments, with what became of them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, require, subject_of
from deqi.actions.society.comments import can_edit
from deqi.store.models import Comment
from deqi.web.middleware import Request

A_PAGE = 30


@require_safe
def show(request: Request) -> HttpResponse:
    """The newest first; of held and rejected ones the reasons, decisions and appeals."""
    now = timezone.now()
    require(request.actor, Permission.COMMENT, subject_of(SOCIETY), now.date())
    rows = Comment.objects.filter(author=request.actor.account).exclude(state=Comment.State.REMOVED)
    rows = rows.select_related("post").prefetch_related("decisions", "appeals")
    page = Paginator(rows.order_by("-written_at", "pk"), A_PAGE).get_page(request.GET.get("page"))
    lines = [(comment, can_edit(comment, now), _waits(comment)) for comment in page]
    context = {"here": "own_comments", "page": page, "lines": lines}
    return render(request, "society/comments/own.html", context)


def _waits(comment: Comment) -> bool:
    """Whether its author has asked for a second look and has no answer yet."""
    return any(appeal.answered_at is None for appeal in comment.appeals.all())
