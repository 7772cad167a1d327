"""Filling in a checklist: for each item, where in the text it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from deqi.actions.society.manuscripts.seats import Seat
from deqi.actions.society.manuscripts.writing import answer_checklist, checklists_of
from deqi.evidence.reporting import CHECKLISTS, ReportingItem, reporting_items
from deqi.society.manuscripts.pointers import find_pointer
from deqi.society.markdown import anchors_of
from deqi.store.models import ManuscriptVersion
from deqi.store.society.manuscripts import newest_version
from deqi.web.middleware import Request
from deqi.web.society.manuscripts.finding import find_manuscript

MOST_LETTERS = 300


@dataclass(frozen=True, slots=True)
class Line:
    """An item with what was said of it; `anchor` is None if that leads nowhere."""

    item: ReportingItem
    said: str
    anchor: str | None

    @property
    def is_missing(self) -> bool:
        """Whether nothing was said of it."""
        return not self.said

    @property
    def is_lost(self) -> bool:
        """Whether something was said that is not in the text."""
        return bool(self.said) and self.anchor is None


@dataclass(frozen=True, slots=True)
class FilledIn:
    """One checklist of a version."""

    name: str
    lines: list[Line]

    @property
    def title(self) -> str:
        """The name with the edition that the numbers are of."""
        return str(CHECKLISTS[self.name])

    @property
    def missing(self) -> list[Line]:
        """Items of which nothing was said, or something that is not in the text."""
        return [line for line in self.lines if line.is_missing or line.is_lost]


def filled_in(version: ManuscriptVersion) -> list[FilledIn]:
    """Every checklist of a version."""
    return [_filled_in(version, name) for name in checklists_of(version)]


def fill_in(request: Request, manuscript: UUID, name: str) -> HttpResponse:
    """The page of one checklist; the same for filling in and for the answer."""
    now = timezone.now()
    found, _seat = find_manuscript(request.actor, manuscript, now, Seat.AUTHOR)
    version = newest_version(found)
    if name not in checklists_of(version):
        raise Http404
    if request.method == "POST":
        items = [item.item for item in reporting_items(name)]
        said = {item: request.POST.get(f"item-{item}", "")[:MOST_LETTERS] for item in items}
        answer_checklist(request.actor, found, name, said, now)
        messages.success(request, _("Saved."))
        return redirect("manuscript_checklist", manuscript=found.pk, name=name)
    context = {
        "here": "manuscripts",
        "manuscript": found,
        "title": version.title,
        "list": _filled_in(version, name),
        "headings": anchors_of(version.body).values(),
    }
    return render(request, "society/manuscripts/checklist.html", context)


def _filled_in(version: ManuscriptVersion, name: str) -> FilledIn:
    said = version.answers.get(name, {})
    text = f"{version.title}\n\n{version.abstract}\n\n{version.body}"
    lines = []
    for item in reporting_items(name):
        words = said.get(item.item, "")
        lines.append(Line(item, words, find_pointer(text, words) if words else None))
    return FilledIn(name, lines)
