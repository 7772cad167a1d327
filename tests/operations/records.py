"""Run as a process in the settings of a server: writes a patient's diary, and reads it back.

`python -m tests.operations.records fill`, `... write SECONDS`, `... count`, `... notes`,
`... compute MINUTES_LATER`, `... failures`.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import timedelta
from itertools import count
from uuid import uuid4

LOGIN = "patient@example.org"


def fill() -> None:
    """Tables, and a clinic with a patient who can log in."""
    from deqi.web.operations.database import prepare_database

    prepare_database()
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    from deqi.actions.acting import actor_of
    from deqi.actions.consent import give
    from deqi.store.consent_texts import Purpose, current_text
    from deqi.store.models import Account
    from tests.web.people import make_clinic, make_episode, make_licensed, make_patient

    clinic = make_clinic()
    episode = make_episode(make_patient(clinic, account=True), make_licensed(clinic))
    patient = episode.patient
    words = current_text(Purpose.DIARY, "en")
    give(actor_of(patient.account), patient, words, now=timezone.now())
    Account.objects.filter(pk=patient.account.pk).update(email=LOGIN)
    EmailAddress.objects.filter(user=patient.account).update(email=LOGIN)
    write(0.0)


def write(seconds: float) -> None:
    """Entries one after the other; one at least."""
    from django.utils import timezone

    from deqi.actions.acting import actor_of
    from deqi.actions.diary import entry_now, write_entry
    from deqi.store.models import Episode

    episode = Episode.objects.select_related("patient__clinic", "patient__key").get()
    actor = actor_of(episode.patient.account)
    until = time.monotonic() + seconds
    began_at = timezone.now().replace(hour=0, minute=0) - timedelta(days=1)
    for k in count(episode.records.count()):
        now = timezone.now()
        # A minute each: two equal entries of one minute are one.
        entry = entry_now(episode, 5.0, began_at + timedelta(minutes=k))
        write_entry(actor, episode, entry, key=uuid4(), now=now)
        if time.monotonic() >= until:
            return


def tell() -> None:
    """Entries that can be opened."""
    from deqi.store.courses import course_of
    from deqi.store.models import Episode

    print(len(course_of(Episode.objects.get()).entries))


def notes() -> None:
    """The note of each entry, one a line."""
    from deqi.store.courses import course_of
    from deqi.store.models import Episode

    for entry in course_of(Episode.objects.get()).entries:
        print(entry.note or "")


def compute(minutes_later: float) -> None:
    """A worker's turn at that time, with a computation that kills its process."""
    import signal

    from django.utils import timezone

    from deqi.actions import fits
    from deqi.web.worker import work_once

    fits._answer = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    now = timezone.now() + timedelta(minutes=minutes_later)
    work_once(lambda: now)


def failures() -> None:
    """How often the answer failed, and how."""
    from deqi.store.models import Fit

    fit = Fit.objects.get()
    print(fit.n_failed, fit.failure)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "deqi.web.settings"
    import django

    django.setup()
    given = {"write": write, "compute": compute}
    if sys.argv[1] in given:
        given[sys.argv[1]](float(sys.argv[2]))
    else:
        {"fill": fill, "count": tell, "notes": notes, "failures": failures}[sys.argv[1]]()
