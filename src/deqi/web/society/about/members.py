"""The members, for whoever decides about applications and appoints."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deqi.access import Permission
from deqi.access import decide as decide_access
from deqi.actions.acting import SOCIETY, require, subject_of
from deqi.actions.society import membership
from deqi.actions.society.own import leave_it
from deqi.store.models import SocietyMember
from deqi.store.society.badges import badges_of
from deqi.web.middleware import Request
from deqi.web.society.about.forms import AppointForm, ReasonForm

A_PAGE = 50
_WAITING = Q(approved_at__isnull=True, refused_at__isnull=True)


@require_safe
def show(request: Request) -> HttpResponse:
    """Who applied, oldest first, and who is a member."""
    _may_look(request)
    waiting = SocietyMember.objects.filter(_WAITING).order_by("applied_at")
    members = SocietyMember.objects.filter(approved_at__isnull=False, ended_at__isnull=True)
    sought = request.GET.get("name", "").replace("\0", "")[:120]
    if sought:
        members = members.filter(display_name__icontains=sought)
    shown = list(members.order_by("display_name", "pk")[: A_PAGE + 1])
    context = {
        "here": "members",
        "waiting": waiting[:A_PAGE],
        "n_waiting": waiting.count(),
        "members": shown[:A_PAGE],
        "has_more": len(shown) > A_PAGE,
        "sought": sought,
    }
    return render(request, "society/about/members.html", context)


@require_safe
def one(request: Request, member: UUID) -> HttpResponse:
    """One application or member, with what can be done about it."""
    _may_look(request)
    return _page(request, _find(member), ReasonForm())


@require_POST
def decide(request: Request, member: UUID) -> HttpResponse:
    """Approve, or refuse with a reason."""
    found, approved = _find(member), "approve" in request.POST
    form = ReasonForm(request.POST)
    form.fields["why"].required = not approved
    if not form.is_valid():
        _may_look(request)
        return _page(request, found, form)
    membership.decide_application(
        request.actor,
        found,
        approved=approved,
        why=form.cleaned_data["why"],
        now=timezone.now(),
    )
    messages.success(request, _("Approved.") if approved else _("Refused, with your reason."))
    return redirect("members")


@require_POST
def end(request: Request, member: UUID) -> HttpResponse:
    """End a membership, with a reason."""
    found, form = _find(member), ReasonForm(request.POST)
    if not form.is_valid():
        _may_look(request)
        return _page(request, found, form)
    membership.end_membership(
        request.actor, found, why=form.cleaned_data["why"], now=timezone.now()
    )
    messages.success(request, _("The membership has ended."))
    return redirect("members")


@require_POST
def appoint_member(request: Request, member: UUID) -> HttpResponse:
    """Make a member a moderator, editor or reviewer."""
    found, form = _find(member), AppointForm(request.POST)
    if form.is_valid():
        membership.appoint(request.actor, found, form.appointed(), now=timezone.now())
        messages.success(request, _("Saved."))
    return redirect("member", member=found.pk)


@require_POST
def trust(request: Request, member: UUID) -> HttpResponse:
    """Let a member's comments skip the queue, or not."""
    found = _find(member)
    is_trusted = "is_trusted" in request.POST
    membership.trust(request.actor, found, is_trusted, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("member", member=found.pk)


def _page(request: Request, member: SocietyMember, form: ReasonForm) -> HttpResponse:
    roles = [role.value for role, held in membership.APPOINTED.items() if getattr(member, held)]
    today = timezone.now().date()
    context = {
        "here": "members",
        "member": member,
        "badges": badges_of([member.pk], today)[member.pk],
        "form": form,
        "leave_it": leave_it(request.actor) if member.pk == request.actor.log_in.pk else "",
        "may_decide": _may(request, Permission.DECIDE_MEMBERSHIP),
        "may_moderate": _may(request, Permission.MODERATE),
        "appoint_form": AppointForm(initial={"roles": roles})
        if _may(request, Permission.APPOINT)
        else None,
    }
    return render(request, "society/about/member.html", context)


def _find(member: UUID) -> SocietyMember:
    return get_object_or_404(SocietyMember.objects.select_related("account"), pk=member)


def _may(request: Request, permission: Permission) -> bool:
    subject, today = subject_of(SOCIETY), timezone.now().date()
    return bool(decide_access(request.actor.person, permission, subject, today))


def _may_look(request: Request) -> None:
    today = timezone.now().date()
    require(request.actor, Permission.DECIDE_MEMBERSHIP, subject_of(SOCIETY), today)
