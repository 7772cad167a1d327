"""Members comment: judged when written and when edited; what is held waits for a moderator."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from deqi.access import Decision, Permission, Why
from deqi.actions.acting import SOCIETY, Actor, RefusedError
from deqi.actions.change import changing
from deqi.actions.society.documents import require_accepted
from deqi.records import DeqiError
from deqi.society.comments import Code, EarlierPost, Reason, judge
from deqi.society.comments import Comment as Judged
from deqi.store.models import Account, Appeal, Comment, CommentVersion, Post

EDITABLE = timedelta(minutes=30)
N_EARLIER = 20  # of the author's comments that a new one is compared with
MOST_LETTERS = 5000
_WAITS = (Comment.State.HELD, Comment.State.REJECTED)


class CommentError(DeqiError):
    """A comment that cannot be written, changed or decided as things stand."""

    code = "comment"
    exit_status = 55


def write_comment(
    actor: Actor, post: Post, text: str, *, parent: Comment | None, key: UUID, now: datetime
) -> Comment:
    """Keep a comment and show it, or hold it with the reasons; the same `key` again is the same.

    Raises
    ------
    CommentError
        If it is empty or too long, or what it answers stands elsewhere or was taken away.
    """
    words = _checked(text)
    with changing(actor, Permission.COMMENT, SOCIETY, "comment.write", now=now) as noted:
        require_accepted(actor)
        known = Comment.objects.filter(pk=key).first()
        if known is not None:
            _require_own(actor, known)
            noted.is_new = False
            return known
        _check_place(post, parent, now)
        comment = Comment(pk=key, post=post, parent=parent, author=actor.log_in, written_at=now)
        _put(comment, words, now)
        try:
            with transaction.atomic():
                comment.save(force_insert=True)
        except IntegrityError:  # the same form, sent twice at one moment
            noted.is_new = False
            return Comment.objects.get(pk=key, author=actor.log_in)
        noted.subject = f"comment {comment.pk}"
        noted.details = {"state": comment.state, "reasons": comment.reasons}
    return comment


def edit_comment(actor: Actor, comment: Comment, text: str, *, now: datetime) -> Comment:
    """New words for one's own comment, judged like the first; the old ones are kept.

    A published one for half an hour after it was written; a held one as long as it waits.
    """
    words = _checked(text)
    with changing(actor, Permission.COMMENT, SOCIETY, "comment.edit", now=now) as noted:
        require_accepted(actor)
        kept = lock_comment(comment)
        _require_own(actor, kept)
        if not can_edit(kept, now):
            raise CommentError(_(
                "This comment can no longer be edited: half an hour has passed since it was "
                "written, or it was decided. Write another one below it."
            ))  # fmt: skip
        noted.is_new = kept.text != words
        if noted.is_new:
            keep_words(kept, actor.log_in, now)
            kept.edited_at = now
            _put(kept, words, now)
            kept.save()
            noted.subject = f"comment {kept.pk}"
            noted.details = {"state": kept.state, "reasons": kept.reasons}
    return kept


def remove_comment(actor: Actor, comment: Comment, *, now: datetime) -> None:
    """Take one's own comment away; its place stays, so that answers keep theirs."""
    with changing(actor, Permission.COMMENT, SOCIETY, "comment.remove", now=now) as noted:
        kept = lock_comment(comment)
        _require_own(actor, kept)
        noted.is_new = kept.state != Comment.State.REMOVED
        noted.subject = f"comment {kept.pk}"
        noted.details = {"state before": kept.state}
        Comment.objects.filter(pk=kept.pk).update(state=Comment.State.REMOVED, held_at=None)


def appeal(actor: Actor, comment: Comment, words: str, *, now: datetime) -> Appeal:
    """Ask for a second look at one's own held or rejected comment; once until it is answered."""
    with changing(actor, Permission.COMMENT, SOCIETY, "comment.appeal", now=now) as noted:
        kept = lock_comment(comment)
        _require_own(actor, kept)
        if kept.state not in _WAITS:
            raise CommentError(_("This comment is neither held nor rejected: nothing to appeal."))
        waiting = kept.appeals.filter(answered_at__isnull=True).first()
        noted.is_new = waiting is None
        noted.subject = f"comment {kept.pk}"
        return waiting or Appeal.objects.create(comment=kept, words=words.strip(), made_at=now)


def can_edit(comment: Comment, now: datetime) -> bool:
    """Whether its author may still change its words."""
    if comment.state == Comment.State.HELD:
        return True
    return comment.state == Comment.State.PUBLISHED and now - comment.written_at <= EDITABLE


def keep_words(comment: Comment, by: Account, now: datetime) -> None:
    """What stood there before, for the history."""
    CommentVersion.objects.create(
        comment=comment, text=comment.text, replaced_at=now, replaced_by=by
    )


def reasons_against(comment: Comment, words: str, now: datetime) -> tuple[Reason, ...]:
    """Why these words would be held. A trusted member's are for contact details only."""
    author = comment.author
    rows = Comment.objects.filter(author=author, written_at__lte=now).exclude(pk=comment.pk)
    earlier = rows.order_by("-written_at").values_list("text", "written_at")[:N_EARLIER]
    judgement = judge(
        Judged(
            id=str(comment.pk),
            text=words,
            post_title=comment.post.title,
            author=author.member.display_name,
            posted_at=now,
            account_created_at=author.made_at,
            member=True,
            earlier_posts=tuple(EarlierPost(text, at) for text, at in earlier),
        ),
        own=own_addresses(),
    )
    if not author.member.is_trusted:
        return judgement.reasons
    return tuple(reason for reason in judgement.reasons if reason.code is Code.CONTACT_DETAILS)


def own_addresses() -> tuple[str, str]:
    """Host and mail address of the society's site, which anybody may name in a comment."""
    return settings.DEQI.host, parseaddr(settings.DEQI.mail_from)[1]


def _put(comment: Comment, words: str, now: datetime) -> None:
    """The words with what the judge says of them."""
    reasons = reasons_against(comment, words, now)
    comment.text = words
    comment.reasons = [asdict(reason) for reason in reasons]
    comment.state = Comment.State.HELD if reasons else Comment.State.PUBLISHED
    comment.held_at = (comment.held_at or now) if reasons else None


def _checked(text: str) -> str:
    words = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not words:
        raise CommentError(_("The comment is empty. Write what you want to say."))
    if len(words) > MOST_LETTERS:
        raise CommentError(
            _("The comment has %(n)d letters; up to %(most)d are kept. Shorten it.")
            % {"n": len(words), "most": MOST_LETTERS}
        )
    return words


def _check_place(post: Post, parent: Comment | None, now: datetime) -> None:
    if post.publish_at is None or post.publish_at > now or post.withdrawn_at is not None:
        raise CommentError(_("Under a post that is not public nothing can be said."))
    answerable = parent is None or (
        parent.post_id == post.pk and parent.state == Comment.State.PUBLISHED
    )
    if not answerable:
        raise CommentError(
            _("What you answer was taken away meanwhile. Write your comment to the post itself.")
        )


def lock_comment(comment: Comment) -> Comment:
    """The comment as it stands now, held until this act is done."""
    rows = Comment.objects.select_for_update(of=("self",))
    return rows.select_related("post", "author__member").get(pk=comment.pk)


def _require_own(actor: Actor, comment: Comment) -> None:
    if comment.author_id != actor.log_in.pk:
        raise RefusedError(Decision(Why.UNKNOWN, _("There is nothing here.")))
