"""From a person who has just shown who they are to a log-in."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from deqi.store.models import Account


def enter(request: HttpRequest, account: Account, then: str) -> HttpResponse:
    """Log in somebody who has just chosen a password, and go to the page named `then`.

    An address that nobody has proven yet is asked to be proven first. The session gets a new key.
    """
    # The password was typed this moment: it is not asked for again to add a second factor.
    record_authentication(request, account, method="password", reauthenticated=True)
    entered: HttpResponse = perform_login(request, account, redirect_url=reverse(then))
    return entered
