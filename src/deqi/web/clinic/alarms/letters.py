"""Letters of a clinic that wait or were given up: somebody has to call instead."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from deqi.access import Permission
from deqi.actions.change import reading
from deqi.store.models import Letter
from deqi.web.finding import find_clinic
from deqi.web.middleware import Request

N_SHOWN = 100
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
    rows = Letter.objects.filter(clinic=found).exclude(failure="").select_related("patient")
    letters = list(rows.filter(sent_at__isnull=True).order_by("-given_up_at", "due_at")[:N_SHOWN])
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
