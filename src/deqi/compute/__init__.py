"""Where does it run? Tasks in, results or named failures out; nothing here knows what they are.

Parts are loaded when first used, so that a command that runs one thing here loads no pool.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deqi.compute.cluster import ClusterError as ClusterError
    from deqi.compute.cluster import ClusterMissingError as ClusterMissingError
    from deqi.compute.cluster import run_on_cluster as run_on_cluster
    from deqi.compute.failures import Failure as Failure
    from deqi.compute.processes import run_tasks as run_tasks

_HOMES = {
    "ClusterError": "cluster",
    "ClusterMissingError": "cluster",
    "Failure": "failures",
    "run_on_cluster": "cluster",
    "run_tasks": "processes",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'deqi.compute' has no attribute '{name}'")
    return getattr(import_module(f"deqi.compute.{_HOMES[name]}"), name)
