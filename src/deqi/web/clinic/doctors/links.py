"""The doctor's page as the practitioner sees it: the sheet, its links, and what was answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deqi.access import Permission
from deqi.actions.change import reading
from deqi.actions.consent import has_consent
from deqi.actions.doctor_links import make_link, revoke_link, state_of
from deqi.actions.fits import question_of
from deqi.report import assemble_report
from deqi.report.doctor import write_doctor_pdf
from deqi.store.consent_texts import Purpose
from deqi.store.doctors_words import question_of as asked_by
from deqi.store.doctors_words import words_of
from deqi.store.models import DoctorLink, Episode
from deqi.store.patients import open_identity
from deqi.web.clinic.doctors.forms import LinkForm
from deqi.web.doctor.sheets import sheet_of
from deqi.web.finding import find_episode
from deqi.web.middleware import Request


def show(request: Request, clinic: UUID, episode: UUID) -> HttpResponse:
    """The sheet, the form for a link, and the links there are."""
    found = find_episode(clinic, episode)
    reading(request.actor, Permission.READ_COURSE, found, "doctor_page.read", now=timezone.now())
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _made(request, found, form)
    context = _context(found) | {
        "form": form,
        "sheet": sheet_of(found),
        "links": _links(found),
        "may_link": has_consent(found.patient, Purpose.DOCTOR_LINK),
    }
    return render(request, "clinic/doctors/page.html", context, status=400 if form.errors else 200)


@require_POST
def revoke(request: Request, clinic: UUID, episode: UUID, link: UUID) -> HttpResponse:
    """End a link at once."""
    found = find_episode(clinic, episode)
    revoke_link(
        request.actor, get_object_or_404(DoctorLink, pk=link, episode=found), now=timezone.now()
    )
    messages.success(request, _("The link opens nothing any more."))
    return redirect("doctor_page", clinic=clinic, episode=episode)


def download(request: Request, clinic: UUID, episode: UUID) -> HttpResponse:
    """The sheet on paper, drawn up when it is asked for."""
    found = find_episode(clinic, episode)
    now = timezone.now()
    reading(request.actor, Permission.READ_COURSE, found, "doctor_pdf.read", now=now)
    asked = question_of(found, now)
    sheet = write_doctor_pdf(assemble_report(asked.course, today=asked.today, policy=asked.policy))
    response = HttpResponse(sheet, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="for-the-doctor.pdf"'
    return response


def _made(request: Request, episode: Episode, form: LinkForm) -> HttpResponse:
    """The page that shows a new link, once: its token is kept nowhere."""
    token = make_link(
        request.actor,
        episode,
        form.cleaned_data["question"],
        lasts=form.lasts,
        key=form.made_key,
        now=timezone.now(),
    )
    if token is None:
        messages.warning(request, _("This link was made and shown before. Make another one."))
        return redirect("doctor_page", clinic=episode.patient.clinic_id, episode=episode.pk)
    address = request.build_absolute_uri(reverse("doctor_sheet", args=[token]))
    context = _context(episode) | {"address": address, "days": form.cleaned_data["days"]}
    return render(request, "clinic/doctors/made.html", context)


def _context(episode: Episode) -> dict[str, Any]:
    return {
        "clinic": episode.patient.clinic,
        "here": "patients",
        "episode": episode,
        "identity": open_identity(episode.patient),
    }


def _links(episode: Episode) -> list[dict[str, Any]]:
    now = timezone.now()
    links = DoctorLink.objects.filter(episode=episode).select_related("made_by")
    return [
        {
            "link": link,
            "state": state_of(link, now).value,
            "opens": link.revoked_at is None and link.expires_at > now,
            "question": asked_by(link),
            "words": words_of(link),
        }
        for link in links.order_by("-made_at")
    ]
