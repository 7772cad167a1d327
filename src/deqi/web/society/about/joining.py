"""How one becomes a member, and what a member sees of the own membership."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, require, subject_of
from deqi.actions.society.digest import choose_digest
from deqi.actions.society.membership import (
    MembershipError,
    apply_for_membership,
    edit_profile,
    end_membership,
    is_member,
)
from deqi.store.models import SocietyMember
from deqi.web.accounts.limits import limited
from deqi.web.middleware import Request
from deqi.web.society.about.forms import ApplicationForm, OwnProfileForm
from deqi.web.society.about.texts import accepted_first


def show(request: Request) -> HttpResponse:
    """What membership is; with a log-in, the application or how it stands."""
    if request.actor.account is None:
        return render(request, "society/about/join.html", {"here": "join"})
    if is_member(request.actor.account):
        return redirect("profile")
    return _apply(request)


@accepted_first
@limited("membership")
def _apply(request: Request) -> HttpResponse:
    account = request.actor.log_in
    before = SocietyMember.objects.filter(pk=account.pk).first()
    form = ApplicationForm(request.POST or None, initial=_initial(before, account.name))
    if request.method == "POST" and form.is_valid():
        try:
            apply_for_membership(request.actor, form.application(), now=timezone.now())
        except MembershipError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your application was handed in."))
            return redirect("join")
    return render(
        request, "society/about/apply.html", {"here": "join", "form": form, "before": before}
    )


@accepted_first
def profile(request: Request) -> HttpResponse:
    """What is public about oneself."""
    now = timezone.now()
    require(request.actor, Permission.WRITE_POST, subject_of(SOCIETY), now.date())
    member = request.actor.log_in.member
    names = ("display_name", "about", "digest_wanted")
    first = {name: getattr(member, name) for name in names}
    form = OwnProfileForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        display_name, about, wanted = (form.cleaned_data[name] for name in names)
        with transaction.atomic():
            edit_profile(request.actor, display_name, about, now=now)
            choose_digest(request.actor, wanted=wanted, now=now)
        messages.success(request, _("Saved."))
        return redirect("profile")
    return render(request, "society/about/profile.html", {"here": "profile", "form": form})


def end(request: Request) -> HttpResponse:
    """End one's own membership, after a question."""
    now = timezone.now()
    require(request.actor, Permission.WRITE_POST, subject_of(SOCIETY), now.date())
    if request.method == "POST":
        end_membership(request.actor, request.actor.log_in.member, why="", now=now)
        messages.success(request, _("Your membership has ended. What you wrote stays."))
        return redirect("society")
    return render(request, "society/about/end.html", {"here": "profile"})


def _initial(before: SocietyMember | None, name: str) -> dict[str, str]:
    if before is None:
        return {"display_name": name}
    return {
        "display_name": before.display_name,
        "about": before.about,
        "why": before.application,
    }
