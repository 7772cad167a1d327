"""What a person does with the own log-in, noted in the audit like everything else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from deqi.actions.places import move
from deqi.store.audit import Act, add_to_audit
from deqi.store.models import Account

LOG_IN_FAILED = "account.log_in_failed"


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """How somebody is called and addressed."""

    name: str
    language: str
    time_zone: str


def edit_own_account(account: Account, after: OwnSettings, *, now: datetime) -> None:
    """Change name, language and time zone; a patient's diary goes by them too."""
    with transaction.atomic():
        account.name = after.name
        account.save(update_fields=["name"])
        move(account, {"language": after.language, "time_zone": after.time_zone}, now)
        note_of_account("account.edit", account, now=now)


def note_failed_log_in(account: Account | None, what: str, *, now: datetime) -> None:
    """Add to the audit that somebody was not let in.

    Parameters
    ----------
    account : the one that was tried; None if there is none of that address, which is not kept.
    what : what did not match, `password` or the kind of second factor.
    """
    with transaction.atomic():
        actor = None if account is None else account.pk
        add_to_audit(Act(LOG_IN_FAILED, "visitor", actor, subject=what), now)


def note_of_account(action: str, account: Account, *, now: datetime, what: str = "") -> None:
    """Add to the audit what happened to a log-in: who came in, which factor was added."""
    with transaction.atomic():
        add_to_audit(Act(action, "holder", account.pk, subject=what), now)
