"""Ending an account's log-ins, and taking its second factors away."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from deqi.store.models import Account


def forget_log_ins(account: Account, but: str | None = None) -> None:
    """Delete every log-in of an account that is listed, except the one with the key `but`."""
    for one in UserSession.objects.filter(user=account).exclude(session_key=but):
        one.end()


def end_log_ins(account: Account, now: datetime) -> None:
    """End every log-in of an account, on every device.

    The moment is kept as well: a log-in that got a new key just now is not on the list yet, and a
    request that is under way could write back what was deleted.
    """
    account.log_ins_ended_at = now
    account.save(update_fields=["log_ins_ended_at"])
    forget_log_ins(account)


def take_factors_away(account: Account) -> list[str]:
    """Delete passkeys, authenticator app and recovery codes; says which kinds there were."""
    factors = Authenticator.objects.filter(user_id=account.pk)
    kinds = sorted(set(factors.values_list("type", flat=True)))
    factors.delete()
    return kinds


def has_factor(account: Account) -> bool:
    """Whether anything is asked for besides the password."""
    return bool(Authenticator.objects.filter(user_id=account.pk).exists())
