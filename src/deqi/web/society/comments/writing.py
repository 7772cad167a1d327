"""Writing a comment, changing it, taking it away, and asking for a second look."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, require, subject_of
from deqi.actions.society import comments
from deqi.store.models import Comment, Post
from deqi.web.middleware import Request
from deqi.web.society.comments.forms import AppealForm, CommentForm, EditForm
from deqi.web.society.posts.finding import find_post


def new(request: Request, slug: str) -> HttpResponse:
    """A comment to a post, or an answer to a comment (`?to=`)."""
    now = timezone.now()
    post = find_post(request.actor, slug, now)
    require(request.actor, Permission.COMMENT, subject_of(SOCIETY), now.date())
    form = CommentForm(request.POST or None, initial={"parent": _uuid(request.GET.get("to", ""))})
    parent = _parent(post, form)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        # Sent twice, it is one comment; after going back, other words are another one.
        key = uuid5(given["key"], given["text"])
        try:
            comment = comments.write_comment(
                request.actor, post, given["text"], parent=parent, key=key, now=now
            )
        except comments.CommentError as error:
            form.add_error("text", str(error))
        else:
            return _back(request, comment)
    context = {"post": post, "form": form, "parent": parent, "title": _("Comment")}
    return render(request, "society/comments/write.html", context)


def edit(request: Request, comment: UUID) -> HttpResponse:
    """Other words for one's own comment."""
    found = _own(request, comment)
    form = EditForm(request.POST or None, initial={"text": found.text})
    if request.method == "POST" and form.is_valid():
        try:
            changed = comments.edit_comment(
                request.actor, found, form.cleaned_data["text"], now=timezone.now()
            )
        except comments.CommentError as error:
            form.add_error("text", str(error))
        else:
            return _back(request, changed)
    context = {"post": found.post, "form": form, "comment": found, "title": _("Edit your comment")}
    return render(request, "society/comments/write.html", context)


def remove(request: Request, comment: UUID) -> HttpResponse:
    """Ask first, then take it away."""
    found = _own(request, comment)
    if request.method == "POST":
        comments.remove_comment(request.actor, found, now=timezone.now())
        messages.success(request, _("Your comment was taken away. Its place stays."))
        return redirect(_address(found.post))
    context = {"post": found.post, "comment": found}
    return render(request, "society/comments/remove.html", context)


def appeal(request: Request, comment: UUID) -> HttpResponse:
    """Ask for a second look."""
    found = _own(request, comment)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        comments.appeal(request.actor, found, words, now=timezone.now())
        messages.success(request, _("A moderator looks again; the answer stands beside it."))
        return redirect("own_comments")
    title = _("Ask for a second look")
    context = {"post": found.post, "form": form, "comment": found, "title": title}
    return render(request, "society/comments/write.html", context)


def _back(request: Request, comment: Comment) -> HttpResponse:
    """To the comment under its post, with what became of it."""
    if comment.state == Comment.State.HELD:
        why = " ".join(reason["sentence"] for reason in comment.reasons)
        held = _("Kept, and not shown to others before a moderator has looked.")
        messages.warning(request, f"{held} {why}")
    else:
        messages.success(request, _("Your comment is public."))
    return redirect(f"{_address(comment.post)}#c-{comment.pk}")


def _address(post: Post) -> str:
    return reverse("post", args=[post.slug])


def _own(request: Request, comment: UUID) -> Comment:
    """One's own comment; everybody else's is not found."""
    require(request.actor, Permission.COMMENT, subject_of(SOCIETY), timezone.now().date())
    rows = Comment.objects.select_related("post", "author__member")
    removed = Comment.State.REMOVED
    return get_object_or_404(rows.exclude(state=removed), pk=comment, author=request.actor.account)


def _parent(post: Post, form: CommentForm) -> Comment | None:
    """What is answered; something else than a comment of this post is nothing."""
    answered = _uuid(str(form["parent"].value() or ""))
    rows = Comment.objects.filter(post=post).select_related("author__member")
    return None if answered is None else get_object_or_404(rows, pk=answered)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
