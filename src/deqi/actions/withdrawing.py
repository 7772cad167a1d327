"""Something recorded did not happen: it leaves every list and course, and its history stays."""

from __future__ import annotations

from datetime import datetime

from deqi.access import Permission
from deqi.actions.acting import Actor
from deqi.actions.change import changing
from deqi.records import DeqiError
from deqi.store.fits import want_fit
from deqi.store.models import Record
from deqi.store.records import DIARY, SCORE, TREATMENT, VISIT, withdraw_record

WHO_MAY = {
    VISIT: Permission.RECORD_VISIT,
    DIARY: Permission.WRITE_DIARY,
    SCORE: Permission.EDIT_FACTS,
    TREATMENT: Permission.EDIT_FACTS,
}


class WithdrawalError(DeqiError):
    """Nobody said why something is taken back, or it is of a kind that is amended instead."""

    code = "withdrawal"
    exit_status = 30


def withdraw(actor: Actor, current: Record, reason: str, *, now: datetime) -> Record:
    """Take a visit, a diary entry, a score or other care out of the course, with a reason.

    Raises
    ------
    WithdrawalError
        Without a reason, or for what is amended instead.
    AmendedMeanwhileError
        If `current` is no longer the current version.
    """
    if not reason.strip():
        raise WithdrawalError("Say in a few words why this did not take place. Nothing was changed")
    if current.kind not in WHO_MAY:
        raise WithdrawalError(f"A record of the kind {current.kind} is amended, not withdrawn.")
    episode, action = current.episode, f"{current.kind}.withdraw"
    with changing(actor, WHO_MAY[current.kind], episode, action, now=now, why=reason) as noted:
        noted.subject = f"{current.kind} {current.key}"
        last = withdraw_record(current, reason, by=actor.account, now=now)
        want_fit(episode, now, at_once=True)
    return last
