"""One button a role: the visitor of the demonstration comes in without a password."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from deqi.access import Role
from deqi.actions.acting import actor_of
from deqi.actions.doctor_links import make_link
from deqi.store.models import Account, Episode, Patient, SocietyMember
from deqi.web.demo.accounts import MADE_UP
from deqi.web.demo.society import AUTHOR, EDITOR, MODERATOR, REVIEWERS

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
# P-001 has an open alarm and P-004 a question to a doctor; P-024 shows an ordinary course.
OF_A_PATIENT, OF_A_DOCTOR = "P-024", "P-004"
OF_SOCIETY: dict[str, str] = {
    Role.MODERATOR: MODERATOR,
    Role.EDITOR: EDITOR,
    Role.REVIEWER: REVIEWERS[1],  # whose review is still to come
    Role.MEMBER: AUTHOR,
}
QUESTION = "May needling of the low back go on?"


def welcome(request: HttpRequest) -> HttpResponse:
    """The buttons."""
    return render(request, "demo/welcome.html")


@require_POST
def enter(request: HttpRequest, role: str) -> HttpResponse:
    """Come in as somebody of the clinic or the society, or with a doctor's link."""
    if role == "doctor":
        return redirect("doctor_sheet", token=_link())
    login(request, _account(role), backend=BACKEND)
    return redirect("home")


def _account(role: str) -> Account:
    """Of the demonstration clinic and no other, should real data ever lie beside it."""
    if role in OF_SOCIETY:
        named = SocietyMember.objects.filter(display_name=OF_SOCIETY[role])
        made_up = [one.account for one in named if one.account.email.endswith(MADE_UP)]
        account = made_up[0] if made_up else None
    elif role == Role.PATIENT:
        account = Patient.objects.get(clinic__is_demo=True, code=OF_A_PATIENT).account
    else:
        members = Account.objects.filter(
            memberships__clinic__is_demo=True, memberships__role=role
        ).order_by("made_at")
        account = members.first()
    if account is None:
        raise Http404
    return account


def _link() -> str:
    """A new link for the course whose doctor was asked."""
    rows = Episode.objects.select_related("patient__clinic", "patient__key", "practitioner")
    episode = rows.get(patient__clinic__is_demo=True, patient__code=OF_A_DOCTOR)
    token = make_link(
        actor_of(episode.practitioner),
        episode,
        QUESTION,
        lasts=timedelta(days=1),
        key=uuid4(),
        now=timezone.now(),
    )
    if token is None:
        raise Http404
    return token
