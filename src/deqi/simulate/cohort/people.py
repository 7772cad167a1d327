"""People as columns: the numbers behind many simulated courses, drawn as inference believes."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deqi.model import Normal, Prior
from deqi.simulate.person import Person

Column = NDArray[np.floating]
GAINS = ("g_f", "g_l", "g_s")


@dataclass(frozen=True, slots=True)
class Response:
    """How the effect of visits divides into context and needling itself, for groups.

    Attributes
    ----------
    needling_share : part of the mean gains that belongs to needling itself, 0 to 1.
    needling_variance : part of the variance between people that does, 0 to 1.
    mean_factor, sd_factor : the prior's mean gains and their deviations times these.

    With the default factors a person who gets both parts is drawn from the prior itself.
    See docs/explanation/pain-model.md, "Many made-up people at once".
    """

    needling_share: float = 0.2
    needling_variance: float = 0.0
    mean_factor: float = 1.0
    sd_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class People:
    """Columns of shape (n_people,), named and in the units of `Person`.

    `slow` is the slow part at the start. `context` and `needling` hold both parts of the three
    gains, shape (3, n_people), in the order g_f, g_l, g_s; positive is relief.
    """

    c: Column
    a: Column
    slow: Column
    context: Column
    needling: Column
    walk: Column
    sd_d: Column
    tau_d: Column
    sd_e: Column
    tau_f: Column
    tau_s: Column
    tau_r: Column
    flares_per_d: float

    @property
    def n(self) -> int:
        """How many."""
        return len(self.c)

    def gains(self, context: float = 1.0, needling: float = 1.0) -> Column:
        """The three gains with so much of each part, shape (3, n_people)."""
        return np.asarray(context * self.context + needling * self.needling)

    def person(self, k: int) -> Person:
        """One of them, with both parts of the gains."""
        gains = dict(zip(GAINS, (float(g[k]) for g in self.gains()), strict=True))
        columns = {name: float(getattr(self, name)[k]) for name in _numbers()}
        return Person(flares_per_d=self.flares_per_d, **gains, **columns)

    def taken(self, which: NDArray[np.generic]) -> People:
        """Some of them."""
        return replace(self, **{name: getattr(self, name)[..., which] for name in _all_columns()})

    def as_type(self, dtype: type[np.floating]) -> People:
        """The same people in another precision."""
        return replace(self, **{n: getattr(self, n).astype(dtype) for n in _all_columns()})

    @classmethod
    def alike(cls, person: Person, n: int, d_start: float, rng: np.random.Generator) -> People:
        """One person `n` times, each with a start of their own; the gains are all context."""
        columns = {name: np.full(n, getattr(person, name)) for name in _numbers()}
        context = np.repeat(np.array([[getattr(person, name)] for name in GAINS]), n, axis=1)
        return cls(
            slow=person.sd_d * (d_start + rng.standard_normal(n)),
            context=context,
            needling=np.zeros((3, n)),
            flares_per_d=person.flares_per_d,
            **columns,
        )

    @classmethod
    def joined(cls, parts: list[People]) -> People:
        """All people of several groups."""
        columns: dict[str, Any] = {
            name: np.concatenate([getattr(part, name) for part in parts], axis=-1)
            for name in _all_columns()
        }
        return replace(parts[0], **columns)


def _all_columns() -> list[str]:
    return [field.name for field in fields(People) if field.name != "flares_per_d"]


def _numbers() -> list[str]:
    """Those that `Person` has too, but for the gains."""
    return [name for name in _all_columns() if name not in {"slow", "context", "needling"}]


def draw_people(
    prior: Prior,
    n: int,
    rng: np.random.Generator,
    response: Response | None = None,
    with_flares: bool = True,
) -> People:
    """Draw people from a prior set, as `draw_person` draws one.

    Parameters
    ----------
    prior : what inference believes of people.
    n : how many.
    rng : chance.
    response : how gains divide into context and needling; they add up to the prior's gains.
    with_flares : whether flares happen to them.

    Examples
    --------
    >>> from deqi.model import read_prior
    >>> people = draw_people(read_prior("informed", "chronic"), 20000, np.random.default_rng(1))
    >>> people.gains()[0].mean().round(1), people.gains()[0].std().round(1)
    (np.float64(0.5), np.float64(0.8))
    """
    response = response or Response()
    theta = prior.theta_from_standard(rng.standard_normal((n, len(prior.theta))))
    c, a = (p.mean + p.sd * rng.standard_normal(n) for p in (prior.c, prior.a))
    context, needling = (np.empty((3, n)) for _ in range(2))
    for k, name in enumerate(GAINS):
        context[k], needling[k] = _parts(getattr(prior, name), response, n, rng)
    slow = theta["sd_d"] * (prior.d_start + rng.standard_normal(n))
    rate = prior.flares.rate_per_d if with_flares else 0.0
    return People(
        c=c, a=a, slow=slow, context=context, needling=needling, flares_per_d=rate, **theta
    )


def _parts(
    gain: Normal, response: Response, n: int, rng: np.random.Generator
) -> tuple[Column, Column]:
    """A gain's two parts, independent, whose means and variances add up to the whole."""
    mean, sd = response.mean_factor * gain.mean, response.sd_factor * gain.sd
    share, variance = response.needling_share, response.needling_variance
    context = (1 - share) * mean + sd * np.sqrt(1 - variance) * rng.standard_normal(n)
    return context, share * mean + sd * np.sqrt(variance) * rng.standard_normal(n)
