"""Tasks on one machine: here, or in processes of their own. Results are the same, to the bit."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for
from typing import Generic, TypeVar

from deqi.compute.failures import Failure, attempt, lost

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 2  # tasks handed out for each process: one at work, one waiting
MAX_TRIES = 2  # of a task whose process ended while it was alone
_THREADS = ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")


def run_tasks(
    function: Callable[[T], R], tasks: Iterable[tuple[str, T]], n_processes: int = 1
) -> Iterator[tuple[str, R | Failure]]:
    """Results as they come, each with its task's key.

    Parameters
    ----------
    function : of a module, so that a new process can import it; what it takes and gives is pickled.
    tasks : key and argument. Taken when a process is free for it, so that a long list costs no
        memory.
    n_processes : 1 runs everything here.

    Examples
    --------
    >>> sorted(run_tasks(abs, [("a", -1), ("b", 2)]))
    [('a', 1), ('b', 2)]
    """
    if n_processes == 1:
        return ((key, attempt(function, task)) for key, task in tasks)
    return _Processes(function, iter(tasks), n_processes).results()


class _Processes(Generic[T, R]):
    """A pool that is set up again when one of its processes has ended."""

    def __init__(
        self, function: Callable[[T], R], tasks: Iterator[tuple[str, T]], n_processes: int
    ) -> None:
        self.function, self.tasks, self.n_processes = function, tasks, n_processes
        self.at_work: dict[Future[R | Failure], tuple[str, T]] = {}
        self.pool = self._new_pool()

    def _new_pool(self) -> ProcessPoolExecutor:
        # Spawned, not forked: a fork would copy locks that another thread of ours holds.
        return ProcessPoolExecutor(self.n_processes, get_context("spawn"), initializer=_begin)

    def results(self) -> Iterator[tuple[str, R | Failure]]:
        """Keep every process busy until all tasks are done."""
        try:
            while True:
                is_whole = self._hand_out()
                if not self.at_work and is_whole:
                    return
                done, _ = wait(self.at_work, return_when=FIRST_COMPLETED)
                if not is_whole or any(_has_broken(future) for future in done):
                    yield from self._after_a_break()
                    continue
                for future in done:
                    yield self.at_work.pop(future)[0], future.result()
        finally:
            self.pool.shutdown(wait=not self.at_work, cancel_futures=True)

    def _hand_out(self) -> bool:
        """Give every process something to do; False if the pool turned out to be broken."""
        while len(self.at_work) < AHEAD * self.n_processes:
            task = next(self.tasks, None)
            if task is None:
                break
            try:
                self._submit(task)
            except BrokenProcessPool:
                self.tasks = chain([task], self.tasks)
                return False
        return True

    def _submit(self, task: tuple[str, T]) -> Future[R | Failure]:
        future = self.pool.submit(attempt, self.function, task[1])
        self.at_work[future] = task
        return future

    def _after_a_break(self) -> Iterator[tuple[str, R | Failure]]:
        """One of the tasks at work may have ended its process; each is tried again alone."""
        wait(self.at_work)
        finished = {f: task for f, task in self.at_work.items() if not _has_broken(f)}
        suspects = deque((task, 0) for f, task in self.at_work.items() if f not in finished)
        self.at_work.clear()
        yield from ((key, future.result()) for future, (key, _) in finished.items())
        self.pool = self._new_pool()
        while suspects:
            task, n_tries = suspects.popleft()
            future = self._submit(task)
            wait([future])
            del self.at_work[future]
            if not _has_broken(future):
                yield task[0], future.result()
                continue
            self.pool = self._new_pool()
            if n_tries + 1 < MAX_TRIES:
                suspects.append((task, n_tries + 1))
            else:
                yield task[0], lost()


def _has_broken(future: Future[R | Failure]) -> bool:
    return isinstance(future.exception(), BrokenProcessPool)


def _begin() -> None:
    """A new process: one numerical thread, no traceback on Ctrl-C, and never an orphan."""
    os.environ.update({f"{name}_NUM_THREADS": "1" for name in _THREADS})
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)
