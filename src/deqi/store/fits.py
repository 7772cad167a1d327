"""The queue of courses that want a newer answer: columns of the row that holds the answer itself.

A course is wanted once, however many changes come; whoever takes it holds it for a while. One that
died lets go by itself, and that counts as a failure: a course that kills whoever computes it is
tried less and less often, and shown as failed. What comes while somebody computes is computed
afterwards.

The clock of a machine may be put right by an hour. A time that lies further ahead than it was ever
set belongs to the clock of before, and nobody waits for it. Nothing here computes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Least

from deqi.store.models import Clinic, Episode, Fit

TOGETHER = timedelta(minutes=15)  # at most one computation of a course in this time, unless asked
LEASE = timedelta(minutes=5)
WAIT_AFTER_FAILURE = timedelta(minutes=1)  # doubled with each further one
MOST_DOUBLINGS = 8
DIED = "worker_died"
PUT_BACK = timedelta(minutes=1)  # the clocks of two machines differ by less
Urgency = Fit.Urgency
SEALED = ("content", "line")  # large, and not needed to wait in a queue
KEPT = ("as_of", "digest", "need_rank", "next_on", *SEALED)


def want_fit(episode: Episode, now: datetime, *, at_once: bool = False) -> None:
    """Ask for a newer answer: at once when a person waits for it, soon otherwise.

    Called in the transaction of the change that it follows from: the row is held to its end, so
    that nobody takes the course between the change and its being wanted.
    """
    with transaction.atomic(savepoint=False):
        fit = _row_of(episode)
        soonest = now if at_once else _soonest(fit, now)
        fit.due_at = soonest if fit.due_at is None else min(soonest, fit.due_at)
        urgency = Urgency.PERSON_WAITS if at_once else Urgency.NEW_DATA
        fit.urgency = min(urgency, fit.urgency)
        fit.wanted_at = now
        fit.save(update_fields=["due_at", "urgency", "wanted_at"])


def _row_of(episode: Episode) -> Fit:
    """The row of a course, held to the end of the transaction; made if it is missing."""
    rows = Fit.objects.select_for_update().defer(*SEALED)
    found = rows.filter(pk=episode.pk).first()
    if found is None:
        Fit.objects.get_or_create(episode=episode)
        found = rows.get(pk=episode.pk)
    return found


def _soonest(fit: Fit, now: datetime) -> datetime:
    """Not before `TOGETHER` has passed since the last computation, whatever came of it."""
    is_held = fit.leased_until is not None and fit.leased_until > now
    known = (fit.answered_at, fit.failed_at)
    ended = [at for at in known if at is not None and at <= now + PUT_BACK]
    began = now if is_held else max(ended, default=None)
    return now if began is None else max(now, began + TOGETHER)


def want_new_day(clinic: Clinic, today: date, now: datetime) -> int:
    """Ask for an answer of today on each open course that has none, after everything else.

    Returns
    -------
    int
        How many were asked for.
    """
    open_ones = open_episodes(clinic)
    _make_missing(open_ones.filter(fit__isnull=True))
    older = Q(as_of__isnull=True) | ~Q(as_of=today)  # of tomorrow, when the clock was put back
    waiting = Fit.objects.filter(
        older, episode__in=open_ones, due_at__isnull=True, leased_until__isnull=True
    )
    return waiting.update(wanted_at=now, due_at=now, urgency=Urgency.NEW_DAY)


def open_episodes(clinic: Clinic) -> QuerySet[Episode]:
    """The courses of a clinic that go on."""
    return Episode.objects.filter(patient__clinic=clinic, closed_at__isnull=True)


def want_fits(episodes: QuerySet[Episode], now: datetime) -> None:
    """Ask for newer answers on many courses, after something that all of them rest on: a policy,
    a licence. They wait behind what was written; none is asked for twice.
    """
    _make_missing(episodes.filter(fit__isnull=True))
    is_held = When(leased_until__gt=now, then=Value(now + TOGETHER))
    soonest = Case(is_held, default=Value(now))
    due_at = Least(Coalesce(F("due_at"), soonest), soonest)
    Fit.objects.filter(episode__in=episodes).update(wanted_at=now, due_at=due_at)


def _make_missing(episodes: Iterable[Episode]) -> None:
    Fit.objects.bulk_create([Fit(episode=one) for one in episodes], ignore_conflicts=True)


def take_fit(now: datetime) -> Fit | None:
    """The most urgent fit that is due, held for `LEASE`; None when nothing waits."""
    with transaction.atomic():
        rows = Fit.objects.select_for_update(skip_locked=True, of=("self",)).defer(*SEALED)
        for left in rows.filter(_holder_has_died(now)):
            give_back_failed(left, DIED, now)
        fit = rows.filter(_is_due(now)).order_by("urgency", "due_at").first()
        if fit is None:
            return None
        # What comes from now on makes it due again, at its own time.
        fit.due_at, fit.leased_until, fit.urgency = None, now + LEASE, Urgency.NEW_DAY
        if fit.wanted_at is not None:
            fit.wanted_at = min(fit.wanted_at, now)  # a clock that was put back is told once
        fit.save(update_fields=["due_at", "leased_until", "urgency", "wanted_at"])
    return fit


def _is_due(now: datetime) -> Q:
    """Its time has come, or it was set by a clock that was put back since."""
    was_put_back = Q(wanted_at__gt=now + PUT_BACK) | Q(failed_at__gt=now + PUT_BACK)
    has_come = Q(due_at__lte=now) | (Q(due_at__isnull=False) & was_put_back)
    return Q(leased_until__isnull=True) & has_come


def _holder_has_died(now: datetime) -> Q:
    """Nobody holds anything for so long, and nobody took it to a time so far ahead."""
    return Q(leased_until__lt=now) | Q(leased_until__gt=now + LEASE + PUT_BACK)


def give_back_answered(fit: Fit, now: datetime) -> bool:
    """Put the answer that was written into `fit` in the place of the shown one, or confirm that
    the shown one is still the answer.

    Returns
    -------
    bool
        False if it was held too long and somebody else has taken it meanwhile: nothing is changed.
    """
    # Unless something came meanwhile, which must not be forgotten.
    wanted_at = Case(When(wanted_at=fit.wanted_at, then=Value(None)), default=F("wanted_at"))
    kept = set(KEPT) - fit.get_deferred_fields()
    return (
        _held(fit).update(
            **{name: getattr(fit, name) for name in kept},
            answered_at=now,
            wanted_at=wanted_at,
            leased_until=None,
            n_failed=0,
            failed_at=None,
            failure="",
        )
        == 1
    )


def give_back_failed(fit: Fit, failure: str, now: datetime) -> bool:
    """Note a failure by kind and try again later; what was shown stays, with its date."""
    wait = WAIT_AFTER_FAILURE * 2 ** min(fit.n_failed, MOST_DOUBLINGS)
    return (
        _held(fit).update(
            leased_until=None,
            failure=failure,
            failed_at=now,
            n_failed=F("n_failed") + 1,
            due_at=Coalesce(F("due_at"), Value(now + wait)),
        )
        == 1
    )


def _held(fit: Fit) -> QuerySet[Fit]:
    """The row while it is still held by whoever took it at that time."""
    return Fit.objects.filter(pk=fit.pk, leased_until=fit.leased_until)
