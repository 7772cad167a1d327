"""An editor asks reviewers and decides."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deqi.actions.society.manuscripts.editing import ask_reviewers, decide_manuscript
from deqi.actions.society.manuscripts.publishing import publish_manuscript
from deqi.actions.society.manuscripts.seats import Seat
from deqi.actions.society.manuscripts.writing import ManuscriptError
from deqi.society.manuscripts.moves import Act, MoveError
from deqi.web.middleware import Request
from deqi.web.society.manuscripts.finding import find_manuscript
from deqi.web.society.manuscripts.forms import AskForm, DecideForm
from deqi.web.society.manuscripts.showing import page

REFUSALS = (ManuscriptError, MoveError)


@require_POST
def ask(request: Request, manuscript: UUID) -> HttpResponse:
    """Ask reviewers."""
    now = timezone.now()
    found, seat = find_manuscript(request.actor, manuscript, now, Seat.EDITOR)
    form = AskForm(found, now.date(), request.POST)
    if not form.is_valid():
        return page(request, found, seat, ask_form=form)
    chosen = [UUID(one) for one in form.cleaned_data["reviewers"]]
    due_on, seen = form.cleaned_data["due_on"], seen_in(request)
    try:
        ask_reviewers(request.actor, found, chosen, seen=seen, due_on=due_on, now=now)
    except REFUSALS as error:
        form.add_error(None, str(error))
        return page(request, found, seat, ask_form=form)
    messages.success(request, _("Asked; a letter goes to each."))
    return redirect("manuscript", manuscript=found.pk)


@require_POST
def decide(request: Request, manuscript: UUID) -> HttpResponse:
    """Accept, ask for a revision, or reject."""
    now = timezone.now()
    found, seat = find_manuscript(request.actor, manuscript, now, Seat.EDITOR)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return page(request, found, seat, decide_form=form)
    act, words = Act(form.cleaned_data["decision"]), form.cleaned_data["words"]
    try:
        decide_manuscript(request.actor, found, act, words, seen=seen_in(request), now=now)
    except REFUSALS as error:
        form.add_error(None, str(error))
        return page(request, found, seat, decide_form=form)
    messages.success(request, _("Decided; the author gets a letter."))
    return redirect("manuscript", manuscript=found.pk)


@require_POST
def publish(request: Request, manuscript: UUID) -> HttpResponse:
    """Let everybody read it."""
    now = timezone.now()
    found, _seat = find_manuscript(request.actor, manuscript, now, Seat.EDITOR)
    try:
        post = publish_manuscript(request.actor, found, seen=seen_in(request), now=now)
    except REFUSALS as error:
        messages.error(request, str(error))
        return redirect("manuscript", manuscript=found.pk)
    messages.success(request, _("Published."))
    return redirect("post", slug=post.slug)


def seen_in(request: Request) -> str:
    """The mark of the version that was on the page."""
    return request.POST.get("seen", "")
