"""Pages that belong to nobody in particular."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from deqi.web.middleware import Request


def home(request: Request) -> HttpResponse:
    """Where somebody belongs: the diary, a clinic, or the choice between several."""
    person = request.actor.person
    if person.is_visitor:
        return redirect("account_login")
    clinics = sorted(person.roles)
    if person.patients and not clinics:
        return redirect("diary")
    if len(clinics) == 1 and not person.patients:
        return redirect("today", clinic=clinics[0])
    return render(request, "home.html", {"clinics": clinics, "is_patient": bool(person.patients)})


def healthy(request: HttpRequest) -> HttpResponse:
    """Whether the database answers; for whoever watches over the machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


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
    return render(request, "500.html", status=500)
