"""A made-up person: the numbers behind a simulated course."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from deqi.model import Prior


@dataclass(frozen=True, slots=True)
class Person:
    """What the pain model would have to find out. Units as in docs/explanation/pain-model.md.

    Attributes
    ----------
    c, a : level and excess at the start, NRS points.
    g_f, g_l, g_s : relief of a visit: fast, its growth, slow; NRS points, positive is relief.
    walk, sd_d, tau_d, sd_e, tau_f, tau_s, tau_r : as in the prior files; times in days.
    flares_per_d : rate of flares; 0 for none.
    """

    c: float
    a: float
    g_f: float
    g_l: float
    g_s: float
    walk: float
    sd_d: float
    tau_d: float
    sd_e: float
    tau_f: float
    tau_s: float
    tau_r: float
    flares_per_d: float

    def with_gains(self, g_f: float, g_l: float, g_s: float) -> Person:
        """The same person with other gains of a visit."""
        return replace(self, g_f=g_f, g_l=g_l, g_s=g_s)


def draw_person(prior: Prior, rng: np.random.Generator, with_flares: bool = True) -> Person:
    """Draw a person from a prior set, as inference believes people to be.

    >>> from deqi.model import read_prior
    >>> rng = np.random.default_rng(1)
    >>> draw_person(read_prior("sceptical", "chronic"), rng).tau_r
    30.0
    """
    theta = prior.theta_from_standard(rng.standard_normal((1, len(prior.theta))))
    c, a, g_f, g_l, g_s = (rng.normal(p.mean, p.sd) for p in (prior.c, *prior.statics))
    nonlinear = {name: float(value[0]) for name, value in theta.items()}
    flares_per_d = prior.flares.rate_per_d if with_flares else 0.0
    return Person(c, a, g_f, g_l, g_s, flares_per_d=flares_per_d, **nonlinear)
