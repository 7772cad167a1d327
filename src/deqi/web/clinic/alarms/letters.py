"""Letters of a clinic that wait or were given up: somebody has to call instead."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from deqi.access import Permission
from deqi.actions.change import reading
from deqi.store.models import Clinic, Letter
from deqi.web.finding import find_clinic
from deqi.web.middleware import Request

N_SHOWN = 100
SHOWN_FOR = timedelta(days=30)
KINDS = {
    "alarm": _("about an alarm"),
    "invitation": _("an invitation"),
    "licence_ends": _("about a licence that ends"),
    "doctor_answered": _("about a doctor's answer"),
    "reminder": _("a reminder"),
}


@require_safe
def show(request: Request, clinic: UUID) -> HttpResponse:
    """Given up first, then what waits after a failure."""
    found = find_clinic(clinic)
    letters = _undelivered(found, timezone.now() - SHOWN_FOR)
    shown = [str(letter.pk) for letter in letters]
    reading(
        request.actor,
        Permission.ENROL_PATIENT,
        found,
        "letters.read",
        now=timezone.now(),
        shown=shown,
    )
    values = {
        "clinic": found,
        "letters": [{"row": one, "kind": KINDS.get(one.kind, one.kind)} for one in letters],
        "has_mail": settings.DEQI_HAS_MAIL,
        "here": "letters",
    }
    return render(request, "clinic/alarms/letters.html", values)


def _undelivered(clinic: Clinic, since: datetime) -> list[Letter]:
    """Letters that failed: still tried, or given up since a moment; the latest first."""
    failed = Letter.objects.filter(clinic=clinic, sent_at__isnull=True).exclude(failure="")
    recent = failed.filter(Q(given_up_at__isnull=True) | Q(given_up_at__gt=since))
    return list(recent.select_related("patient").order_by("-due_at")[:N_SHOWN])
