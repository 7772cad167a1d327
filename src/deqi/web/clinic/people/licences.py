"""A practitioner's own licences, and a manager who looks at them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.acting import require, subject_of
from deqi.actions.change import local_today
from deqi.actions.licences import (
    LicenceError,
    confirm_licence,
    give_licence,
    is_sole_manager,
    refuse_licence,
)
from deqi.store.models import Licence
from deqi.web.clinic.people.forms import LicenceForm, WhyForm
from deqi.web.finding import find_clinic
from deqi.web.middleware import Request


def own(request: Request, clinic: UUID) -> HttpResponse:
    """One's own licences, and handing in a new one."""
    found = find_clinic(clinic)
    now = timezone.now()
    today = local_today(found, now)
    require(request.actor, Permission.GIVE_LICENCE, subject_of(found), today)
    form = LicenceForm(request.POST or None, initial={"jurisdiction": found.jurisdiction})
    if request.method == "POST" and form.is_valid():
        try:
            give_licence(request.actor, found, form.given(), now=now)
        except LicenceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Handed in. A manager of the clinic confirms it."))
            return redirect("licence", clinic=found.pk)
    held = Licence.objects.filter(clinic=found, account=request.actor.log_in)
    context = {
        "clinic": found,
        "here": "licence",
        "form": form,
        "licences": held.order_by("-given_at"),
        "today": today,
    }
    return render(request, "clinic/people/licence.html", context)


def look_at(request: Request, clinic: UUID, licence: UUID) -> HttpResponse:
    """One licence, to confirm it, or to turn it down with a reason."""
    rows = Licence.objects.select_related("clinic", "account")
    found = get_object_or_404(rows, pk=licence, clinic_id=clinic)
    now = timezone.now()
    today = local_today(found.clinic, now)
    require(request.actor, Permission.CONFIRM_LICENCE, subject_of(found.clinic), today)
    refusal = WhyForm(request.POST if "refuse" in request.POST else None)
    if "confirm" in request.POST:
        confirm_licence(request.actor, found, now=now)
        messages.success(request, _("Confirmed."))
        return redirect("people", clinic=clinic)
    if refusal.is_bound and refusal.is_valid():
        refuse_licence(request.actor, found, refusal.cleaned_data["why"], now=now)
        messages.success(request, _("It no longer counts."))
        return redirect("people", clinic=clinic)
    account = request.actor.log_in
    context = {
        "clinic": found.clinic,
        "here": "people",
        "shown": found,  # not "licence", which is what the banner says of the reader's own
        "form": refusal,
        "is_own": found.account_id == account.pk,
        "is_sole_manager": is_sole_manager(account, found.clinic),
    }
    return render(request, "clinic/people/look_at_licence.html", context)
