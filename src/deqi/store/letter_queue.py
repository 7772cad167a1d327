"""Letters on their way: taken by one sender at a time, tried again after a failure, given up late.

A letter is held while it is sent. A sender that dies lets go by itself, and then the letter is sent
once more: rather twice than never. Its Message-ID stays the same, so that mail programs can tell.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from deqi.store.models import Letter

LEASE = timedelta(minutes=5)
WAIT_AFTER_FAILURE = timedelta(minutes=1)  # doubled with each further one
LONGEST_WAIT = timedelta(hours=1)
MOST_TRIES = 170  # with these waits about a week


def waiting_letters() -> QuerySet[Letter]:
    """Everything that is neither sent nor given up."""
    return Letter.objects.filter(sent_at__isnull=True, given_up_at__isnull=True)


def take_letter(now: datetime) -> Letter | None:
    """The letter that has been due longest, held for `LEASE`; None when nothing is due."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    with transaction.atomic():
        due = waiting_letters().select_for_update(skip_locked=True, of=("self",))
        letter = due.filter(free, due_at__lte=now).order_by("due_at").first()
        if letter is not None:
            Letter.objects.filter(pk=letter.pk).update(leased_until=now + LEASE)
    return letter


def note_sent(letter: Letter, now: datetime) -> None:
    """It left; what it was made from is kept no longer."""
    Letter.objects.filter(pk=letter.pk).update(
        sent_at=now, leased_until=None, content=None, failure=""
    )


def note_failure(letter: Letter, failure: str, now: datetime) -> None:
    """It did not leave: tried again later, at last given up. `failure` holds no address."""
    if letter.n_tries + 1 >= MOST_TRIES:
        return give_up(letter, failure, now)
    wait = WAIT_AFTER_FAILURE * 2 ** min(letter.n_tries, 10)
    Letter.objects.filter(pk=letter.pk).update(
        leased_until=None,
        n_tries=F("n_tries") + 1,
        due_at=now + min(wait, LONGEST_WAIT),
        failure=failure,
    )
    return None


def give_up(letter: Letter, failure: str, now: datetime) -> None:
    """It will not be sent any more."""
    Letter.objects.filter(pk=letter.pk).update(
        given_up_at=now,
        leased_until=None,
        content=None,
        n_tries=F("n_tries") + 1,
        failure=failure,
    )


def hold_back(now: datetime, until: datetime) -> None:
    """Nothing that is due by now leaves before `until`: no server answers."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    waiting_letters().filter(free, due_at__lt=until).update(due_at=until)
