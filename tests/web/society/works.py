"""Manuscripts, as short functions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

from deqi.actions.acting import actor_of
from deqi.actions.society.manuscripts.editing import ask_reviewers, decide_manuscript
from deqi.actions.society.manuscripts.publishing import publish_manuscript
from deqi.actions.society.manuscripts.reviewing import Judgement, agree_to_review, hand_in_review
from deqi.actions.society.manuscripts.writing import Words, new_manuscript, submit_manuscript
from deqi.society.manuscripts.authors import Author
from deqi.society.manuscripts.moves import Act
from deqi.store.models import Account, Manuscript, Post, Review
from deqi.store.society.manuscripts import mark_of, newest_submitted
from tests.web.people import NOW

DUE_ON = date(2026, 11, 23)


def sample_words(**given: object) -> Words:
    words: dict[str, object] = {
        "title": "Relief that lasts two days: a case report",
        "authors": (Author("Lindqvist", "Mara", "0000-0002-1825-0097", "Northside"),),
        "abstract": "One course, told by its diary.",
        "body": "# Needling\n\nBoth sides, 20 mm deep [1].\n\n# Outcome\n\nPain fell.",
        "references": "Vickers 2018, 10.1016/j.jpain.2017.11.005",
        "conflicts": "none",
        "funding": "none",
        "letter": "Please consider it.",
    }
    return Words(**words | given)  # type: ignore[arg-type]


def make_manuscript(author: Account, *, submitted: bool = True, **given: object) -> Manuscript:
    """A case report, handed in unless `submitted=False`."""
    actor = actor_of(author)
    made = new_manuscript(actor, "case_report", sample_words(**given), key=uuid4(), now=NOW)
    if submitted:
        submit_manuscript(actor, made, now=NOW)
    made.refresh_from_db()
    return made


def ask(editor: Account, manuscript: Manuscript, *reviewers: Account) -> list[Review]:
    """The reviews of the version that was handed in, in the order of the reviewers."""
    version = newest_submitted(manuscript)
    chosen = [one.pk for one in reviewers]
    actor = actor_of(editor)
    ask_reviewers(actor, manuscript, chosen, seen=mark_of(version), due_on=DUE_ON, now=NOW)
    manuscript.refresh_from_db()
    return [Review.objects.get(version=version, reviewer=one) for one in reviewers]


def hand_in(review: Review, advice: str = "accept", **words: str) -> None:
    """The reviewer agrees and hands in."""
    actor = actor_of(review.reviewer)
    given = {"to_author": f"Well told ({advice}).", "to_editor": "Between us.", **words}
    agree_to_review(actor, review, now=NOW)
    hand_in_review(actor, review, Judgement(advice, **given), now=NOW)


def decide(editor: Account, manuscript: Manuscript, act: Act, words: str = "So be it.") -> None:
    """The editor decides about the version that was handed in."""
    seen = mark_of(newest_submitted(manuscript))
    later = NOW + timedelta(days=1)
    decide_manuscript(actor_of(editor), manuscript, act, words, seen=seen, now=later)
    manuscript.refresh_from_db()


def publish(editor: Account, manuscript: Manuscript, now: datetime = NOW) -> Post:
    """The editor publishes the version that was handed in last."""
    seen = mark_of(newest_submitted(manuscript))
    return publish_manuscript(actor_of(editor), manuscript, seen=seen, now=now)


def accept(editor: Account, manuscript: Manuscript, *reviewers: Account) -> Manuscript:
    """Reviewed by all of them and accepted."""
    for review in ask(editor, manuscript, *reviewers):
        hand_in(review)
    decide(editor, manuscript, Act.ACCEPT)
    return manuscript
