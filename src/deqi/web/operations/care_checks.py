"""Does anything wait that nobody sees? Licences, letters, answers, backups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from deqi.actions.change import local_today
from deqi.actions.licences import WARN_BEFORE
from deqi.store.models import Clinic, Fit, Letter, Licence
from deqi.web.operations.backups_made import backups_made
from deqi.web.operations.findings import Finding, fault, good, look

OVERDUE = timedelta(hours=1)  # an answer that waits so long waits for a worker that is not there
FAILED_OFTEN = 3
BACKUP_WITHIN = timedelta(days=7)


def check_licences(now: datetime) -> Iterator[Finding]:
    """Licences that ended or end soon, counted by clinic; names are on its People page."""
    held = Licence.objects.filter(
        kind=Licence.Kind.LICENCE, confirmed_at__isnull=False, ended_at__isnull=True
    )
    for clinic in Clinic.objects.order_by("name"):
        today = local_today(clinic, now)
        ends = [one.valid_until for one in held.filter(clinic=clinic)]
        counted = Counter(
            "ended" if until < today else "end" for until in ends if until <= today + WARN_BEFORE
        )
        for word, n in sorted(counted.items()):
            when = "" if word == "ended" else f" within {WARN_BEFORE.days} days"
            yield look(f"{clinic.name}: {n} licences {word}{when}; see its page People.")


def check_letters(now: datetime) -> Iterator[Finding]:
    """Letters that were given up lately: somebody did not hear of something."""
    lately = Letter.objects.filter(given_up_at__gte=now - timedelta(days=30))
    n_given_up = lately.count()
    if n_given_up:
        kinds = ", ".join(sorted(set(lately.values_list("kind", flat=True))))
        yield look(
            f"{n_given_up} letters of the last 30 days were given up ({kinds}). Look at "
            "DEQI_MAIL_URL and at the addresses."
        )


def check_answers(now: datetime) -> Iterator[Finding]:
    """Answers that fail again and again, and a worker that does not work."""
    n_failed = Fit.objects.filter(n_failed__gte=FAILED_OFTEN).count()
    if n_failed:
        kinds = ", ".join(
            sorted(set(Fit.objects.filter(n_failed__gt=0).values_list("failure", flat=True)))
        )
        yield fault(f"{n_failed} answers fail again and again ({kinds}). Report it: it is a fault.")
    overdue = Q(due_at__lt=now - OVERDUE) | Q(leased_until__lt=now - OVERDUE)
    n_overdue = Fit.objects.filter(overdue).count()
    if n_overdue:
        yield look(
            f"{n_overdue} answers wait for over an hour. Is the server running (deqi serve)?"
        )


def check_backups(now: datetime) -> Iterator[Finding]:
    """When the last backup was made here."""
    made = backups_made()
    if not made:
        yield look("No backup was made from here yet. Make one: deqi backup FILE.")
        return
    age = now - made[-1].made_at
    sentence = f"The last backup is {age.days} days old: {made[-1].file}."
    yield good(sentence) if age <= BACKUP_WITHIN else look(f"{sentence} Make a newer one.")
