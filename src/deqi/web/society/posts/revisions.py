"""The revisions of a post, and what changed in one; for its author and for moderators."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deqi.society.differences import Line, differences
from deqi.store.models import PostRevision
from deqi.web.middleware import Request
from deqi.web.society.posts.finding import find_post_to_decide


@require_safe
def show(request: Request, post: UUID) -> HttpResponse:
    """All of them, and the changes of the one that was asked for, or of the newest."""
    found = find_post_to_decide(request.actor, post, timezone.now())
    rows = {revision.number: revision for revision in found.revisions.order_by("-number")}
    asked = request.GET.get("number", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else len(rows)
    revision = rows.get(number) or rows[len(rows)]
    context = {
        "post": found,
        "revisions": rows.values(),
        "revision": revision,
        "lines": _changes(rows.get(revision.number - 1), revision),
    }
    return render(request, "society/posts/revisions.html", context)


def _changes(before: PostRevision | None, after: PostRevision) -> list[Line]:
    return list(differences(_whole(before) if before else "", _whole(after)))


def _whole(revision: PostRevision) -> str:
    parts = (revision.title, revision.summary, revision.body, revision.references)
    return "\n\n".join(part for part in parts if part)
