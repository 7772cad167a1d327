"""A clinic's settings."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.acting import require, subject_of
from deqi.actions.change import local_today
from deqi.actions.clinics import edit_clinic, make_clinic, settings_of
from deqi.web.clinic.people.clinic_form import ClinicForm
from deqi.web.finding import find_clinic
from deqi.web.middleware import Request


def edit(request: Request, clinic: UUID) -> HttpResponse:
    """Show and change them."""
    found = find_clinic(clinic)
    now = timezone.now()
    require(request.actor, Permission.EDIT_CLINIC, subject_of(found), local_today(found, now))
    form = ClinicForm(request.POST or None, initial=ClinicForm.initial_of(settings_of(found)))
    if request.method == "POST" and form.is_valid():
        edit_clinic(request.actor, found, form.settings(), now=now)
        messages.success(request, _("Saved."))
        return redirect("clinic_settings", clinic=found.pk)
    context = {"clinic": found, "here": "settings", "form": form}
    return render(request, "clinic/people/settings.html", context)


def make(request: Request) -> HttpResponse:
    """Another clinic on this site."""
    now = timezone.now()
    require(request.actor, Permission.MAKE_CLINIC, subject_of(None), local_today(None, now))
    form = ClinicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = make_clinic(request.actor, form.settings(), now=now)
        messages.success(request, _("Made. You are its manager."))
        return redirect("people", clinic=made.pk)
    return render(request, "clinic/people/make.html", {"form": form})
