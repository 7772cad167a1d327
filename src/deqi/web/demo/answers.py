"""The answers on all courses of the demonstration, on every processor, the most urgent first."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

from django.db import connections
from django.utils import timezone


def answer_all(n_at_most: int) -> None:
    """Compute the most urgent `n_at_most` answers; the others follow in the background."""
    import deqi.actions.fits  # noqa: F401  (loaded once, before the processes part)

    connections.close_all()
    n = os.cpu_count() or 1
    forked = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(n, mp_context=forked) as pool:
        list(pool.map(_answer_one, range(n_at_most)))


def _answer_one(_: int) -> None:
    from deqi.web.worker import work_once

    work_once(timezone.now)
