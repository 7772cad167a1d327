"""Writing a post: saved as often as one likes, seen beforehand, published now or later."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, require, subject_of
from deqi.actions.society.documents import NotAcceptedError
from deqi.actions.society.drafts import Draft, draft_of
from deqi.actions.society.pictures import MAX_BYTES, PictureError, add_picture
from deqi.actions.society.posts import PostError, change_post, new_post, publish_post
from deqi.society.markdown import render_markdown
from deqi.society.references import pieces_of, reference_lines
from deqi.store.models import Post
from deqi.web.accounts.limits import limited
from deqi.web.middleware import Request
from deqi.web.society.about.texts import accepted_first
from deqi.web.society.posts.finding import find_own_post, was_published
from deqi.web.society.posts.forms import PostForm
from deqi.web.society.posts.showing import picture_addresses

SAVE, PREVIEW, PUBLISH, PICTURE = "save", "preview", "publish", "picture"


@accepted_first
@limited("post")
def new(request: Request) -> HttpResponse:
    """A first draft."""
    now = timezone.now()
    require(request.actor, Permission.WRITE_POST, subject_of(SOCIETY), now.date())
    form = PostForm(request.POST or None, request.FILES or None, initial={"key": uuid4()})
    return _answer(request, form, None, now)


@accepted_first
@limited("post")
def edit(request: Request, post: UUID) -> HttpResponse:
    """Change one's own post."""
    now = timezone.now()
    require(request.actor, Permission.WRITE_POST, subject_of(SOCIETY), now.date())
    found = find_own_post(request.actor, post)
    number = found.revisions.count()
    initial = PostForm.initial_of(draft_of(found), number)
    if not was_published(found, now):
        initial["publish_at"] = found.publish_at
    form = PostForm(request.POST or None, request.FILES or None, initial=initial)
    return _answer(request, form, found, now)


def _answer(request: Request, form: PostForm, post: Post | None, now: datetime) -> HttpResponse:
    act = request.POST.get("act", SAVE)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, post, now)
    if act == PREVIEW:
        return _page(request, form, post, now, preview=_preview(form.draft(), post))
    try:
        with transaction.atomic():  # saved with its picture and published, or not at all
            saved = _save(request, form, post, now)
            _do(request, act, form, saved, now)
    except (PostError, PictureError, NotAcceptedError) as error:
        form.add_error("picture" if isinstance(error, PictureError) else None, str(error))
        return _page(request, form, post, now)
    if act == PUBLISH:
        messages.success(request, _("Published.") if not form.cleaned_data["publish_at"] else _(
            "It will be published at the time you gave."))  # fmt: skip
        return redirect("post", slug=Post.objects.get(pk=saved.pk).slug)
    messages.success(request, _("Saved."))
    if "publish_at" in form.changed_data:
        messages.warning(request, _("The time was not changed. Press Publish for that."))
    return redirect("post_edit", post=saved.pk)


def _save(request: Request, form: PostForm, post: Post | None, now: datetime) -> Post:
    if post is None:
        key = form.cleaned_data["key"] or uuid4()
        return new_post(request.actor, form.draft(), key=key, now=now)
    change_post(
        request.actor,
        post,
        form.draft(),
        number=form.cleaned_data["number"] or 0,
        note=form.cleaned_data["note"],
        now=now,
    )
    return post


def _do(request: Request, act: str, form: PostForm, post: Post, now: datetime) -> None:
    """What was asked for beside saving."""
    given = form.cleaned_data["picture"]
    if given is not None:
        content = given.read(MAX_BYTES + 1)
        add_picture(request.actor, content, form.cleaned_data["alt"], post=post, now=now)
    elif act == PICTURE:
        raise PictureError(_("Choose a file first."))
    if act == PUBLISH:
        publish_post(request.actor, post, at=form.cleaned_data["publish_at"], now=now)


def _preview(draft: Draft, post: Post | None) -> dict[str, object]:
    lines = reference_lines(draft.references)
    pictures = {} if post is None else dict(picture_addresses(post))
    return {
        "title": draft.title,
        "body": render_markdown(draft.body, pictures, len(lines)),
        "references": [list(pieces_of(line)) for line in lines],
    }


def _page(
    request: Request,
    form: PostForm,
    post: Post | None,
    now: datetime,
    preview: dict[str, object] | None = None,
) -> HttpResponse:
    context = {
        "here": "own_posts" if post else "post_new",
        "form": form,
        "post": post,
        "preview": preview,
        "is_published": post is not None and was_published(post, now),
        "is_scheduled": post is not None and bool(post.publish_at) and not was_published(post, now),
        "pictures": [] if post is None else post.pictures.defer("content").order_by("made_at"),
    }
    return render(request, "society/posts/write.html", context)
