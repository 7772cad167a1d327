"""What is known of a course beside its rows, amended by whoever may: inside their transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from deqi.actions.change import local_today
from deqi.actions.resending import hold
from deqi.store.facts import CourseFacts
from deqi.store.models import Account, Episode, Record
from deqi.store.records import FACTS, add_record, amend_record, open_record

Change = Callable[[CourseFacts], CourseFacts]


def change_facts(
    episode: Episode, change: Change, reason: str, *, by: Account | None, now: datetime
) -> CourseFacts:
    """Amend the facts of an episode, or begin them; the same facts again change nothing.

    Call it inside a transaction. The episode is held until its end, so that of two people who
    amend different answers at one moment both are heard.

    Parameters
    ----------
    change : from the facts as they stand to the facts as they are now.
    """
    hold(episode)
    row = Record.objects.filter(episode=episode, kind=FACTS, is_current=True).first()
    before = CourseFacts() if row is None else open_record(row).value
    after = change(before)
    if after == before:
        return after
    on = local_today(episode, now)
    if row is None:
        add_record(episode, after, at=now, on=on, by=by, now=now, key=uuid4())
    else:
        amend_record(row, after, reason, at=row.at, on=row.on, by=by, now=now)
    return after
