"""Writing a manuscript, handing it in, taking it back."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, require, subject_of
from deqi.actions.society.documents import NotAcceptedError
from deqi.actions.society.manuscripts.seats import Seat
from deqi.actions.society.manuscripts.writing import (
    ManuscriptError,
    change_manuscript,
    new_manuscript,
    submit_manuscript,
    withdraw_manuscript,
    words_of,
)
from deqi.actions.society.pictures import MAX_BYTES, PictureError, add_picture
from deqi.society.manuscripts.moves import WRITABLE, MoveError
from deqi.store.models import Manuscript
from deqi.store.society.manuscripts import newest_version
from deqi.web.accounts.limits import limited
from deqi.web.middleware import Request
from deqi.web.society.about.forms import ReasonForm
from deqi.web.society.about.texts import accepted_first
from deqi.web.society.manuscripts.finding import find_manuscript
from deqi.web.society.manuscripts.forms import ManuscriptForm
from deqi.web.society.manuscripts.showing import text_of

NEVER = datetime(1, 1, 1, tzinfo=UTC)


@accepted_first
@limited("post")
def new(request: Request) -> HttpResponse:
    """A first draft."""
    now = timezone.now()
    require(request.actor, Permission.SUBMIT_MANUSCRIPT, subject_of(SOCIETY), now.date())
    form = ManuscriptForm(request.POST or None, request.FILES or None, initial={"key": uuid4()})
    return _answer(request, form, None, now)


@accepted_first
@limited("post")
def edit(request: Request, manuscript: UUID) -> HttpResponse:
    """Change one's own manuscript, while it does not lie with the editor."""
    now = timezone.now()
    found, _seat = find_manuscript(request.actor, manuscript, now, Seat.AUTHOR)
    if found.state not in {state.value for state in WRITABLE}:
        return redirect("manuscript", manuscript=found.pk)
    version = newest_version(found)
    initial = ManuscriptForm.initial_of(words_of(version), version.saved_at)
    form = ManuscriptForm(request.POST or None, request.FILES or None, initial=initial)
    form.fields["kind"].required = False
    return _answer(request, form, found, now)


@require_POST
def submit(request: Request, manuscript: UUID) -> HttpResponse:
    """Hand it in."""
    now = timezone.now()
    found, _seat = find_manuscript(request.actor, manuscript, now, Seat.AUTHOR)
    try:
        submit_manuscript(request.actor, found, now=now)
        messages.success(request, _("Handed in. You get a letter when there is a decision."))
    except (ManuscriptError, MoveError) as error:
        messages.error(request, str(error))
    return redirect("manuscript", manuscript=found.pk)


def withdraw(request: Request, manuscript: UUID) -> HttpResponse:
    """Take it back, with a reason."""
    now = timezone.now()
    found, _seat = find_manuscript(request.actor, manuscript, now, Seat.AUTHOR)
    form = ReasonForm(request.POST or None)
    form.fields["why"].help_text = _("The editor reads it; everybody does, if it was published.")
    if request.method == "POST" and form.is_valid():
        withdraw_manuscript(request.actor, found, why=form.cleaned_data["why"], now=now)
        messages.success(request, _("Withdrawn."))
        return redirect("manuscripts")
    context = {"here": "manuscripts", "form": form, "manuscript": found}
    context["title"] = newest_version(found).title
    return render(request, "society/manuscripts/withdraw.html", context)


def _answer(
    request: Request, form: ManuscriptForm, found: Manuscript | None, now: datetime
) -> HttpResponse:
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, found)
    if request.POST.get("act") == "preview":
        return _page(request, form, found, text_of(form.words(), found))
    try:
        with transaction.atomic():  # saved with its figure, or not at all
            saved = _save(request, form, found, now)
            _add_figure(request, form, saved, now)
    except (ManuscriptError, PictureError, NotAcceptedError) as error:
        form.add_error("picture" if isinstance(error, PictureError) else None, str(error))
        return _page(request, form, found)
    messages.success(request, _("Saved."))
    to = "manuscript_edit" if request.POST.get("act") == "picture" else "manuscript"
    return redirect(to, manuscript=saved.pk)


def _save(
    request: Request, form: ManuscriptForm, found: Manuscript | None, now: datetime
) -> Manuscript:
    data, words = form.cleaned_data, form.words()
    if found is None:
        return new_manuscript(
            request.actor, data["kind"], words, key=data["key"] or uuid4(), now=now
        )
    opened_at = data["opened_at"] or NEVER
    change_manuscript(request.actor, found, words, opened_at=opened_at, now=now)
    return found


def _add_figure(
    request: Request, form: ManuscriptForm, manuscript: Manuscript, now: datetime
) -> None:
    given = form.cleaned_data["picture"]
    if given is not None:
        content = given.read(MAX_BYTES + 1)
        alt = form.cleaned_data["alt"]
        add_picture(request.actor, content, alt, manuscript=manuscript, now=now)
    elif request.POST.get("act") == "picture":
        raise PictureError(_("Choose a file first."))


def _page(
    request: Request,
    form: ManuscriptForm,
    manuscript: Manuscript | None,
    preview: dict[str, object] | None = None,
) -> HttpResponse:
    pictures = [] if manuscript is None else manuscript.pictures.defer("content")
    context = {"here": "manuscripts", "form": form, "manuscript": manuscript, "preview": preview}
    return render(request, "society/manuscripts/write.html", context | {"pictures": pictures})
