"""What happens to a log-in goes into the audit; a stronger log-in ends the weaker ones."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.account.authentication import get_authentication_records
from allauth.account.utils import filter_users_by_email
from allauth.mfa import signals as factor_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from deqi.actions.own_account import note_failed_log_in, note_of_account
from deqi.store.log_ins import forget_log_ins
from deqi.store.models import Account
from deqi.web.accounts.lifetimes import begin_log_in


def _note(action: str, account: Account | None, what: str = "") -> None:
    if account is not None:
        note_of_account(action, account, now=timezone.now(), what=what)


@receiver(user_logged_in)
def logged_in(request: HttpRequest, user: Account, **_: Any) -> None:
    """Came in, and by what: a password, a code, a passkey."""
    begin_log_in(request, timezone.now())
    shown = get_authentication_records(request, user)
    _note("account.log_in", user, "+".join(str(one.get("type", one["method"])) for one in shown))


@receiver(user_login_failed)
def not_let_in(credentials: dict[str, Any], **_: Any) -> None:
    """A wrong password. Whoever tries too often is turned away before, and makes no rows."""
    found = filter_users_by_email(credentials.get("email", ""))
    note_failed_log_in(found[0] if found else None, "password", now=timezone.now())


@receiver(factor_signals.authentication_failed)
def factor_not_matched(user: Account, authenticator: Authenticator, **_: Any) -> None:
    """The right password, and a wrong code after it."""
    note_failed_log_in(user, str(authenticator.type), now=timezone.now())


@receiver(user_logged_out)
def logged_out(user: Account | None, **_: Any) -> None:
    """Went."""
    _note("account.log_out", user)


@receiver(account_signals.authentication_step_completed)
def proven_anew(request: HttpRequest, reauthenticated: bool = False, **_: Any) -> None:
    """Who was logged in has shown a password or a factor again: the log-in gets a new key."""
    user = getattr(request, "user", None)
    if reauthenticated and user is not None and user.is_authenticated:
        request.session.cycle_key()


@receiver(factor_signals.authenticator_added)
def factor_added(
    request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any
) -> None:
    """From now on more is asked: log-ins that had less end, and this one gets a new key."""
    _note("account.factor_added", user, str(authenticator.type))
    request.session.cycle_key()
    end_other_log_ins(request, user)


@receiver(factor_signals.authenticator_removed)
def factor_removed(
    request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any
) -> None:
    """A factor is gone, perhaps since it was lost: what it let in ends."""
    _note("account.factor_removed", user, str(authenticator.type))
    end_other_log_ins(request, user)


@receiver([account_signals.password_changed, account_signals.password_reset])
def password_changed(user: Account, **_: Any) -> None:
    """A new password."""
    _note("account.password", user)


@receiver(account_signals.email_confirmed)
def address_proven(email_address: Any, **_: Any) -> None:
    """An address is its owner's."""
    _note("account.address_proven", email_address.user)


def end_other_log_ins(request: HttpRequest, account: Account) -> None:
    """Every log-in of the account but the one of this request."""
    forget_log_ins(account, but=request.session.session_key)
