"""Log-ins of made-up people."""

from __future__ import annotations

from uuid import uuid4

from allauth.account.models import EmailAddress

from deqi.store.models import Account

ZONE = "Europe/London"
MADE_UP = "@demo.invalid"  # how their addresses end; no letter ever goes there


def new_account(name: str) -> Account:
    """Without a password: nobody logs in but by the buttons of the demonstration."""
    account = Account.objects.create_user(f"{uuid4().hex[:12]}{MADE_UP}", name=name, time_zone=ZONE)
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account
