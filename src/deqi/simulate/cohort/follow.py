"""Follow many people through a protocol, one moment after another, exactly as the model steps."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deqi.model import Prior, growth_weight, spacing_weight
from deqi.simulate.cohort.moments import PER_DAY, Moment, What, moments_of
from deqi.simulate.cohort.people import Column, People
from deqi.simulate.cohort.protocol import Dropout, Missing, OtherTreatment, Protocol
from deqi.simulate.cohort.rows import Rows

Answers = NDArray[np.int8]
SILENT = -1
LOWEST_NRS, HIGHEST_NRS = 0.0, 10.0


@dataclass(frozen=True, slots=True)
class Followed:
    """What was written down. Answers are whole NRS points; -1 where there is none.

    Attributes
    ----------
    evenings : shape (n_days, n_people).
    visit_on : shape (n_visit_moments,), days on which some may have had a visit.
    visited : shape (n_visit_moments, n_people).
    before, after : the same shape, scores around needling, if they are asked for.
    left_on : shape (n_people,), day of leaving for good; n_days if never.
    had_other : shape (n_people,), whether the other treatment was had.
    """

    evenings: Answers
    visit_on: NDArray[np.int64]
    visited: NDArray[np.bool_]
    before: Answers
    after: Answers
    left_on: NDArray[np.int32]
    had_other: NDArray[np.bool_]

    @property
    def n(self) -> int:
        """How many people."""
        return len(self.left_on)

    def some(self, begin: int, end: int) -> Followed:
        """Those from one place to another."""
        return replace(self, **{k: getattr(self, k)[..., begin:end] for k in _PER_PERSON})

    @classmethod
    def joined(cls, parts: list[Followed]) -> Followed:
        """All people of several groups with the same protocol."""
        columns: dict[str, Any] = {
            k: np.concatenate([getattr(part, k) for part in parts], axis=-1) for k in _PER_PERSON
        }
        return replace(parts[0], **columns)


_PER_PERSON = ("evenings", "visited", "before", "after", "left_on", "had_other")


def follow_people(
    people: People,
    prior: Prior,
    protocol: Protocol,
    rng: np.random.Generator,
    dtype: type[np.floating] = np.float32,
) -> Followed:
    """Let people live through a protocol.

    Parameters
    ----------
    people : who; see `draw_people`.
    prior : its constants of flares, noise and spacing.
    protocol : visits, and how the diary is kept.
    rng : chance; the same generator state gives the same answers.
    dtype : precision of the state; rounding to whole points hides the difference.

    Examples
    --------
    >>> from deqi.model import read_prior
    >>> from deqi.simulate.cohort import draw_people
    >>> rng = np.random.Generator(np.random.SFC64(3))
    >>> prior = read_prior("informed", "chronic")
    >>> people = draw_people(prior, 500, rng)
    >>> followed = follow_people(people, prior, Protocol(28, visit_days=(7, 10, 14)), rng)
    >>> followed.evenings.shape, int(followed.visited.sum())
    ((28, 500), 1500)
    """
    walk = _Walk(people.as_type(dtype), prior, protocol, rng, dtype)
    for moment in walk.moments:
        walk.step(moment)
    return walk.written


def trace_pain(
    people: People,
    prior: Prior,
    protocol: Protocol,
    rng: np.random.Generator,
    dtype: type[np.floating] = np.float32,
) -> Column:
    """Pain itself every evening, before noise and rounding: shape (n_days, n_people).

    The people of `follow_people` with the same generator state, seen from inside.
    """
    walk = _Walk(people.as_type(dtype), prior, protocol, rng, dtype)
    pain = np.empty((protocol.n_days, people.n), dtype)
    for moment in walk.moments:
        walk.step(moment)
        if moment.what is What.EVENING:
            pain[moment.day] = walk.pain(moment)
    return pain


class _Walk:
    """State of all people at one moment, and what they have written so far."""

    def __init__(
        self,
        people: People,
        prior: Prior,
        protocol: Protocol,
        rng: np.random.Generator,
        dtype: type[np.floating],
    ) -> None:
        n = people.n
        self.people, self.prior, self.protocol = people, prior, protocol
        self.moments = moments_of(protocol)
        self._rows = Rows(rng, n, dtype)
        self._gains = people.gains(protocol.context, protocol.needling).astype(dtype)
        self._level = people.c.copy()
        self._slow = people.slow.copy()
        self._excess = people.a.copy()
        self._flare = np.zeros(n, dtype)
        self._fast, self._lasting = np.zeros(n, dtype), np.zeros(n, dtype)
        self._factors: dict[tuple[str, int], Column] = {}
        self._flares = _Flares(people, prior, self.moments, rng)
        self._other = _Other(protocol.other, n, rng)
        # Where all have the same visits, one history stands for all.
        n_histories = n if protocol.trigger is not None or self._may_leave else 1
        self._n_visits = np.zeros(n_histories, np.int32)
        self._last_visit_d = np.full(n_histories, -np.inf)
        self._n_triggered = np.zeros(n, np.int32)
        self._wants = np.zeros(n, bool)
        self._fixed = set(protocol.visit_days)
        self._left_on = np.full(n, protocol.n_days, np.int32)
        visit_on = [m.day for m in self.moments if m.what is What.VISIT]
        self._place = {day: k for k, day in enumerate(visit_on)}
        shape = (len(visit_on), n)
        is_scored = protocol.scores_at_visits != "none"
        self.written = Followed(
            evenings=np.full((protocol.n_days, n), SILENT, np.int8),
            visit_on=np.array(visit_on, np.int64),
            visited=np.zeros(shape, bool),
            before=np.full(shape if is_scored else (0, n), SILENT, np.int8),
            after=np.full(
                shape if protocol.scores_at_visits == "both" else (0, n), SILENT, np.int8
            ),
            left_on=self._left_on,
            had_other=self._other.had,
        )

    def step(self, moment: Moment) -> None:
        """Go on to a moment, and write down what is asked there."""
        self._advance(moment)
        if moment.what is What.EVENING:
            self._evening(moment)
        elif moment.what is What.MORNING:
            self._book(moment)
        elif moment.what is What.VISIT:
            self._visit(moment)
        elif self.protocol.scores_at_visits == "both":
            self._score(self.written.after, moment)

    def _advance(self, moment: Moment) -> None:
        """One exact step of every part: pain-model.md, "Many made-up people at once"."""
        step, natural, people = moment.step, moment.natural, self.people
        if natural:
            self._level += self._sd_walk(natural) * self._rows.normals()
            self._slow *= self._decay("tau_d", natural)
            self._slow += self._sd_slow(natural) * self._rows.normals()
            self._excess *= self._decay("tau_r", natural)
        if people.flares_per_d:
            self._flare *= math.exp(-natural / PER_DAY / self.prior.flares.tau_d)
            self._flares.begin(moment, self._flare)
        if step:
            self._fast *= self._decay("tau_f", step)
            self._lasting *= self._decay("tau_s", step)

    def _decay(self, tau: str, step: int) -> Column:
        """What is left after a step, for each person; few lengths of steps recur."""
        key = (tau, step)
        if key not in self._factors:
            self._factors[key] = np.exp(-(step / PER_DAY) / getattr(self.people, tau))
        return self._factors[key]

    def _sd_walk(self, step: int) -> Column:
        key = ("walk", step)
        if key not in self._factors:
            root = self.people.walk.dtype.type(math.sqrt(step / PER_DAY))
            self._factors[key] = self.people.walk * root
        return self._factors[key]

    def _sd_slow(self, step: int) -> Column:
        key = ("sd_d", step)
        if key not in self._factors:
            keep = self._decay("tau_d", step)
            self._factors[key] = self.people.sd_d * np.sqrt(1 - keep * keep)
        return self._factors[key]

    def pain(self, moment: Moment) -> Column:
        """Pain at this moment."""
        pain: Column = self._level + self._slow
        pain += self._excess
        pain += self._flare
        pain -= self._fast
        pain -= self._lasting
        self._other.relieve(pain, moment.day)
        return pain

    def _answers(self, moment: Moment) -> Column:
        """What people say: two-part noise, rounding, digit preference, the ends of the scale."""
        noise = self._rows.fine_normals()
        noise *= self.people.sd_e
        far = np.flatnonzero(self._rows.happens(self.prior.heavy_share))
        noise[far] *= noise.dtype.type(self.prior.heavy_factor)
        said = self.pain(moment)
        said += noise
        if self.protocol.writing.even_share:
            even = self._rows.happens(self.protocol.writing.even_share)
            said = np.where(even, 2 * np.rint(said / 2), np.rint(said))
        else:
            np.rint(said, out=said)
        np.maximum(said, LOWEST_NRS, out=said)
        return np.asarray(np.minimum(said, HIGHEST_NRS, out=said))

    def _evening(self, moment: Moment) -> None:
        said, writing = self._answers(moment), self.protocol.writing
        row = self.written.evenings[moment.day]
        row[:] = said
        silent = _happens_to(said, writing.missing, writing.missing.at_random, self._rows)
        if silent is not None:
            np.putmask(row, silent, SILENT)
        if self._may_leave:
            self._leave(moment.day, said)
            np.putmask(row, self._left_on <= moment.day, SILENT)

    @property
    def _may_leave(self) -> bool:
        dropout = self.protocol.writing.dropout
        return bool(dropout.per_day or dropout.when_well or dropout.when_in_agony)

    def _leave(self, day: int, said: Column) -> None:
        """Who leaves this evening; the day's entry is not written any more."""
        dropout = self.protocol.writing.dropout
        leaves = _happens_to(said, dropout, dropout.per_day, self._rows)
        if leaves is not None and day >= dropout.from_day:
            self._left_on[leaves & (self._left_on > day)] = day

    def _book(self, moment: Moment) -> None:
        """Whose pain books a visit for this day."""
        rule = self.protocol.trigger
        if rule is None:
            return
        seen = self.pain(moment) if rule.seen == "felt" else self._evening_before(moment.day)
        self._wants = seen >= rule.pain_at_least
        self._wants &= self._n_triggered < rule.at_most
        if moment.day < rule.from_day:
            self._wants[:] = False

    def _evening_before(self, day: int) -> Column:
        if day == 0:
            return np.full(self.people.n, SILENT)
        return np.asarray(self.written.evenings[day - 1])

    def _visit(self, moment: Moment) -> None:
        comes = self._who_comes(moment)
        self.written.visited[self._place[moment.day]] = comes
        if self.protocol.scores_at_visits != "none":
            self._score(self.written.before, moment)
        if comes.any():
            self._needle(moment, comes)

    def _who_comes(self, moment: Moment) -> NDArray[np.bool_]:
        rule = self.protocol.trigger
        comes = np.full(self.people.n, moment.day in self._fixed)
        if rule is not None:
            # Gaps are counted from visit to visit, as in `simulate_course`.
            rested = moment.at / PER_DAY - self._last_visit_d >= rule.gap_d - 1e-9
            booked = self._wants & rested & ~comes
            self._n_triggered += booked
            comes |= booked
        if self._may_leave:
            comes &= self._left_on > moment.day
        return comes

    def _needle(self, moment: Moment, comes: NDArray[np.bool_]) -> None:
        """Add a visit's relief, weighted by the gap before and by how many came before."""
        prior, at_d = self.prior, moment.at / PER_DAY
        gap = at_d - self._last_visit_d
        dtype = self._fast.dtype
        comes = comes[: len(gap)]
        fast = (comes * spacing_weight(gap, prior.t_ref_fast_d)).astype(dtype)
        slow = (comes * spacing_weight(gap, prior.t_ref_slow_d)).astype(dtype)
        grown = growth_weight(self._n_visits, prior.growth_visits).astype(dtype)
        self._fast += fast * (self._gains[0] + grown * self._gains[1])
        self._lasting += slow * self._gains[2]
        self._last_visit_d[comes] = at_d
        self._n_visits += comes

    def _score(self, scores: Answers, moment: Moment) -> None:
        """Ask those who came. All draw an answer: groups with one chance stay comparable."""
        place = self._place[moment.day]
        scores[place] = np.where(self.written.visited[place], self._answers(moment), SILENT)


