"""An editor publishes an accepted manuscript, and later its corrected versions."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from deqi.actions.acting import Actor
from deqi.actions.society.drafts import Draft, give_address, keep_words
from deqi.actions.society.manuscripts.editing import editing, seen_version
from deqi.actions.society.manuscripts.writing import ManuscriptError
from deqi.society.manuscripts.moves import Act, State, state_after
from deqi.society.markdown import plain_text
from deqi.store.letters import put_letter
from deqi.store.models import Manuscript, ManuscriptVersion, Picture, Post
from deqi.store.society.manuscripts import authors_of
from deqi.store.society.search import note_words

SUMMARY_LETTERS = 400


def publish_manuscript(actor: Actor, manuscript: Manuscript, *, seen: str, now: datetime) -> Post:
    """Let everybody read the version that was accepted, or a corrected one; earlier ones stay.

    Parameters
    ----------
    seen : the mark of the version that the editor saw.

    Raises
    ------
    MoveError
        If it was not accepted.
    ManuscriptError
        If it says something else than the editor saw, or was published already.
    """
    with editing(actor, manuscript, "manuscript.publish", now) as (noted, current):
        version = seen_version(current, seen)
        act = Act.CORRECT if current.state == State.PUBLISHED else Act.PUBLISH
        current.state = state_after(current.state, act).value
        if version.published_at is not None:
            raise ManuscriptError(_("This version was published already."))
        version.published_at = now
        version.save(update_fields=["published_at"])
        post = current.post or _new_post(current, now)
        _write(post, version, now)
        current.post = post
        current.save(update_fields=["state", "post"])
        if current.number is None:
            _give_number(current)
        Picture.objects.filter(manuscript=current, post__isnull=True).update(post=post)
        put_letter(
            "manuscript_published", f"published {version.pk}", now=now, account=current.owner
        )
        noted.details = {"version": version.number}
    return post


def whole_text(version: ManuscriptVersion) -> str:
    """Everything that is read of a version, as one text in Markdown."""
    parts = {
        "Abstract": version.abstract,
        "": version.body,
        "Conflicts of interest": version.conflicts,
        "Funding": version.funding,
    }
    return "\n\n".join(f"# {head}\n\n{text}" if head else text for head, text in parts.items())


def _new_post(manuscript: Manuscript, now: datetime) -> Post:
    return Post(
        slug=f"draft-{manuscript.pk.hex}",  # until its title has made one
        kind=Post.Kind.MANUSCRIPT,
        author=manuscript.owner,
        made_at=now,
        publish_at=now,
    )


def _write(post: Post, version: ManuscriptVersion, now: datetime) -> None:
    is_new = post._state.adding
    draft = Draft(
        kind=Post.Kind.MANUSCRIPT.value,
        title=version.title,
        summary=_summary(version.abstract),
        body=whole_text(version),
        references=version.references,
        tags=(),
    )
    keep_words(post, draft, post.author, version.note[:200], now)
    names = ", ".join(author.name for author in authors_of(version))
    note_words(post, names, ())
    if is_new:
        give_address(post)


def _summary(abstract: str) -> str:
    words = plain_text(abstract)
    if len(words) <= SUMMARY_LETTERS:
        return words
    return words[: SUMMARY_LETTERS - 1].rsplit(" ", 1)[0] + "…"


def _give_number(manuscript: Manuscript) -> None:
    """The next one; two that are published in the same moment get one each."""
    while True:
        newest = Manuscript.objects.aggregate(newest=Max("number"))["newest"] or 0
        try:
            with transaction.atomic():
                manuscript.number = newest + 1
                manuscript.save(update_fields=["number"])
            return
        except IntegrityError:
            continue
