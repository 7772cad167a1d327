"""The sponsors, for moderators: what was asked for, what is shown, what is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, require, subject_of
from deqi.actions.society.own import OwnMatterError, is_own, leave_it
from deqi.actions.society.sponsors import (
    Shown,
    SponsorError,
    approve_sponsor,
    end_sponsor,
    refuse_sponsor,
)
from deqi.store.models import Sponsor
from deqi.web.middleware import Request
from deqi.web.society.sponsors.slot import slot_of

A_PAGE = 50
USUAL = timedelta(days=30)


class ApproveForm(forms.Form):
    """From when to when."""

    from_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    to_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    makes_no_claim = forms.BooleanField(
        label=_("I have read it: it says nothing of health"), required=False
    )


@require_safe
def show(request: Request) -> HttpResponse:
    """Everything that was asked for; what waits stands first."""
    _may_decide(request)
    rows = Sponsor.objects.order_by("-asked_at", "pk")
    waiting = rows.filter(approved_at__isnull=True, refused_at__isnull=True)
    context = {
        "here": "queue",
        "waiting": waiting[:A_PAGE],
        "decided": rows.exclude(pk__in=waiting.order_by().values("pk"))[:A_PAGE],
        "today": timezone.now().date(),
    }
    return render(request, "society/sponsors/list.html", context)


def one(request: Request, sponsor: UUID) -> HttpResponse:
    """A slot as it will look; approve, refuse or end it."""
    _may_decide(request)
    now = timezone.now()
    found = get_object_or_404(Sponsor.objects.select_related("picture"), pk=sponsor)
    today = now.date()
    form = ApproveForm(
        request.POST if request.POST.get("act") == "approve" else None,
        initial={"from_on": today, "to_on": today + USUAL},
    )
    if request.method == "POST":
        try:
            if _decide(request, found, form, now):
                messages.success(request, gettext("Decided."))
                return redirect("sponsors")
        except (SponsorError, OwnMatterError) as error:
            messages.error(request, str(error))
    own = is_own(request.actor, {found.asked_by_id}, found.contact)
    context = {
        "here": "queue",
        "sponsor": found,
        "slot": slot_of(found),
        "form": form,
        "leave_it": leave_it(request.actor) if own else "",
        "today": today,
    }
    return render(request, "society/sponsors/one.html", context)


def _decide(request: Request, sponsor: Sponsor, form: ApproveForm, now: datetime) -> bool:
    """Do what was asked for; False if the form is not in order, or nothing was."""
    act = request.POST.get("act")
    if act == "approve" and form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        approve_sponsor(request.actor, sponsor, Shown(**given), now=now)
    elif act == "refuse":
        why = request.POST.get("why", "")[:300].replace("\0", "")
        refuse_sponsor(request.actor, sponsor, why, now=now)
    elif act == "end":
        end_sponsor(request.actor, sponsor, now=now)
    else:
        return False
    return True


def _may_decide(request: Request) -> None:
    today = timezone.now().date()
    require(request.actor, Permission.APPROVE_SPONSOR, subject_of(SOCIETY), today)
