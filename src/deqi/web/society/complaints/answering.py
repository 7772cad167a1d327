"""What was reported, for the moderators."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, require, subject_of
from deqi.actions.society.complaints import ComplaintError, answer_complaint
from deqi.actions.society.own import OwnMatterError, is_own, leave_it, reported_people
from deqi.store.models import Complaint
from deqi.web.middleware import Request
from deqi.web.society.complaints.subjects import About, find_subject

A_PAGE = 30


@require_safe
def show(request: Request) -> HttpResponse:
    """What waits for an answer, the oldest first, and what was answered last."""
    _may_answer(request)
    now = timezone.now()
    rows = Complaint.objects.select_related("made_by__member", "answered_by__member")
    waiting = rows.filter(answered_at__isnull=True).order_by("made_at", "pk")
    shown = waiting[:A_PAGE]
    context = {
        "here": "queue",
        "n_waiting": waiting.count(),
        "lines": [_line(request, row, now) for row in shown],
        "leave_it": leave_it(request.actor),
        "answered": rows.filter(answered_at__isnull=False).order_by("-answered_at")[:A_PAGE],
    }
    return render(request, "society/complaints/list.html", context)


@require_POST
def answer(request: Request, complaint: UUID) -> HttpResponse:
    """Say what came of it."""
    _may_answer(request)
    found = get_object_or_404(Complaint, pk=complaint)
    words = request.POST.get("words", "")[:2000].replace("\0", "")
    try:
        answer_complaint(request.actor, found, words, now=timezone.now())
    except (ComplaintError, OwnMatterError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Answered."))
    return redirect("complaints")


def _line(request: Request, row: Complaint, now: datetime) -> tuple[Complaint, About | None, bool]:
    """What was reported, what it is about, and whether it is this reader's own matter."""
    subject = find_subject(request.actor, row.about, row.about_id, now)
    return row, subject, is_own(request.actor, reported_people(row), row.contact)


def _may_answer(request: Request) -> None:
    today = timezone.now().date()
    require(request.actor, Permission.ANSWER_COMPLAINT, subject_of(SOCIETY), today)
