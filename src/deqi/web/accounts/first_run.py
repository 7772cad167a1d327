"""The first page of a new instance: it makes the clinic and its owner, and is never seen again."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from deqi.actions.first_run import begin, is_first_run
from deqi.web.accounts.entering import enter
from deqi.web.accounts.forms import OwnerForm
from deqi.web.accounts.limits import limited
from deqi.web.clinic.people.clinic_form import ClinicForm
from deqi.web.config import LOCAL_HOSTS

FREE = ("/first-run/", "/static/", "/healthy/")


class FirstRunMiddleware:
    """As long as nobody has an account every address leads to the first page."""

    is_over = False  # of the process; once over it stays over: the database is not asked again

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead there."""
        if not self.is_over and not request.path.startswith(FREE):
            if is_first_run():
                return redirect("first_run")
            type(self).is_over = True
        return self.respond(request)


@limited("first_run")
def show(request: HttpRequest) -> HttpResponse:
    """Ask for the clinic and its owner; make them."""
    if not is_first_run():
        raise Http404
    needs_code = not is_at_the_machine(request)
    given = request.POST or None
    clinic = ClinicForm(given, prefix="clinic")
    owner = OwnerForm(
        given, prefix="owner", setup_code=settings.DEQI_SETUP_CODE if needs_code else None
    )
    if given and all([clinic.is_valid(), owner.is_valid()]):
        account, _ = begin(
            clinic.settings(),
            owner.newcomer(),
            owner.cleaned_data["email"],
            is_practitioner=owner.cleaned_data["is_practitioner"],
            now=timezone.now(),
        )
        return enter(request, account, "mfa_index")
    context = {"clinic_form": clinic, "owner_form": owner, "can_send": bool(settings.DEQI.mail_url)}
    return render(request, "accounts/first_run.html", context)


def is_at_the_machine(request: HttpRequest) -> bool:
    """Whether the browser runs where deqi runs, with nothing in between.

    Behind a proxy every request comes from this machine, so there the setup code is asked for.
    """
    if settings.DEQI.host not in LOCAL_HOSTS or "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
