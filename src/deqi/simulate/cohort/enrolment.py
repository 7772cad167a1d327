"""Who is taken into a study: people whose pain on enrolment lies in a range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deqi.model import Prior
from deqi.records import OutsideMeaningError
from deqi.simulate.cohort.people import GAINS, People, Response, draw_people

MOST_ROUNDS = 200  # a study that takes fewer than one in 200 is a mistake in its criteria


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Whom a study takes.

    Attributes
    ----------
    at_least, at_most : range of the answer on enrolment, NRS points.
    shared : numbers of `Person` that all have alike instead of their own, by name.
    with_flares : whether flares happen to them.
    """

    at_least: float = 0.0
    at_most: float = 10.0
    shared: Mapping[str, float] = field(default_factory=dict)
    with_flares: bool = True


def enrol_people(
    prior: Prior, n: int, rng: np.random.Generator, response: Response, rule: Enrolment
) -> People:
    """Draw people and ask them until `n` are in the range.

    The answer has the reporting noise of any answer, so that people are taken on a bad day more
    often than on a good one: later answers are better, without any treatment.

    Raises
    ------
    OutsideMeaningError
        If hardly anybody would be taken.

    Examples
    --------
    >>> from deqi.model import read_prior
    >>> rng = np.random.Generator(np.random.SFC64(1))
    >>> prior = read_prior("informed", "chronic")
    >>> people = enrol_people(prior, 5000, rng, Response(), Enrolment(at_least=6))
    >>> print((people.c + people.a + people.slow).mean().round(1))
    7.6
    """
    taken: list[People] = []
    missing = n
    for _ in range(MOST_ROUNDS):
        drawn = _with_shared(draw_people(prior, n, rng, response, rule.with_flares), rule, response)
        if rule.at_least <= 0 and rule.at_most >= 10:
            return drawn
        said = _answers(drawn, prior, rng)
        fits = np.flatnonzero((said >= rule.at_least) & (said <= rule.at_most))[:missing]
        taken.append(drawn.taken(fits))
        missing -= len(fits)
        if missing == 0:
            return People.joined(taken)
    raise OutsideMeaningError(
        f"Hardly anybody tells {rule.at_least:g} to {rule.at_most:g} on enrolment: "
        f"{n - missing} of {n * MOST_ROUNDS} people drawn. Widen the range, or change the people."
    )


def _answers(people: People, prior: Prior, rng: np.random.Generator) -> NDArray[np.floating]:
    wide = np.where(rng.random(people.n) < prior.heavy_share, prior.heavy_factor, 1.0)
    noise = people.sd_e * wide * rng.standard_normal(people.n)
    return np.asarray(np.clip(np.rint(people.c + people.a + people.slow + noise), 0, 10))


def _with_shared(people: People, rule: Enrolment, response: Response) -> People:
    """Put the shared numbers in place of drawn ones; a shared gain is divided by its share."""
    numbers: dict[str, Any] = {
        name: np.full(people.n, float(value))
        for name, value in rule.shared.items()
        if name not in GAINS
    }
    if "sd_d" in numbers:
        numbers["slow"] = people.slow / people.sd_d * numbers["sd_d"]
    context, needling = people.context.copy(), people.needling.copy()
    for k, name in enumerate(GAINS):
        if name in rule.shared:
            context[k] = (1 - response.needling_share) * rule.shared[name]
            needling[k] = response.needling_share * rule.shared[name]
    return replace(people, context=context, needling=needling, **numbers)
