"""A reviewer reads what was asked about, and answers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deqi.actions.society.manuscripts.reviewing import (
    agree_to_review,
    decline_review,
    hand_in_review,
)
from deqi.actions.society.manuscripts.writing import ManuscriptError, words_of
from deqi.store.models import Review
from deqi.store.society.manuscripts import open_reviews
from deqi.web.middleware import Request
from deqi.web.society.manuscripts.checklist import filled_in
from deqi.web.society.manuscripts.finding import find_review
from deqi.web.society.manuscripts.forms import AgreeForm, ReviewForm
from deqi.web.society.manuscripts.showing import text_of


@require_safe
def show(request: Request, review: UUID) -> HttpResponse:
    """The version and the form."""
    found = find_review(request.actor, review, timezone.now())
    return _page(request, found, AgreeForm() if found.agreed_at is None else ReviewForm())


@require_POST
def answer(request: Request, review: UUID) -> HttpResponse:
    """Agree, decline, or hand in."""
    now = timezone.now()
    found = find_review(request.actor, review, now)
    act = request.POST.get("act", "")
    form = ReviewForm(request.POST) if act == "hand_in" else AgreeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        _do(request, act, found, form, now)
    except ManuscriptError as error:
        form.add_error(None, str(error))
        return _page(request, found, form)
    return redirect("manuscripts" if act != "agree" else "review", *_args(act, found))


def _args(act: str, review: Review) -> list[UUID]:
    return [review.pk] if act == "agree" else []


def _do(
    request: Request, act: str, review: Review, form: ReviewForm | AgreeForm, now: datetime
) -> None:
    data = form.cleaned_data
    if isinstance(form, ReviewForm):
        hand_in_review(request.actor, review, form.judgement(), now=now)
        messages.success(request, _("Handed in. Thank you."))
    elif act == "agree":
        if not data["no_conflict"] or data["conflicts"].strip():
            raise ManuscriptError(_("Only somebody without a conflict of interest reviews it. Tick "
                                    "that you have none, or decline."))  # fmt: skip
        agree_to_review(request.actor, review, now=now)
        messages.success(request, _("Thank you. The review can be written below."))
    else:
        decline_review(request.actor, review, data["conflicts"], now=now)
        messages.success(request, _("The editor is told that you do not review it."))


def _page(request: Request, review: Review, form: ReviewForm | AgreeForm) -> HttpResponse:
    version = review.version
    context = {
        "here": "manuscripts",
        "review": review,
        "manuscript": version.manuscript,
        "version": version,
        "is_open": open_reviews().filter(pk=review.pk).exists(),
        "form": form,
        "is_review": isinstance(form, ReviewForm),
        "text": text_of(words_of(version), version.manuscript),
        "checklists": filled_in(version),
    }
    return render(request, "society/manuscripts/review.html", context)
