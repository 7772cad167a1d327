"""What is said after a visit was saved: points on no list, and what the record asks for now."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from deqi.records import Visit
from deqi.screen import ScreenOutcome
from deqi.store.models import Episode
from deqi.track import check_points


def say_recorded(request: HttpRequest, episode: Episode, key: UUID, completeness: str) -> None:
    """That it is saved, how fully, and what can still be added."""
    place = {"clinic": episode.patient.clinic_id, "episode": episode.pk, "key": key}
    said = _("Visit recorded, %(n)s of STRICTA. The answer is being computed anew.")
    link = '{} <a href="{}">{}</a>'
    words = said % {"n": completeness}, reverse("visit", kwargs=place), _("See it, add pain after")
    messages.success(request, format_html(link, *words))


def say_points(request: HttpRequest, visit: Visit) -> None:
    """A name on no list is kept, and asked about."""
    for unknown in check_points(visit.needling.points).unknown:
        messages.warning(request, unknown.sentence)


def say_reasons(request: HttpRequest, before: ScreenOutcome, after: ScreenOutcome) -> None:
    """What the screen finds now and did not find before: an adverse event, or electricity."""
    known = {reason.item for reason in before.reasons}
    for reason in after.reasons:
        if reason.is_positive and reason.item not in known:
            messages.error(request, reason.sentence)
