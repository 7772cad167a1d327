"""Somebody lost a device or the second factor: a member, a patient, or anybody on this site."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from deqi.actions.acting import require, subject_of
from deqi.actions.change import local_today
from deqi.actions.letting_in import (
    LettingInError,
    Where,
    end_all_log_ins,
    let_in,
    permission_for,
    why_not_let_in,
)
from deqi.store.models import Account, Membership
from deqi.web.accounts.again import asked_again
from deqi.web.accounts.limits import limited
from deqi.web.clinic.people.forms import AddressForm, LetInForm
from deqi.web.finding import find_clinic, find_patient
from deqi.web.middleware import Request


@asked_again
@limited("let_in")
def of_member(request: Request, clinic: UUID, account: UUID) -> HttpResponse:
    """Of somebody who works here."""
    found = find_clinic(clinic)
    _require(request, found)
    members = Membership.objects.filter(clinic=found, ended_at__isnull=True)
    member = get_object_or_404(Account, pk=account, pk__in=members.values("account"))
    context = {"clinic": found, "here": "people", "back": reverse("people", args=[found.pk])}
    return _see_to(request, found, member, context)


@asked_again
@limited("let_in")
def of_patient(request: Request, clinic: UUID, patient: UUID) -> HttpResponse:
    """Of a patient of this practice."""
    found = find_patient(clinic, patient)
    _require(request, found)
    if found.account is None:
        raise Http404
    back = reverse("patient", args=[clinic, found.pk])
    context = {"clinic": found.clinic, "here": "patients", "back": back}
    return _see_to(request, found, found.account, context)


@asked_again
@limited("let_in")
def of_anybody(request: Request, account: UUID) -> HttpResponse:
    """Of anybody on this site."""
    _require(request, None)
    found = get_object_or_404(Account, pk=account)
    context = {"layout": "base.html", "back": reverse("log_ins_find")}
    return _see_to(request, None, found, context)


@asked_again
@limited("let_in")
def find(request: Request) -> HttpResponse:
    """Whose log-ins, by the address that they log in with."""
    _require(request, None)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = Account.objects.of_address(form.cleaned_data["email"])
        if found is not None:
            return redirect("log_ins_of_anybody", account=found.pk)
        form.add_error("email", _("Nobody logs in with this address. Look for a slip in it."))
    return render(request, "clinic/people/log_ins_find.html", {"form": form})


def _require(request: Request, where: Where) -> None:
    today = local_today(where, timezone.now())
    require(request.actor, permission_for(where), subject_of(where), today)


def _see_to(
    request: Request, where: Where, account: Account, context: dict[str, Any]
) -> HttpResponse:
    form = LetInForm(request.POST if "let_in" in request.POST else None)
    try:
        if "end" in request.POST:
            end_all_log_ins(request.actor, where, account, now=timezone.now())
            messages.success(request, _("Every log-in of this person has ended."))
            return redirect(context["back"])
        if form.is_bound and form.is_valid():
            why = form.cleaned_data["why"]
            let_in(request.actor, where, account, why, now=timezone.now())
            messages.success(request, _("Done. Now the person logs in with the password."))
            return redirect(context["back"])
    except LettingInError as error:
        messages.error(request, str(error))
    against = why_not_let_in(request.actor, where, account)
    context |= {"account": account, "form": form, "against": against}
    context["is_own"] = account.pk == request.actor.log_in.pk
    return render(request, "clinic/people/log_ins.html", context)
