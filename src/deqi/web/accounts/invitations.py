"""Following the link of an invitation."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from deqi.actions.invitations import InvitationError, Invited, find_invitation
from deqi.actions.joining import (
    accept_as_newcomer,
    accept_with_login,
    counts_as_proven,
    has_login,
)
from deqi.store.models import Invitation
from deqi.store.tokens import token_digest
from deqi.web.accounts.entering import enter
from deqi.web.accounts.forms import NewcomerForm
from deqi.web.accounts.limits import limited
from deqi.web.middleware import Request

IN_SESSION = "invitation"


def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the token's digest and go on without it: the address shows the token no longer."""
    request.session[IN_SESSION] = token_digest(token)
    return redirect("invitation")


@limited("invitation")
def answer(request: Request) -> HttpResponse:
    """Come in: with the log-in that one has, or with a new one."""
    digest = request.session.get(IN_SESSION, "")
    try:
        invitation = find_invitation(digest, timezone.now())
        if request.actor.account is not None:
            return _join(request, invitation)
        if has_login(invitation.email):
            return redirect_to_login(reverse("invitation"))
        return _begin(request, invitation)
    except InvitationError as error:
        context = {"sentence": str(error)}
        return render(request, "accounts/invitation_gone.html", context, status=404)


def show_link(request: HttpRequest, invited: Invited, back: str) -> HttpResponse:
    """The link, once, to be printed or read out, where no letter can be sent.

    Parameters
    ----------
    back : address of the page to go on to.
    """
    path = reverse("invitation_open", args=[invited.token])
    context = {
        "link": f"{settings.DEQI.base_url}{path}",
        "invitation": invited.invitation,
        "back": back,
    }
    return render(request, "accounts/invitation_link.html", context)


def _join(request: Request, invitation: Invitation) -> HttpResponse:
    if request.method != "POST":
        return render(request, "accounts/invitation_join.html", {"invitation": invitation})
    accept_with_login(request.actor.log_in, invitation.token_digest, now=timezone.now())
    del request.session[IN_SESSION]
    request.session.cycle_key()  # the log-in may do more from now on
    return redirect("home")


def _begin(request: Request, invitation: Invitation) -> HttpResponse:
    whose = invitation.patient or invitation.clinic
    first = {"language": whose.language, "time_zone": whose.time_zone}
    form = NewcomerForm(request.POST or None, initial=first)
    if not (request.method == "POST" and form.is_valid()):
        context = {"invitation": invitation, "form": form}
        return render(request, "accounts/invitation_begin.html", context)
    is_proven = counts_as_proven(invitation, can_send=bool(settings.DEQI.mail_url))
    account = accept_as_newcomer(
        invitation.token_digest, form.newcomer(), is_proven=is_proven, now=timezone.now()
    )
    del request.session[IN_SESSION]
    return enter(request, account, "home")
