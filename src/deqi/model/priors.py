"""Priors as data files: what is believed before a record is read."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
PhaseName = Literal["acute", "subacute", "chronic"]
PHASES: tuple[PhaseName, ...] = ("acute", "subacute", "chronic")
PRIOR_NAMES = ("sceptical", "informed")
MODEL_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Normal:
    """A normal prior, in the unit of its quantity."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class LogNormal:
    """A log-normal prior: median in the unit of its quantity, sd of the logarithm."""

    median: float
    log_sd: float


@dataclass(frozen=True, slots=True)
class Flares:
    """Flares: `rate_per_d` jumps a day of size N(`jump`), gone with time constant `tau_d`."""

    rate_per_d: float
    jump: Normal
    tau_d: float


@dataclass(frozen=True, slots=True)
class Prior:
    """One prior set for one phase. See docs/explanation/pain-model.md for the equations.

    Attributes
    ----------
    theta : names and priors of the nonlinear parameters, in the order of the sampler's columns.
    fixed_tau_r_d : time constant of recovery in days when it is not sampled, else None.
    c, a, g_f, g_l, g_s : level, excess at the start, and the gains of a visit, in NRS points.
    """

    name: str
    phase: PhaseName
    theta: dict[str, LogNormal]
    fixed_tau_r_d: float | None
    c: Normal
    a: Normal
    g_f: Normal
    g_l: Normal
    g_s: Normal
    flares: Flares
    d_start: float
    heavy_share: float
    heavy_factor: float
    t_ref_fast_d: float
    t_ref_slow_d: float
    growth_visits: float

    @property
    def statics(self) -> tuple[Normal, Normal, Normal, Normal]:
        """Priors of A, gF, gL, gS in the order of the state."""
        return self.a, self.g_f, self.g_l, self.g_s

    def theta_from_standard(self, z: Array) -> dict[str, Array]:
        """Turn standard normal columns into parameters.

        Parameters
        ----------
        z : array, shape (n_points, n_theta), standard normal under the prior.

        Returns
        -------
        dict of arrays, shape (n_points,), by name, `tau_r` always among them.

        Examples
        --------
        >>> prior = read_prior("sceptical", "chronic")
        >>> theta = prior.theta_from_standard(np.zeros((1, len(prior.theta))))
        >>> float(theta["tau_f"][0]), float(theta["tau_r"][0])
        (1.0, 30.0)
        """
        theta = {
            name: p.median * np.exp(p.log_sd * z[:, k])
            for k, (name, p) in enumerate(self.theta.items())
        }
        if self.fixed_tau_r_d is not None:
            theta["tau_r"] = np.full(len(z), self.fixed_tau_r_d)
        return theta


@cache
def read_prior(name: str, phase: PhaseName) -> Prior:
    """Read a shipped prior set, `sceptical` or `informed`, for one phase.

    Raises
    ------
    ValueError
        If there is no such set or phase.
    """
    if name not in PRIOR_NAMES or phase not in PHASES:
        raise ValueError(
            f"No prior set '{name}' for phase '{phase}'. Sets: {', '.join(PRIOR_NAMES)}; "
            f"phases: {', '.join(PHASES)}."
        )
    return prior_of_table(prior_table(name), phase)


def prior_table(name: str) -> dict[str, Any]:
    """A shipped prior set as its data file has it."""
    return tomllib.loads(_text(name))


def prior_of_table(table: dict[str, Any], phase: PhaseName) -> Prior:
    """The prior of one phase from a prior set in the form of the shipped files.

    >>> prior_of_table(prior_table("informed"), "acute") == read_prior("informed", "acute")
    True
    """
    own = table["phase"][phase]
    theta = dict(table["theta"])
    if "fixed" not in own["tau_r"]:
        theta["tau_r"] = own["tau_r"]
    return Prior(
        name=table["name"],
        phase=phase,
        theta={key: LogNormal(row["median"], row["log_sd"]) for key, row in theta.items()},
        fixed_tau_r_d=own["tau_r"].get("fixed"),
        c=_normal(own["c"]),
        a=_normal(own["a"]),
        g_f=_normal(table["gains"]["g_f"]),
        g_l=_normal(table["gains"]["g_l"]),
        g_s=_normal(table["gains"]["g_s"]),
        flares=Flares(
            table["flares"]["rate_per_d"][phase],
            _normal(table["flares"]["jump"]),
            table["flares"]["tau"]["fixed"],
        ),
        **table["constants"],
    )


@cache
def prior_sha256(name: str) -> str:
    """Digest of a prior set's data file, so that a report says which beliefs it rests on."""
    return hashlib.sha256(_text(name).encode()).hexdigest()


def _text(name: str) -> str:
    return (files("deqi.model") / "priors" / f"{name}.toml").read_text(encoding="utf-8")


def _normal(row: dict[str, Any]) -> Normal:
    return Normal(float(row["mean"]), float(row["sd"]))
