"""The page behind a doctor's link: one sheet to read in sixty seconds, one question to answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from deqi.actions.doctor_links import answer_link, find_link, open_link
from deqi.store.doctors_words import question_of, words_of
from deqi.store.models import DoctorLink
from deqi.web.accounts.limits import limited
from deqi.web.doctor.forms import AnswerForm
from deqi.web.doctor.sheets import sheet_of

View = Callable[..., HttpResponse]


def tells_nobody(view: View) -> View:
    """The address holds a token: no page that is left for another learns it."""

    @wraps(view)
    def respond(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        response.headers["Referrer-Policy"] = "strict-origin"  # "no-referrer" would end our forms
        return response

    return respond


@tells_nobody
@limited("doctor")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The sheet with its form; for every link that does not open, one page that tells nothing."""
    now = timezone.now()
    link = find_link(token, now)
    if link is None:
        return render(request, "doctor/closed.html", status=404)
    sheet = sheet_of(link.episode)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer_link(
            link,
            form.answer,
            words=form.cleaned_data["words"],
            name=form.cleaned_data["name"],
            sheet_as_of=sheet.as_of if sheet else None,
            now=now,
        )
        return redirect("doctor_sheet", token=token)
    open_link(link, now=now)
    context = {"sheet": sheet, "form": form, **_context(link)}
    return render(request, "doctor/sheet.html", context, status=400 if form.errors else 200)


def _context(link: DoctorLink) -> dict[str, object]:
    clinic = link.episode.patient.clinic
    said = words_of(link)
    return {
        "clinic": clinic,
        "code": link.episode.course_id,
        "question": question_of(link),
        "said": said[-1] if said else None,
        "expires_on": link.expires_at.astimezone(ZoneInfo(clinic.time_zone)).date(),
    }
