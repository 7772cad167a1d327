"""The queue of courses that want a newer answer: a column of the answer itself.

A course is wanted once, however many changes come; whoever takes it holds it for a while, and one
that died lets go by itself. Nothing here computes.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from deqi.store.models import Episode, Fit

TOGETHER = timedelta(minutes=15)  # at most one computation of a course in this time, unless asked
LEASE = timedelta(minutes=5)
WAIT_AFTER_FAILURE = timedelta(minutes=1)  # doubled with each further one
MOST_DOUBLINGS = 8


def want_fit(episode: Episode, now: datetime, *, at_once: bool = False) -> None:
    """Ask for a newer answer: at once when a person waits for it, soon otherwise."""
    fit, _ = Fit.objects.get_or_create(episode=episode)
    last = fit.answered_at
    soonest = now if at_once or last is None else max(now, last + TOGETHER)
    due_at = soonest if fit.due_at is None else min(soonest, fit.due_at)
    Fit.objects.filter(pk=episode.pk).update(wanted_at=now, due_at=due_at)


def take_fit(now: datetime) -> Fit | None:
    """The fit that has waited longest and is due, held for `LEASE`; None when nothing waits."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    with transaction.atomic():
        waiting = Fit.objects.select_for_update(skip_locked=True, of=("self",))
        fit = waiting.filter(free, due_at__lte=now).order_by("due_at").first()
        if fit is not None:
            Fit.objects.filter(pk=fit.pk).update(leased_until=now + LEASE)
    return fit


def give_back_failed(fit: Fit, failure: str, now: datetime) -> None:
    """Note a failure by kind and try again later; what was shown stays, with its date."""
    wait = WAIT_AFTER_FAILURE * 2 ** min(fit.n_failed, MOST_DOUBLINGS)
    Fit.objects.filter(pk=fit.pk).update(
        leased_until=None,
        failure=failure,
        failed_at=now,
        n_failed=F("n_failed") + 1,
        due_at=now + wait,
    )
