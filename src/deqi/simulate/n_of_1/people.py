"""Whose noise: people as one patient's record leaves them possible, or as a prior draws them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from deqi.infer import Fit
from deqi.infer.filter import A, C
from deqi.model import PhaseName, read_prior
from deqi.model.observation import HIGHEST_NRS
from deqi.simulate.person import Person, draw_person


def people_from_fit(fit: Fit, seed: int) -> Iterator[Person]:
    """Endless draws from what a patient's record leaves possible: walk, slow part, noise, level.

    Level and what is left of the excess at the start are taken at the end of the record, where the
    blocks would begin; gains are set to nought, for the truth of a power study is chosen.

    Parameters
    ----------
    fit : of the run-in. seed : fixes the draws.
    """
    rng = np.random.default_rng((seed, 1))
    posterior = fit.sceptical
    draws = posterior.draws(fit.seed)
    prior = fit.priors[0][0]
    while True:
        k = int(rng.choice(len(draws.weight), p=draws.weight / draws.weight.sum()))
        theta = {name: float(values[draws.point[k]]) for name, values in posterior.theta.items()}
        left = np.exp(-posterior.at_d / theta["tau_r"])
        yield Person(
            c=float(np.clip(draws.state[C, k], 0.0, 10.0)),
            a=float(draws.state[A, k] * left),
            g_f=0.0,
            g_l=0.0,
            g_s=0.0,
            flares_per_d=prior.flares.rate_per_d if fit.with_flares else 0.0,
            **theta,
        )


def people_from_prior(
    population: str, phase: PhaseName, seed: int, least_nrs: float = 4.0
) -> Iterator[Person]:
    """Endless draws from a prior set, gains nought.

    Parameters
    ----------
    population : name of the prior set. phase : how long the pain has lasted. seed : fixes them.
    least_nrs : people whose level at the beginning is lower do not begin such a trial.
    """
    rng = np.random.default_rng((seed, 1))
    prior = read_prior(population, phase)
    while True:
        person = draw_person(prior, rng)
        if least_nrs <= person.c + person.a <= HIGHEST_NRS:
            yield replace(person, g_f=0.0, g_l=0.0, g_s=0.0)
