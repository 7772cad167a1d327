"""Taking a post back: one's own, or another's as a moderator."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, require, subject_of
from deqi.actions.society.posts import put_back_post, unschedule_post, withdraw_post
from deqi.store.models import Post
from deqi.web.middleware import Request
from deqi.web.society.about.forms import ReasonForm
from deqi.web.society.posts.finding import find_own_post, find_post_to_decide, is_own


@require_POST
def unschedule(request: Request, post: UUID) -> HttpResponse:
    """A draft again."""
    found = find_own_post(request.actor, post)
    unschedule_post(request.actor, found, now=timezone.now())
    messages.success(request, _("It is a draft again."))
    return redirect("post_edit", post=post)


def withdraw(request: Request, post: UUID) -> HttpResponse:
    """Take it from everybody's eyes, with a reason that stays in its place."""
    now = timezone.now()
    found = find_post_to_decide(request.actor, post, now)
    own = is_own(request.actor, found)
    if own and found.kind == Post.Kind.MANUSCRIPT:  # its manuscript is withdrawn with it
        return redirect("manuscript_withdraw", manuscript=found.manuscript.pk)
    permission = Permission.WRITE_POST if own else Permission.MODERATE
    require(request.actor, permission, subject_of(SOCIETY), now.date())
    form = ReasonForm(request.POST or None)
    form.fields["why"].help_text = _("Everybody reads it in place of the post.")
    if request.method == "POST" and form.is_valid():
        withdraw_post(request.actor, found, why=form.cleaned_data["why"], now=now)
        messages.success(request, _("Nobody reads it any more."))
        return redirect("post", slug=found.slug)
    context = {"form": form, "post": found, "is_own": own}
    return render(request, "society/posts/withdraw.html", context)


@require_POST
def put_back(request: Request, post: UUID) -> HttpResponse:
    """Undo a moderator's decision."""
    now = timezone.now()
    found = find_post_to_decide(request.actor, post, now)
    put_back_post(request.actor, found, why="", now=now)
    messages.success(request, _("Everybody reads it again."))
    return redirect("post", slug=found.slug)
