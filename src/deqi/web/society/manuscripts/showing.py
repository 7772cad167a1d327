"""A manuscript as author, editor or reviewer sees it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from deqi.actions.society.manuscripts.seats import Seat
from deqi.actions.society.manuscripts.writing import Words, words_of
from deqi.actions.society.own import others_appointed
from deqi.society.differences import differences
from deqi.society.manuscripts.authors import write_authors
from deqi.society.manuscripts.moves import WRITABLE, Act, Side, acts_from
from deqi.society.markdown import render_markdown
from deqi.society.references import pieces_of, reference_lines
from deqi.store.models import Manuscript, ManuscriptVersion, Review, Verdict
from deqi.store.society.manuscripts import lost_its_course, mark_of
from deqi.web.middleware import Request
from deqi.web.society.manuscripts.checklist import filled_in
from deqi.web.society.manuscripts.finding import find_manuscript, version_for
from deqi.web.society.manuscripts.forms import AskForm, DecideForm

REVIEW_TAKES = timedelta(days=21)


@require_safe
def show(request: Request, manuscript: UUID) -> HttpResponse:
    """The newest version that this person may see, and what can be done with it."""
    found, seat = find_manuscript(request.actor, manuscript, timezone.now())
    return page(request, found, seat)


def page(
    request: Request, manuscript: Manuscript, seat: Seat, **forms: AskForm | DecideForm
) -> HttpResponse:
    """That page, with the forms that somebody filled in and that could not be taken."""
    version = version_for(request.actor, manuscript, seat)
    context = {
        "here": "manuscripts",
        "manuscript": manuscript,
        "version": version,
        "versions": _versions_for(manuscript, seat, version),
        "is_author": seat is Seat.AUTHOR,
        "is_editor": seat is Seat.EDITOR,
        "text": text_of(words_of(version), manuscript),
        "checklists": filled_in(version),
        "lost_its_course": lost_its_course(version),
    }
    if seat is Seat.AUTHOR:
        context |= _for_author(manuscript, version)
        context["has_editor"] = others_appointed(request.actor, "is_editor")
    elif seat is Seat.EDITOR:
        context |= _for_editor(manuscript, version)
    return render(request, "society/manuscripts/manuscript.html", context | forms)


@require_safe
def show_changes(request: Request, manuscript: UUID, number: int) -> HttpResponse:
    """What changed in one version."""
    found, seat = find_manuscript(request.actor, manuscript, timezone.now())
    seen = _versions_for(found, seat, version_for(request.actor, found, seat))
    rows = {one.number: one for one in seen}
    if number not in rows:
        raise Http404
    before = rows.get(number - 1)
    context = {
        "here": "manuscripts",
        "manuscript": found,
        "version": rows[number],
        "lines": list(differences(_whole(before) if before else "", _whole(rows[number]))),
    }
    return render(request, "society/manuscripts/changes.html", context)


def text_of(words: Words, manuscript: Manuscript | None) -> dict[str, object]:
    """What was written, ready to be shown."""
    lines = reference_lines(words.references)
    pictures = _pictures_of(manuscript) if manuscript else {}
    return {
        "words": words,
        "body": render_markdown(words.body, pictures, len(lines)),
        "abstract": render_markdown(words.abstract),
        "references": [list(pieces_of(line)) for line in lines],
    }


def _pictures_of(manuscript: Manuscript) -> dict[str, str]:
    ids = manuscript.pictures.values_list("pk", flat=True)
    return {str(picture): reverse("picture", args=[picture]) for picture in ids}


def _versions_for(
    manuscript: Manuscript, seat: Seat, newest: ManuscriptVersion
) -> list[ManuscriptVersion]:
    """All that was handed in, and the author's own draft; for a reviewer up to what was asked."""
    rows = manuscript.versions.filter(number__lte=newest.number).order_by("-number")
    return list(rows if seat is Seat.AUTHOR else rows.filter(submitted_at__isnull=False))


def _for_author(manuscript: Manuscript, version: ManuscriptVersion) -> dict[str, object]:
    acts = acts_from(manuscript.state, Side.AUTHOR)
    verdicts = Verdict.objects.filter(version__manuscript=manuscript).order_by("-at")
    return {
        "can_write": manuscript.state in {state.value for state in WRITABLE},
        "can_submit": Act.SUBMIT in acts and version.submitted_at is None,
        "can_withdraw": Act.WITHDRAW in acts,
        "decided": [(one, _reviews_told(one)) for one in verdicts.select_related("version")],
    }


def _reviews_told(verdict: Verdict) -> list[str]:
    """What reviewers say to the author, without who said it, once it was decided."""
    rows = verdict.version.reviews.filter(handed_in_at__lte=verdict.at).order_by("asked_at", "pk")
    return [review.to_author for review in rows]


def _for_editor(manuscript: Manuscript, version: ManuscriptVersion) -> dict[str, object]:
    acts = acts_from(manuscript.state, Side.EDITOR)
    can_ask = Act.REVIEW in acts or manuscript.state == Manuscript.State.IN_REVIEW
    due_on = timezone.localdate() + REVIEW_TAKES
    reviews = Review.objects.filter(version__manuscript=manuscript)
    return {
        "seen": mark_of(version),
        "reviews": reviews.select_related("reviewer__member", "version").order_by(
            "-version__number", "asked_at"
        ),
        "verdicts": Verdict.objects.filter(version__manuscript=manuscript).order_by("-at"),
        "ask_form": AskForm(manuscript, due_on) if can_ask else None,
        "decide_form": DecideForm() if Act.REJECT in acts else None,
        "can_publish": Act.PUBLISH in acts
        or (Act.CORRECT in acts and version.published_at is None),
    }


def _whole(version: ManuscriptVersion) -> str:
    words = words_of(version)
    parts = (
        words.title,
        write_authors(words.authors),
        words.abstract,
        words.body,
        words.references,
        words.conflicts,
        words.funding,
    )
    return "\n\n".join(part for part in parts if part)
