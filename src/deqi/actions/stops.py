"""What speaks against a visit, and what is asked first: is anything new since last time?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid5

from django.db import transaction

from deqi.actions.acting import Actor
from deqi.actions.alarm import raise_alarm
from deqi.actions.facts import change_facts
from deqi.records import Answer, Course, DeqiError, Visit
from deqi.screen import known_red_flags, screen
from deqi.store.alarms import Said, open_alarms
from deqi.store.facts import CourseFacts
from deqi.store.models import Account, Alarm, Episode

ASKED = "asked at a visit"


class StopKind(StrEnum):
    """Where a stop comes from, and so where it is resolved."""

    ALARM = "alarm"
    SCREEN = "screen"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Stop:
    """Why no visit is recorded now, in sentences, the gravest first."""

    kind: StopKind
    sentences: tuple[str, ...]


class NewsError(DeqiError):
    """Something is new at a visit, and it was not asked through."""

    code = "visit_news"
    exit_status = 34


class StoppedError(DeqiError):
    """Something speaks against needling; nothing was recorded."""

    code = "visit_stopped"
    exit_status = 33

    def __init__(self, stop: Stop) -> None:
        super().__init__(" ".join(stop.sentences))
        self.stop = stop


def what_stops(episode: Episode, course: Course, today: date) -> Stop | None:
    """What speaks against recording a visit now; None if nothing does."""
    if episode.closed_at is not None:
        return Stop(StopKind.CLOSED, ("This episode is closed. Open a new one for new visits.",))
    if open_alarms(episode).exists():
        return Stop(
            StopKind.ALARM,
            (
                "Something new or alarming was reported and is not resolved. Do not needle. See "
                "what was said, act on it, and say what came of it.",
            ),
        )
    outcome = screen(course, today)
    if outcome.failed:
        grave = [reason.sentence for reason in outcome.reasons if reason.outcome is outcome.outcome]
        return Stop(StopKind.SCREEN, (outcome.sentence, *grave))
    return None


def red_flags_to_ask(known: Mapping[str, Answer]) -> frozenset[str]:
    """Those to ask about when something is new: all that are not known to be there."""
    return known_red_flags() - {item for item, answer in known.items() if answer is Answer.YES}


def check_news(
    episode: Episode,
    visit: Visit,
    red_flags: Mapping[str, Answer],
    *,
    by: Account | None,
    now: datetime,
) -> None:
    """Keep the answers about warning signs; refuse a visit at which news was not asked through.

    Call it inside the transaction of the visit.

    Raises
    ------
    NewsError
        If a warning sign is there, one was not asked about, or nobody wrote what is new.
    """
    if Answer.YES in red_flags.values():
        raise NewsError("A warning sign is there. Report it; no visit is recorded with it.")
    if visit.anything_new is not Answer.YES:
        return
    known = _keep_answers(episode, red_flags, by, now).red_flags
    answered = {item for item, answer in red_flags.items() if answer is Answer.NO}
    if missing := red_flags_to_ask(known) - answered:
        raise NewsError(
            f"Something is new, and {len(missing)} warning signs were not asked about. Ask all of "
            "them, so that the visit can go on."
        )
    if not visit.note:
        raise NewsError("Something is new. Write in a few words what it is.")


def report_news(
    actor: Actor,
    episode: Episode,
    red_flags: Mapping[str, Answer],
    words: str,
    *,
    key: UUID,
    now: datetime,
) -> Alarm:
    """Something alarming was said when asked at a visit: an alarm, and every answer is kept."""
    there = tuple(item for item, answer in red_flags.items() if answer is Answer.YES)
    with transaction.atomic():
        alarm = raise_alarm(actor, episode, Said(there, words), key=uuid5(key, "alarm"), now=now)
        _keep_answers(episode, red_flags, actor.account, now)
    return alarm


def _keep_answers(
    episode: Episode, red_flags: Mapping[str, Answer], by: Account | None, now: datetime
) -> CourseFacts:
    given = {item: a for item, a in red_flags.items() if a is not Answer.NOT_ASKED}

    def change(facts: CourseFacts) -> CourseFacts:
        return replace(facts, red_flags={**facts.red_flags, **given})

    return change_facts(episode, change, ASKED, by=by, now=now)
