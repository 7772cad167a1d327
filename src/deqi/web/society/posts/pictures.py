"""Pictures of posts and manuscripts, at addresses of their own."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from deqi.actions.society.manuscripts.seats import seat_of
from deqi.store.models import Picture
from deqi.web.middleware import Request
from deqi.web.society.posts.finding import is_own, moderates, was_published

A_YEAR_S = 365 * 24 * 3600


@require_safe
def show(request: Request, picture: UUID) -> HttpResponse:
    """A picture of a published post, for everybody; before that, for whoever handed it in, and of
    a manuscript for whoever may read that."""
    found = get_object_or_404(Picture.objects.select_related("post", "manuscript"), pk=picture)
    is_public = _is_public(found)
    if not (is_public or _is_theirs(request, found)):
        raise Http404
    response = HttpResponse(bytes(found.content), content_type=found.content_type)
    if is_public:  # its content never changes
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR_S}, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _is_public(picture: Picture) -> bool:
    """Of a post that everybody reads; what stands by itself is a sponsor's, shown once let in."""
    post = picture.post
    if post is None:
        return picture.sponsored.filter(approved_at__isnull=False).exists()
    return was_published(post, timezone.now()) and post.withdrawn_at is None


def _is_theirs(request: Request, picture: Picture) -> bool:
    account, now = request.actor.account, timezone.now()
    if picture.manuscript is not None:
        return seat_of(request.actor, picture.manuscript, now.date()) is not None
    own = account is not None and account.pk == picture.owner_id
    post_is_own = picture.post is not None and is_own(request.actor, picture.post)
    return own or post_is_own or moderates(request.actor, now)
