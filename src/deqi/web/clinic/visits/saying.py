"""What is said after a visit was saved: points on no list, and what the record asks for now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest

from deqi.records import Visit
from deqi.screen import ScreenOutcome
from deqi.track import check_points


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
