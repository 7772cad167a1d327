"""The people of a clinic: members, invitations, licences that wait."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deqi.access import Permission
from deqi.actions.acting import require, subject_of
from deqi.actions.change import local_today
from deqi.actions.invitations import (
    InvitationError,
    Invited,
    invite_member,
    invite_patient,
    revoke_invitation,
)
from deqi.actions.licences import confirmed_licences, waiting_licences
from deqi.actions.members import MemberError, add_role, end_membership
from deqi.store.models import Account, Clinic, Invitation, Membership
from deqi.store.patients import open_identity
from deqi.web.accounts.invitations import show_link
from deqi.web.clinic.people.forms import AddressForm, InviteForm, RoleForm, WhyForm
from deqi.web.finding import find_clinic, find_patient
from deqi.web.middleware import Request
from deqi.web.places import Choices


def show(request: Request, clinic: UUID) -> HttpResponse:
    """Everybody who works here, and an invitation for one more."""
    found = find_clinic(clinic)
    now = timezone.now()
    require(request.actor, Permission.MANAGE_PEOPLE, subject_of(found), local_today(found, now))
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invited = invite_member(
                request.actor, found, **form.cleaned_data, by_letter=can_send(), now=now
            )
        except InvitationError as error:
            form.add_error(None, str(error))
        else:
            return told(request, invited, reverse("people", args=[found.pk]))
    return render(request, "clinic/people/members.html", _context(found, form))


@require_POST
def revoke(request: Request, clinic: UUID, invitation: UUID) -> HttpResponse:
    """Take an invitation of a member back."""
    rows = Invitation.objects.select_related("clinic", "patient__clinic")
    found = get_object_or_404(rows, pk=invitation, clinic_id=clinic)
    revoke_invitation(request.actor, found, now=timezone.now())
    messages.success(request, _("The invitation was taken back."))
    if found.patient is not None:
        return redirect("patient", clinic=clinic, patient=found.patient.pk)
    return redirect("people", clinic=clinic)


def end(request: Request, clinic: UUID, membership: UUID) -> HttpResponse:
    """End a membership, with a reason."""
    rows = Membership.objects.select_related("clinic", "account")
    found = get_object_or_404(rows, pk=membership, clinic_id=clinic)
    now = timezone.now()
    today = local_today(found.clinic, now)
    require(request.actor, Permission.MANAGE_PEOPLE, subject_of(found.clinic), today)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_membership(request.actor, found, form.cleaned_data["why"], now=now)
        except MemberError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The membership ended."))
            return redirect("people", clinic=clinic)
    context = {"clinic": found.clinic, "here": "people", "membership": found, "form": form}
    return render(request, "clinic/people/end.html", context)


@require_POST
def give_role(request: Request, clinic: UUID, account: UUID) -> HttpResponse:
    """Another role for a member."""
    found = find_clinic(clinic)
    now = timezone.now()
    require(request.actor, Permission.MANAGE_PEOPLE, subject_of(found), local_today(found, now))
    form = RoleForm(request.POST)
    if form.is_valid():
        member = get_object_or_404(_members(found), pk=account)
        add_role(request.actor, found, member, form.cleaned_data["role"], now=now)
        messages.success(request, _("Saved."))
    return redirect("people", clinic=clinic)


def _members(clinic: Clinic) -> QuerySet[Account]:
    """Each once, however many roles there are or were."""
    return Account.objects.filter(memberships__clinic=clinic).distinct()


def invite_a_patient(request: Request, clinic: UUID, patient: UUID) -> HttpResponse:
    """A log-in for a patient, who will write the diary."""
    found = find_patient(clinic, patient)
    now = timezone.now()
    today = local_today(found, now)
    require(request.actor, Permission.ENROL_PATIENT, subject_of(found), today)
    form = AddressForm(request.POST or None, initial={"email": open_identity(found).email})
    if request.method == "POST" and form.is_valid():
        try:
            email = form.cleaned_data["email"]
            invited = invite_patient(request.actor, found, email, by_letter=can_send(), now=now)
        except InvitationError as error:
            form.add_error(None, str(error))
        else:
            return told(request, invited, reverse("patient", args=[clinic, patient]))
    context = {"clinic": found.clinic, "here": "patients", "patient": found, "form": form}
    return render(request, "clinic/people/invite_patient.html", context)


def told(request: Request, invited: Invited, back: str) -> HttpResponse:
    """By letter; or the link on the screen, once, where no letter can be sent."""
    if not can_send():
        return show_link(request, invited, back)
    messages.success(request, _("Invited. The letter is on its way; its link works for 7 days."))
    return redirect(back)


def can_send() -> bool:
    """Whether a mail server is set up."""
    return bool(settings.DEQI.mail_url)


def _context(clinic: Clinic, form: forms.Form) -> dict[str, object]:
    now = timezone.now()
    members = Membership.objects.filter(clinic=clinic).select_related("account")
    current = list(members.filter(ended_at__isnull=True).order_by("began_at"))
    held = {(member.account_id, member.role) for member in current}
    standing = {"accepted_at__isnull": True, "revoked_at__isnull": True, "expires_at__gt": now}
    return {
        "clinic": clinic,
        "here": "people",
        "form": form,
        "members": [(member, _roles_to_give(member, held)) for member in current],
        "former": members.filter(ended_at__isnull=False).order_by("-ended_at"),
        "invitations": clinic.invitations.filter(patient__isnull=True, **standing),
        "licences": confirmed_licences(clinic).select_related("account").order_by("valid_until"),
        "waiting": waiting_licences(clinic).select_related("account"),
        "today": local_today(clinic, now),
    }


def _roles_to_give(member: Membership, held: set[tuple[UUID, str]]) -> Choices:
    """What somebody is not yet."""
    choices = Membership.Role.choices
    return [(role, str(words)) for role, words in choices if (member.account_id, role) not in held]
