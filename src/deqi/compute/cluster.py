"""The same on more than one machine, through Dask's scheduler; loaded only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count, islice
from typing import Any, TypeVar

from deqi.compute.failures import Failure, attempt, lost

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 3  # tasks handed out for each thread of a worker
MIN_AHEAD = 8  # while no worker has come yet
CONNECT_S = 15


class ClusterMissingError(Exception):
    """The libraries for a cluster are not installed."""


class ClusterError(Exception):
    """The cluster cannot be reached, or its workers are not like this machine."""


def run_on_cluster(
    function: Callable[[T], R],
    tasks: Iterable[tuple[str, T]],
    address: str,
    alike: Callable[[], str],
) -> Iterator[tuple[str, R | Failure]]:
    """Results as they come, each with its task's key, computed by a cluster's workers.

    A task whose worker ended is given to another one by the scheduler; one that ends several
    workers becomes a named failure.

    Parameters
    ----------
    function, tasks : as for `run_tasks`; the function's module must be installed on the workers.
    address : of the scheduler, such as `tcp://10.0.0.1:8786`.
    alike : gives the same text on this machine and on every worker, or else nothing is begun.

    Raises
    ------
    ClusterMissingError
        If `distributed` is not installed here.
    ClusterError
        If there is no scheduler at that address, or a worker differs from this machine.
    """
    client = _connect(address)
    try:
        _check_alike(client, alike)
        yield from _results(client, function, iter(tasks))
    finally:
        client.close()


def _connect(address: str) -> Any:
    try:
        import distributed
    except ModuleNotFoundError:
        raise ClusterMissingError("distributed is not installed") from None
    connect: Any = distributed.Client  # no types at hand
    try:
        return connect(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ClusterError(f"no scheduler answers at {address} ({type(error).__name__})") from None


def _check_alike(client: Any, alike: Callable[[], str]) -> None:
    here = alike()
    answers = client.run(alike, on_error="return")
    for worker, there in answers.items():
        if there != here:
            said = there if isinstance(there, str) else type(there).__name__
            raise ClusterError(f"the worker {worker} has {said}, this machine has {here}")


def _results(
    client: Any, function: Callable[[T], R], tasks: Iterator[tuple[str, T]]
) -> Iterator[tuple[str, R | Failure]]:
    import distributed

    numbers = count()
    keys: dict[str, str] = {}

    def hand_out(n: int) -> list[Any]:
        futures = []
        for key, task in islice(tasks, n):
            name = f"deqi-{next(numbers)}-{id(keys)}"  # a cluster may serve several of us
            futures.append(client.submit(attempt, function, task, key=name, pure=False))
            keys[name] = key
        return futures

    n_ahead = max(MIN_AHEAD, AHEAD * sum(client.nthreads().values()))
    as_completed: Any = distributed.as_completed
    at_work = as_completed(hand_out(n_ahead), loop=client.loop)
    for future in at_work:
        at_work.update(hand_out(1))
        yield keys.pop(future.key), future.result() if future.status == "finished" else lost()
