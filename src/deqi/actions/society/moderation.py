"""Moderators decide about what was held, undo it, and answer appeals; every decision is audited."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, Actor
from deqi.actions.change import changing
from deqi.actions.society.comments import CommentError, keep_words, lock_comment
from deqi.actions.society.own import has_other_moderator, require_others_matter
from deqi.store.models import Appeal, Comment, Decision


class Act(StrEnum):
    """What a moderator can do with a comment."""

    APPROVE = "approve"
    EDIT = "edit"
    REJECT = "reject"


_AFTER = {
    Act.APPROVE: Comment.State.PUBLISHED,
    Act.EDIT: Comment.State.PUBLISHED,
    Act.REJECT: Comment.State.REJECTED,
}
_BEFORE = {
    Act.APPROVE: (Comment.State.HELD, Comment.State.REJECTED),
    Act.EDIT: (Comment.State.HELD, Comment.State.REJECTED),
    Act.REJECT: (Comment.State.HELD, Comment.State.PUBLISHED),
}


class DecidedAlreadyError(CommentError):
    """Another moderator, or the author, was quicker."""

    code = "decided_already"
    exit_status = 56


def decide(
    actor: Actor, comment: Comment, act: Act, *, now: datetime, why: str = "", words: str = ""
) -> Decision:
    """Approve, approve with other words, or reject a comment.

    Parameters
    ----------
    why : for the author; needed to reject and to edit.
    words : the new words, of an edit.

    Raises
    ------
    DecidedAlreadyError
        If it is no longer in the state that the act begins with.
    OwnMatterError
        If it is one's own.
    """
    why, words = why.strip(), words.replace("\r\n", "\n").strip()
    with changing(actor, Permission.MODERATE, SOCIETY, f"comment.{act}", now=now, why=why) as noted:
        kept = lock_comment(comment)
        require_others_matter(actor, {kept.author_id})
        _check(kept, act, why, words)
        decision = _note_decision(actor, kept, act, why, now)
        if act is Act.EDIT and words != kept.text:
            keep_words(kept, actor.log_in, now)
            kept.text, kept.edited_at = words, now
        kept.state, kept.held_at = _AFTER[act], None
        kept.save()
        noted.subject = f"comment {kept.pk}"
        noted.details = {"state before": decision.state_before, "reasons": kept.reasons}
    return decision


def undo(actor: Actor, decision: Decision, *, now: datetime) -> None:
    """As if the latest decision about a comment had not been made.

    Raises
    ------
    DecidedAlreadyError
        If something was decided or changed after it.
    """
    with changing(actor, Permission.MODERATE, SOCIETY, "comment.undo", now=now) as noted:
        kept = lock_comment(decision.comment)
        require_others_matter(actor, {kept.author_id})
        last = kept.decisions.filter(undone_at__isnull=True).order_by("-pk").first()
        if last is None or last.pk != decision.pk or kept.state != _AFTER[Act(last.act)]:
            raise DecidedAlreadyError(
                _("Something was decided or changed after this. Look at the comment again.")
            )
        kept.state = last.state_before
        kept.held_at = now if kept.state == Comment.State.HELD else None
        if kept.text != last.text_before:
            keep_words(kept, actor.log_in, now)
            kept.text = last.text_before
        kept.save()
        Decision.objects.filter(pk=last.pk).update(undone_at=now)
        noted.subject = f"comment {kept.pk}"
        noted.details = {"undone": last.act}


def answer_appeal(
    actor: Actor, asked: Appeal, *, publish: bool, words: str, now: datetime
) -> Appeal:
    """A second look: by another moderator than the one who rejected, where there is another.

    Raises
    ------
    CommentError
        If it was answered already, is about one's own decision, or has no words.
    OwnMatterError
        If one wrote the comment.
    """
    answer = words.strip()
    if not answer:
        raise CommentError(_("Say to the author why, in a sentence."))
    with changing(
        actor, Permission.MODERATE, SOCIETY, "appeal.answer", now=now, why=answer
    ) as noted:
        kept = lock_comment(asked.comment)
        require_others_matter(actor, {kept.author_id})
        appeal = Appeal.objects.select_for_update().get(pk=asked.pk)
        _check_judge(actor, kept, appeal)
        appeal.answered_at, appeal.answered_by, appeal.answer = now, actor.log_in, answer
        appeal.save()
        noted.subject = f"comment {kept.pk}"
        noted.details = {"published": publish}
        wanted = Comment.State.PUBLISHED if publish else Comment.State.REJECTED
        if kept.state != wanted:
            decide(actor, kept, Act.APPROVE if publish else Act.REJECT, why=answer, now=now)
    return appeal


def _check_judge(actor: Actor, comment: Comment, appeal: Appeal) -> None:
    if appeal.answered_at is not None:
        raise DecidedAlreadyError(_("Another moderator has answered this appeal already."))
    last = comment.decisions.filter(undone_at__isnull=True).order_by("-pk").first()
    if last is not None and last.by_id == actor.log_in.pk and has_other_moderator(actor):
        raise CommentError(
            _("You decided about this comment: leave the appeal to another moderator.")
        )


def _check(comment: Comment, act: Act, why: str, words: str) -> None:
    if comment.state not in _BEFORE[act]:
        last = comment.decisions.filter(undone_at__isnull=True).order_by("-pk").first()
        by = last.by.member.display_name if last and last.by else _("its author")
        raise DecidedAlreadyError(
            _("This comment is %(state)s: %(by)s was quicker. Nothing was changed.")
            % {"state": comment.get_state_display(), "by": by}
        )
    if act in (Act.REJECT, Act.EDIT) and not why:
        raise CommentError(_("Say to the author why, in a few words; nothing was changed."))
    if act is Act.EDIT and not words:
        raise CommentError(_("The new words are missing; nothing was changed."))


def _note_decision(actor: Actor, comment: Comment, act: Act, why: str, now: datetime) -> Decision:
    """With what was before, so that it can be undone."""
    return Decision.objects.create(
        comment=comment,
        by=actor.log_in,
        at=now,
        act=act,
        why=why,
        state_before=comment.state,
        text_before=comment.text,
    )
