"""Questionnaires that a patient fills in on paper, and whose numbers are written down here."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deqi.actions.questionnaires import write_own_score
from deqi.track import Instrument, find_instrument
from deqi.track.due import EVERY_DAYS
from deqi.web.accounts.limits import limited
from deqi.web.middleware import Request
from deqi.web.patient.forms import QuestionnaireForm
from deqi.web.patient.own import own_episode, own_today


@limited("diary")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, instrument: str) -> HttpResponse:
    """One questionnaire."""
    episode, asked, now = own_episode(request), _asked(instrument), timezone.now()
    form = QuestionnaireForm(request.POST or None, instrument=asked)
    if form.is_valid():
        score, key = form.score(own_today(episode.patient, now)), form.cleaned_data["key"]
        write_own_score(request.actor, episode, score, key=key, now=now)
        messages.success(request, _("Saved."))
        return redirect("diary")
    values = {"form": form, "instrument": asked, "here": "diary"}
    return render(request, "patient/questionnaire.html", values)


def _asked(instrument: str) -> Instrument:
    """One of those that patients are asked for."""
    asked = {found.id: found for found in map(find_instrument, EVERY_DAYS)}
    if instrument not in asked:
        raise Http404
    return asked[instrument]