def _happens_to(
    said: Column, rule: Missing | Dropout, always: float, rows: Rows
) -> NDArray[np.bool_] | None:
    """To whom it happens this evening; None if it never does."""
    if not (rule.when_well or rule.when_in_agony):
        return rows.happens_exactly(always) if always else None
    chance = always + rule.when_well * (said <= rule.well_at_most)
    chance += rule.when_in_agony * (said >= rule.agony_at_least)
    return np.asarray(rows.uniforms() < chance)


class _Flares:
    """Flares of all people, in the order in which they begin."""

    def __init__(
        self,
        people: People,
        prior: Prior,
        moments: tuple[Moment, ...],
        rng: np.random.Generator,
    ) -> None:
        since_d = np.cumsum([moment.natural for moment in moments]) / PER_DAY
        until_d = float(since_d[-1])
        n_flares = rng.poisson(people.flares_per_d * until_d, people.n)
        who = np.repeat(np.arange(people.n), n_flares)
        begins = rng.uniform(0.0, until_d, len(who))
        sizes = rng.normal(prior.flares.jump.mean, prior.flares.jump.sd, len(who))
        place = np.searchsorted(since_d, begins)  # felt from the first moment after
        sizes *= np.exp(-(since_d[place] - begins) / prior.flares.tau_d)
        order = np.argsort(place, kind="stable")
        self._who, self._sizes = who[order], sizes[order].astype(people.c.dtype)
        ends = np.searchsorted(place[order], np.arange(len(moments) + 1))
        self._bounds = {m.at: (ends[k], ends[k + 1]) for k, m in enumerate(moments)}

    def begin(self, moment: Moment, flare: Column) -> None:
        """Add what has begun since the moment before."""
        low, high = self._bounds[moment.at]
        if high > low:
            np.add.at(flare, self._who[low:high], self._sizes[low:high])


class _Other:
    """Another treatment that some people have for some weeks."""

    def __init__(self, rule: OtherTreatment | None, n: int, rng: np.random.Generator) -> None:
        self._rule = rule
        self.had = np.zeros(n, bool)
        if rule is not None:
            self.had = rng.random(n) < rule.share
            self._relief = self.had * rng.normal(rule.relief_nrs, rule.sd_nrs, n)

    def relieve(self, pain: Column, day: int) -> None:
        """Take its relief from the pain of a day."""
        if self._rule is not None and self._rule.from_day <= day <= self._rule.to_day:
            pain -= self._relief.astype(pain.dtype)
