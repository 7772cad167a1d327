"""Pages that belong to nobody in particular."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from deqi.access import Role
from deqi.store.models import Clinic
from deqi.web.middleware import Request
from deqi.web.society.about import front

PLAIN = "text/plain; charset=utf-8"


def home(request: Request) -> HttpResponse:
    """Where somebody belongs: the diary, a clinic, a choice; for others the society."""
    person = request.actor.person
    if settings.DEQI_IS_DEMO and person.is_visitor:
        return redirect("demo")
    if settings.DEQI_HAS_SOCIETY and not (person.roles or person.patients):
        return front.show(request)
    if person.is_visitor:
        return redirect("account_login")
    if person.patients and not person.roles:
        return redirect("diary")
    if len(person.roles) == 1 and not person.patients:
        ((clinic, roles),) = person.roles.items()
        return redirect(_first_page(roles), clinic=clinic)
    named = Clinic.objects.filter(pk__in=person.roles).order_by("name")
    clinics = [(clinic, _first_page(person.roles[str(clinic.pk)])) for clinic in named]
    context = {"clinics": clinics, "is_patient": bool(person.patients)}
    return render(request, "home.html", context)


def _first_page(roles: frozenset[Role]) -> str:
    return "today" if Role.PRACTITIONER in roles else "people"


def healthy(request: HttpRequest) -> HttpResponse:
    """Whether the database answers; for whoever watches over the machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type=PLAIN)


def robots(request: HttpRequest) -> HttpResponse:
    """What programs may read: the society's posts where there is a society, nothing else."""
    lines = ["User-agent: *"]
    if settings.DEQI_HAS_SOCIETY:
        lines += [f"Sitemap: {settings.DEQI.base_url}{reverse('sitemap')}"]
        lines += ["Allow: /$", f"Allow: {reverse('society')}", "Allow: /static/"]
    return HttpResponse("\n".join([*lines, "Disallow: /", ""]), content_type=PLAIN)


def bad_request(request: HttpRequest, exception: Any) -> HttpResponse:
    """400, without a word of what was sent."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Any) -> HttpResponse:
    """403."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Any) -> HttpResponse:
    """404, without the address that was asked for."""
    return render(request, "404.html", status=404)


def fault(request: HttpRequest) -> HttpResponse:
    """500: a fault of the program; the log holds its kind and place."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable()
    return render(request, "500.html", status=500)


def unavailable() -> HttpResponse:
    """503: the database is gone, locked or full. The page asks it nothing, not even who looks."""
    page = render_to_string("503.html")
    return HttpResponse(
        page, status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"}
    )
