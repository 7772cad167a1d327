"""The clinic's patients: the list, a new one, one of them, and their episodes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deqi.access import Permission
from deqi.actions.acting import require, subject_of
from deqi.actions.change import local_today, reading
from deqi.actions.enrolment import (
    EnrolmentError,
    close_episode,
    edit_identity,
    enrol,
    next_code,
    open_episode,
)
from deqi.store.models import Clinic, Patient
from deqi.store.patients import Identity, open_identity
from deqi.web.clinic.enrolment.forms import EditForm, EnrolForm, WhyForm, identity_initial
from deqi.web.finding import find_clinic, find_episode, find_patient
from deqi.web.middleware import Request

A_PAGE = 50


def show(request: Request, clinic: UUID) -> HttpResponse:
    """Everybody, or who is looked for. The search is posted: a name stands in no address."""
    found = find_clinic(clinic)
    now = timezone.now()
    sought = request.POST.get("sought", "").strip()
    rows = (
        Patient.objects.filter(clinic=found, erased_at__isnull=True)
        .select_related("key")
        .annotate(
            n_episodes=Count("episodes"),
            open_episode=Max("episodes__number", filter=Q(episodes__closed_at__isnull=True)),
        )
        .order_by("code")
    )
    kept = _matching(rows, sought) if sought else rows
    page = Paginator(kept, A_PAGE).get_page(request.GET.get("page"))
    ids = [str(patient.pk) for patient in page]
    reading(request.actor, Permission.ENROL_PATIENT, found, "patients.read", now=now, shown=ids)
    people = [(patient, open_identity(patient)) for patient in page]
    context = {
        "clinic": found,
        "here": "patients",
        "page": page,
        "people": people,
        "sought": sought,
        "n_all": Patient.objects.filter(clinic=found, erased_at__isnull=True).count(),
    }
    return render(request, "clinic/enrolment/patients.html", context)


def _matching(rows: object, sought: str) -> list[Patient]:
    """Names lie sealed, so they are opened to be looked through; nothing of it is kept."""
    words = sought.casefold().split()
    return [
        patient
        for patient in rows  # type: ignore[attr-defined]
        if all(w in f"{patient.code} {open_identity(patient).name}".casefold() for w in words)
    ]


def new(request: Request, clinic: UUID) -> HttpResponse:
    """Take in a patient."""
    found = find_clinic(clinic)
    now = timezone.now()
    today = local_today(found, now)
    require(request.actor, Permission.ENROL_PATIENT, subject_of(found), today)
    form = EnrolForm(
        request.POST or None,
        today=today,
        initial={
            "code": next_code(found),
            "language": found.language,
            "time_zone": found.time_zone,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            episode = enrol(
                request.actor,
                found,
                form.identity,
                code=form.cleaned_data["code"],
                language=form.cleaned_data["language"],
                time_zone=form.cleaned_data["time_zone"],
                key=form.made_key,
                now=now,
            )
        except EnrolmentError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Taken in. Now the questions of safety."))
            return redirect("screening", clinic=found.pk, episode=episode.pk)
    return _form(request, found, form, _("New patient"), _("Save and go on"))


def one(request: Request, clinic: UUID, patient: UUID) -> HttpResponse:
    """One person and their episodes over the years."""
    found = find_patient(clinic, patient)
    now = timezone.now()
    reading(request.actor, Permission.ENROL_PATIENT, found, "patient.read", now=now)
    context = {
        "clinic": found.clinic,
        "here": "patients",
        "patient": found,
        "identity": _identity(found),
        "episodes": found.episodes.order_by("-number"),
    }
    return render(request, "clinic/enrolment/patient.html", context)


def edit(request: Request, clinic: UUID, patient: UUID) -> HttpResponse:
    """Correct name or contacts."""
    found = find_patient(clinic, patient)
    now = timezone.now()
    reading(request.actor, Permission.ENROL_PATIENT, found, "patient.read", now=now)
    initial = identity_initial(found, open_identity(found))
    today = local_today(found, now)
    form = EditForm(request.POST or None, today=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            edit_identity(
                request.actor,
                found,
                form.identity,
                language=given["language"],
                time_zone=given["time_zone"],
                why=given["why"],
                now=now,
            )
        except EnrolmentError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("patient", clinic=found.clinic_id, patient=found.pk)
    return _form(request, found.clinic, form, _("Name and contacts"), _("Save"))


@require_POST
def new_episode(request: Request, clinic: UUID, patient: UUID) -> HttpResponse:
    """A new stretch of pain."""
    found = find_patient(clinic, patient)
    try:
        episode = open_episode(request.actor, found, now=timezone.now())
    except EnrolmentError as error:
        messages.error(request, str(error))
        return redirect("patient", clinic=clinic, patient=patient)
    messages.success(request, _("A new episode is open. Now the questions of safety."))
    return redirect("screening", clinic=clinic, episode=episode.pk)


def close(request: Request, clinic: UUID, episode: UUID) -> HttpResponse:
    """End a course."""
    found = find_episode(clinic, episode)
    now = timezone.now()
    reading(request.actor, Permission.READ_COURSE, found, "course.read", now=now)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            close_episode(request.actor, found, why=form.cleaned_data["why"], now=now)
        except EnrolmentError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The episode is closed. Its records stay."))
            return redirect("patient", clinic=clinic, patient=found.patient_id)
    title = _("Close the episode")
    return _form(request, found.patient.clinic, form, title, _("Close the episode"))


def _identity(patient: Patient) -> Identity | None:
    return None if patient.key is None else open_identity(patient)


def _form(request: Request, clinic: Clinic, form: object, title: str, button: str) -> HttpResponse:
    context = {
        "clinic": clinic,
        "here": "patients",
        "form": form,
        "title": title,
        "button": button,
    }
    return render(request, "clinic/enrolment/form.html", context)
