"""Who did what in a clinic, for its manager."""

from __future__ import annotations

from datetime import MAXYEAR, date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from deqi.access import Permission
from deqi.actions.acting import require, subject_of
from deqi.actions.audit_rows import Sought, find_rows, tell
from deqi.actions.change import local_today, reading
from deqi.store.models import Clinic, Patient
from deqi.web.clinic.keeping.acts import in_words
from deqi.web.clinic.keeping.forms import AuditForm
from deqi.web.finding import find_clinic
from deqi.web.middleware import Request

A_PAGE = 50
SOUGHT = ("patient", "person", "first_on", "last_on")


def show(request: Request, clinic: UUID) -> HttpResponse:
    """The newest rows, or those that are sought; older ones on further pages."""
    found, now = find_clinic(clinic), timezone.now()
    require(request.actor, Permission.READ_AUDIT, subject_of(found), local_today(found, now))
    if request.method == "POST":
        form = AuditForm(request.POST, clinic=found)
        if form.is_valid():
            return redirect(_address(found, form.cleaned_data))
    else:
        form = AuditForm(initial=_initial(request, found), clinic=found)
    keeps_site = request.actor.person.is_site_administrator
    rows = find_rows(found, _sought(request), with_unknown=keeps_site)
    if before := _number(request.GET.get("before")):
        rows = rows.filter(number__lt=before)
    page = list(rows[: A_PAGE + 1])
    shown = sorted({str(row.patient) for row in page[:A_PAGE] if row.patient})
    reading(request.actor, Permission.READ_AUDIT, found, "audit.read", now=now, shown=shown)
    given = {name: request.GET[name] for name in SOUGHT if request.GET.get(name)}
    context: dict[str, Any] = {"clinic": found, "here": "keeping", "form": form}
    context |= {
        "rows": in_words(tell(page[:A_PAGE])),
        "is_newest": not before,
        "newest": urlencode(given),
    }
    if len(page) > A_PAGE:
        context["older"] = urlencode({**given, "before": page[A_PAGE - 1].number})
    return render(request, "clinic/keeping/audit.html", context, status=400 if form.errors else 200)


def _address(clinic: Clinic, given: dict[str, Any]) -> str:
    """The patient by id: even a code stands in no address."""
    sought = {"patient": given["code"], **{name: given[name] for name in SOUGHT[1:]}}
    asked = urlencode({name: value for name, value in sought.items() if value})
    return f"{reverse('audit', args=[clinic.pk])}?{asked}"


def _sought(request: HttpRequest) -> Sought:
    """What an address asks for; what it cannot mean is not asked for."""
    get = request.GET.get
    return Sought(
        _uuid(get("patient")), _uuid(get("person")), _day(get("first_on")), _day(get("last_on"))
    )


def _initial(request: HttpRequest, clinic: Clinic) -> dict[str, Any]:
    sought = _sought(request)
    rows = Patient.objects.filter(clinic=clinic)
    patient = rows.filter(pk=sought.patient).first() if sought.patient else None
    return {
        "code": "" if patient is None else patient.code,
        "person": sought.person or "",
        "first_on": sought.first_on,
        "last_on": sought.last_on,
    }


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _day(text: str | None) -> date | None:
    """A day of which there can be a row: those at the ends of the calendar have no neighbours."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if 1 < day.year < MAXYEAR else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
