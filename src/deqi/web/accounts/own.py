"""A person's own account: what it is called, and the way to everything that guards it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from deqi.actions.own_account import edit_own_account
from deqi.web.accounts.forms import OwnForm
from deqi.web.middleware import Request


@login_required
def show(request: Request) -> HttpResponse:
    """Show and change it."""
    account = request.actor.log_in
    first = {
        "name": account.name,
        "language": account.language,
        "time_zone": account.time_zone,
    }
    form = OwnForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        edit_own_account(account, form.settings(), now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("account")
    return render(request, "accounts/own.html", {"form": form})
