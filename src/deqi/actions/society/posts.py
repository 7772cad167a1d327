"""Writing posts: drafts, publication now or later, changes, and taking one back."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, Actor
from deqi.actions.change import changing
from deqi.actions.society.documents import require_accepted
from deqi.actions.society.drafts import Draft, draft_of, give_address, keep_words, working_slug
from deqi.actions.society.own import require_others_matter
from deqi.records import DeqiError
from deqi.store.models import Post

WRITTEN_HERE = (Post.Kind.ARTICLE, Post.Kind.QUESTION, Post.Kind.CASE_REPORT)
MOST_TAGS = 8
LATEST = timedelta(days=366)  # ahead, of a publication


class PostError(DeqiError):
    """A post that cannot be saved or published as things stand."""

    code = "post"
    exit_status = 52


class ChangedMeanwhileError(PostError):
    """Somebody saved another revision after this one was opened."""

    code = "post_changed_meanwhile"
    exit_status = 53


def new_post(actor: Actor, draft: Draft, *, key: UUID, now: datetime) -> Post:
    """Keep a first draft; the same `key` again is the same post.

    Raises
    ------
    ChangedMeanwhileError
        If the form was sent before, with other words.
    """
    with changing(actor, Permission.WRITE_POST, SOCIETY, "post.draft", now=now) as noted:
        require_accepted(actor)
        author = actor.log_in
        if Post.objects.filter(pk=key).exclude(author=author).exists():
            raise PostError(_("Open a new post from your list of posts, then write it there."))
        post, noted.is_new = Post.objects.get_or_create(
            pk=key,
            author=author,
            defaults={
                "slug": working_slug(key),
                "kind": draft.kind,
                "made_at": now,
                "changed_at": now,
            },
        )
        if noted.is_new:
            keep_words(post, draft, author, "", now)
        elif draft_of(post) != draft:
            raise ChangedMeanwhileError(
                _("This form was sent before, with other words; what it made stands in My posts. "
                  "Copy what you wrote, open it there, and put it in.")
            )  # fmt: skip
        noted.subject = f"post {post.pk}"
    return post


def change_post(
    actor: Actor, post: Post, draft: Draft, *, number: int, note: str, now: datetime
) -> int:
    """Save a new revision; gives its number. The same words again save nothing.

    Parameters
    ----------
    number : of the revision that was changed.

    Raises
    ------
    ChangedMeanwhileError
        If there is a newer one.
    """
    with changing(actor, Permission.WRITE_POST, SOCIETY, "post.change", now=now) as noted:
        require_accepted(actor)
        current = _own(actor, post)
        newest = current.revisions.order_by("-number").values_list("number", flat=True)[0]
        noted.is_new = draft_of(current) != draft
        if noted.is_new:
            _require_newest(newest, number)
            newest = keep_words(current, draft, actor.log_in, note, now)
        noted.subject = f"post {post.pk}"
        noted.details = {"revision": newest}
    return newest


def _require_newest(newest: int, number: int) -> None:
    if newest != number:
        raise ChangedMeanwhileError(
            _("This post was saved in another window as revision %(newest)d; you began from "
              "revision %(number)d. Copy what you wrote, open the post again, and put it in.")
            % {"newest": newest, "number": number}
        )  # fmt: skip


def publish_post(actor: Actor, post: Post, *, at: datetime | None, now: datetime) -> Post:
    """Let everybody read it, now or from `at` on. The address stays the same from then on.

    What everybody reads already is left as it is, so that a form that was sent twice is no fault.

    Raises
    ------
    PostError
        If something is missing, or `at` is over, or comes after it was published.
    """
    with changing(actor, Permission.WRITE_POST, SOCIETY, "post.publish", now=now) as noted:
        require_accepted(actor)
        current = _own(actor, post)
        noted.is_new = at is not None or not _is_public(current, now)
        if not noted.is_new:
            return current
        _check_publishable(current, at, now)
        current.publish_at = at or now
        current.withdrawn_at, current.withdrawn_by, current.withdrawn_why = None, None, ""
        if current.slug == working_slug(current.pk):
            give_address(current)
        current.save()
        noted.subject = f"post {post.pk}"
        noted.details = {"publish_at": current.publish_at.isoformat()}
    return current


def unschedule_post(actor: Actor, post: Post, *, now: datetime) -> None:
    """Make a draft again of what has not been published yet."""
    with changing(actor, Permission.WRITE_POST, SOCIETY, "post.unschedule", now=now) as noted:
        current = _own(actor, post)
        if current.publish_at is None or current.publish_at <= now:
            raise PostError(_("It has been published already. You can withdraw it."))
        Post.objects.filter(pk=post.pk).update(publish_at=None)
        noted.subject = f"post {post.pk}"


def withdraw_post(actor: Actor, post: Post, *, why: str, now: datetime) -> None:
    """Take one's own post back, or another's as a moderator; a note with the reason stays."""
    is_own = actor.log_in.pk == post.author_id
    permission = Permission.WRITE_POST if is_own else Permission.MODERATE
    action = "post.withdraw" if is_own else "post.take_down"
    with changing(actor, permission, SOCIETY, action, now=now, why=why) as noted:
        open_rows = Post.objects.filter(
            pk=post.pk, withdrawn_at__isnull=True, publish_at__isnull=False
        )
        noted.is_new = bool(
            open_rows.update(withdrawn_at=now, withdrawn_by=actor.log_in, withdrawn_why=why)
        )
        noted.subject = f"post {post.pk}"


def put_back_post(actor: Actor, post: Post, *, why: str, now: datetime) -> None:
    """Undo that a moderator took a post down.

    Raises
    ------
    OwnMatterError
        If it is one's own.
    PostError
        If it was its author who took it back.
    """
    with changing(actor, Permission.MODERATE, SOCIETY, "post.put_back", now=now, why=why) as noted:
        require_others_matter(actor, {post.author_id})
        rows = Post.objects.filter(pk=post.pk, withdrawn_at__isnull=False)
        if rows.filter(withdrawn_by=post.author_id).exists():
            raise PostError(_("Its author took this post back; only its author can publish it."))
        noted.is_new = bool(rows.update(withdrawn_at=None, withdrawn_by=None, withdrawn_why=""))
        noted.subject = f"post {post.pk}"


def _own(actor: Actor, post: Post) -> Post:
    """The row as it stands; another's post is nobody's to change."""
    rows = Post.objects.select_for_update().filter(pk=post.pk, author=actor.log_in)
    found = rows.exclude(kind=Post.Kind.MANUSCRIPT).first()
    if found is None:
        raise PostError(_("Only its author can change this post, and a published manuscript only "
                          "by a new version of it."))  # fmt: skip
    return found


def _check_publishable(post: Post, at: datetime | None, now: datetime) -> None:
    if not post.title.strip() or not post.body.strip():
        raise PostError(_("A post needs a title and a text before it is published."))
    if at is not None and at <= now:
        raise PostError(_("The time of publication is over already. Give a later one, or none to "
                          "publish it now."))  # fmt: skip
    if at is not None and at > now + LATEST:
        raise PostError(_("The time of publication lies more than a year ahead. Give an earlier "
                          "one."))  # fmt: skip
    if post.withdrawn_at and post.withdrawn_by_id != post.author_id:
        raise PostError(_("A moderator took this post down; only a moderator can put it back."))
    if _is_public(post, now):
        raise PostError(_("It has been published already."))


def _is_public(post: Post, now: datetime) -> bool:
    return post.publish_at is not None and post.publish_at <= now and post.withdrawn_at is None
