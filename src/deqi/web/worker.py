"""The background worker: answers that are due, and the jobs that come round.

It can be killed at any moment: what it held is taken up by another one, or by itself after a start.
Several may run. It has low priority, so that pages come first.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from threading import Event

from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from deqi.actions.fits import refresh_fit
from deqi.store.fits import take_fit
from deqi.web.jobs import JOBS, Job

logger = logging.getLogger("deqi.worker")
Clock = Callable[[], datetime]
IDLE_S = 1.0  # between two looks when nothing waits
DATABASE_GONE_S = 5.0
RESTS = 1.0  # times as long as it computed: half of a core at most, the rest is for pages
NICE = 10


def run(**_: str) -> int:
    """`python -m deqi.web worker`: work until SIGTERM or SIGINT; what was begun is finished."""
    import django

    django.setup()
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if hasattr(os, "nice"):
        os.nice(NICE)
    run_worker(stop)
    return 0


def run_worker(stop: Event, clock: Clock = timezone.now, jobs: Iterable[Job] = JOBS) -> None:
    """Work until `stop` is set."""
    rounds = Rounds(tuple(jobs))
    while not stop.is_set():
        try:
            rounds.run_due(clock())
            began_s = time.monotonic()
            is_done = work_once(clock)
            stop.wait(RESTS * (time.monotonic() - began_s) if is_done else IDLE_S)
        except DatabaseError as error:
            # It comes back or somebody starts it again: nothing that waits is lost.
            logger.error("The database does not answer (%s).", type(error).__name__)
            connection.close()
            stop.wait(DATABASE_GONE_S)


def work_once(clock: Clock) -> bool:
    """Refresh the one fit that is most urgent; False when none is due."""
    fit = take_fit(clock())
    if fit is None:
        return False
    if not refresh_fit(fit, clock()):
        logger.warning("The answer on course %s failed; it is tried again.", fit.pk)
    return True


class Rounds:
    """The jobs, and when each of them ran last."""

    def __init__(self, jobs: tuple[Job, ...]) -> None:
        self.jobs = jobs
        self._due: dict[str, float] = {}

    def run_due(self, now: datetime) -> None:
        """Run what is due; one that fails does not keep the others from running.

        Measured by the clock that nobody can set, so that a changed hour stops no job.
        """
        for job in self.jobs:
            if time.monotonic() >= self._due.get(job.name, 0.0):
                self._due[job.name] = time.monotonic() + job.every.total_seconds()
                _run(job, now)


def _run(job: Job, now: datetime) -> None:
    try:
        job.run(now)
    except DatabaseError:
        raise
    except Exception as error:
        logger.error("Job %r failed (%s).", job.name, type(error).__name__)
