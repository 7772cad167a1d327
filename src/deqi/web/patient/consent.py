"""What a patient agrees to, read and decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deqi.actions.consent import consents_of, give, withdraw
from deqi.store.consent_texts import Purpose, current_text, text_of_digest
from deqi.web.middleware import Request
from deqi.web.patient.own import own_patient


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request) -> HttpResponse:
    """Every purpose with its words, and a button each."""
    if request.method == "POST":
        return _decide(request)
    patient, language = own_patient(request), get_language() or "en"
    rows = [
        {"text": current_text(purpose, language), "given": given}
        for purpose, given in consents_of(patient).items()
    ]
    values = {"rows": rows, "has_diary": rows[0]["given"] is not None, "here": "consent"}
    return render(request, "patient/consent.html", values)


def _decide(request: Request) -> HttpResponse:
    patient, now = own_patient(request), timezone.now()
    purpose = _purpose(request.POST.get("purpose", ""))
    if request.POST.get("decision") == "withdraw":
        withdraw(request.actor, patient, purpose, now=now)
        messages.success(request, _("Taken back. What follows from it is in force now."))
        return redirect("consent")
    text = text_of_digest(purpose, request.POST.get("digest", ""))
    if text is None:
        raise Http404
    give(request.actor, patient, text, now=now)
    messages.success(request, _("Saved. You can take it back here at any time."))
    return redirect("diary" if purpose is Purpose.DIARY else "consent")


def _purpose(text: str) -> Purpose:
    try:
        return Purpose(text)
    except ValueError:
        raise Http404 from None
