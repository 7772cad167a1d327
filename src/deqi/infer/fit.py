"""What do we believe about one course, and how sure are we?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from deqi.infer.filter import AT_START, GF, GL, GS, MOVED, N_STATE, A, loadings_at
from deqi.infer.importance import COLD_ROUNDS, WARM_ROUNDS, Proposal
from deqi.infer.mixture import Mixture
from deqi.infer.outlook import expected_pain, forecast_answers, relief_of_visits, weigh_by_habit
from deqi.infer.path import LookBack, look_back
from deqi.infer.posterior import Drawn, Draws, Posterior, fit_posterior, mix_posteriors, reweigh
from deqi.infer.results import (
    Change,
    FitOutcome,
    Forecast,
    Interval,
    LevelPath,
    Pattern,
    VisitRelief,
    VisitValues,
)
from deqi.infer.schedule import Schedule, build_schedule
from deqi.model import MODEL_VERSION, PHASES, PhaseName, Prior, read_prior
from deqi.records import Course, OutsideMeaningError, Phase
from deqi.track import Timeline, build_timeline
from deqi.track.timeline import Kind

Array = NDArray[np.float64]

IMPORTANT_NRS = 2.0  # [ostelo2008]
IMPORTANT_SHARE = 0.3  # [ostelo2008]
WORSE_NRS = 1.0
RECOVERED_NRS = 1.0
PATTERN_NRS = 0.5  # relief below half a point is not told apart from none
MIN_ESS = 50.0  # below this an 80 % interval is itself uncertain by more than it says
ENOUGH_REWEIGHED_ESS = 100.0
NEXT_PHASE_ROUNDS = 2  # the first phase has shown where to look
FEW_SCORES, FEW_DAYS = 5, 14
PRIOR_DRIVEN_SHARE = 0.8  # posterior spread above this share of the prior's: the prior speaks
VERDICT_PRIOR, FORECAST_PRIOR = "sceptical", "informed"
OFF_THE_SCALE_NRS, SELDOM = 1e-9, 1e-3  # so seldom off the scale that no printed digit shows it
ENOUGH_BEFORE = 0.5  # share of visits with a score just before needling


@dataclass(frozen=True)
class Fit:
    """Belief about one course up to a date. Made by `infer`.

    Attributes
    ----------
    timeline, schedule : the record it rests on, as dates and as numbers.
    priors, components : the prior sets (sceptical, informed) and the posterior for each phase that
        was considered: one, or three when it is not known how long the pain has lasted.
    seed : fixes every number; same record, same seed, same digits.
    data_sha256 : digest of the record.
    with_flares : whether flares are in the model.
    """

    timeline: Timeline
    schedule: Schedule
    priors: tuple[tuple[Prior, Prior], ...]
    components: tuple[Posterior, ...]
    seed: int
    data_sha256: str
    with_flares: bool = True

    model_version = MODEL_VERSION
    prior_names = {"verdict": VERDICT_PRIOR, "forecast": FORECAST_PRIOR}  # noqa: RUF012

    @property
    def as_of(self) -> date:
        """Last local date of the record, inclusive."""
        return self.timeline.as_of

    @property
    def outcome(self) -> FitOutcome:
        """How the fit ended."""
        if self.timeline.n_scores == 0:
            return FitOutcome.NO_SCORES
        if self.ess < MIN_ESS:
            return FitOutcome.NOT_CONVERGED
        few = self.timeline.n_scores < FEW_SCORES or self.timeline.n_days < FEW_DAYS
        return FitOutcome.TOO_FEW if few else FitOutcome.ENOUGH

    @property
    def ess(self) -> float:
        """Effective draws of the nonlinear parameters, of the poorer of the two prior sets."""
        return min(self.sceptical.ess, self.informed.ess)

    @cached_property
    def sceptical(self) -> Posterior:
        """Belief that starts from no effect of visits; decides change and verdict."""
        return mix_posteriors(self.components)

    @cached_property
    def informed(self) -> Posterior:
        """Belief that starts from published trials; decides forecast and plan."""
        pairs = zip(self.components, self.priors, strict=True)
        return mix_posteriors([self._informed_from(post, *priors) for post, priors in pairs])

    def _informed_from(self, posterior: Posterior, sceptical: Prior, informed: Prior) -> Posterior:
        """Reweigh; where the record contradicts the trials and few points are left, fit afresh."""
        reweighed = reweigh(posterior, sceptical, informed)
        if reweighed.ess >= ENOUGH_REWEIGHED_ESS:
            return reweighed
        first = posterior.proposal
        return fit_posterior(self.schedule, informed, self.seed, self.with_flares, first)

    @cached_property
    def _draws(self) -> Draws:
        return self.sceptical.draws(self.seed)

    @cached_property
    def _informed_draws(self) -> Draws:
        return self.informed.draws(self.seed)

    @property
    def _prior(self) -> Prior:
        return self.priors[0][1]

    def _felt(self, at_d: Array) -> Array:
        """Mean loadings over some moments, for each parameter point: shape (7, n_points)."""
        return np.asarray(loadings_at(self.schedule, at_d, self.sceptical.theta).mean(axis=0))

    @property
    def why_not_split(self) -> str | None:
        """Why natural course and visits cannot be told apart in this record, or None."""
        if not self.timeline.visits_recorded:
            return (
                "Visits took place, but their dates are not in the record, so natural course and "
                "visits cannot be told apart."
            )
        if self.timeline.n_visits == 0:
            return "There are no visits in the record, so there is no part of visits to show."
        if self.timeline.share_of_visits_with_before < ENOUGH_BEFORE:
            return (
                "Fewer than half of the visits have a score just before needling. People book when "
                "it hurts, which makes visits look harmful or useless; without that score the part "
                "of visits cannot be told from the natural course."
            )
        return None

    @cached_property
    def change_parts(self) -> dict[str, Array]:
        """Start, now, total, natural, visits as weights of the state, each (N_STATE, n_points)."""
        now = self._felt(self.schedule.now_d)
        at_start = self._felt(np.array([self.schedule.start_d]))
        start, natural, visits = np.zeros((3, N_STATE, now.shape[-1]))
        start[AT_START], start[A] = 1.0, at_start[A]
        natural[MOVED], natural[A] = 1.0, now[A] - at_start[A]
        visits[GF : GS + 1] = now[GF : GS + 1]
        return {
            "start": start,
            "natural": natural,
            "visits": visits,
            "total": natural + visits,
            "now": start + natural + visits,
        }

    @property
    def relief_parts(self) -> dict[str, Array]:
        """Relief just after the latest visit, `fast` (with its growth) and `slow`, as weights."""
        curves = self.schedule.just_after_last_visit(self.sceptical.theta)
        fast, slow = np.zeros((2, N_STATE, curves.shape[-1]))
        fast[GF : GL + 1], slow[GS] = curves[:2], curves[2]
        return {"fast": fast, "slow": slow}

    def drawn(self, part: Array) -> Array:
        """Draws of a weighted sum of the state, shape (n_draws,), for what is not linear in it."""
        return np.asarray((self._draws.state * part[:, self._draws.point]).sum(axis=0))

    def change_draws(self) -> dict[str, Array]:
        """Draws behind `change`: start, now, total, natural, visits; each shape (n_draws,)."""
        return self._change_draws

    @cached_property
    def _change_draws(self) -> dict[str, Array]:
        start, natural, visits = (
            self.drawn(self.change_parts[name]) for name in ("start", "natural", "visits")
        )
        total = natural + visits
        now = start + total
        return {"start": start, "natural": natural, "visits": visits, "total": total, "now": now}

    def change_on_the_scale(self) -> dict[str, Array]:
        """The same draws kept within 0 to 10, where nobody can say more: what `change` prints.

        The level of the model may run on below 0 while every answer is 0. A change can be no larger
        than the start, so start, pain now without the visits, and pain now are each kept on the
        scale; natural course and visits are the steps between them and still add up to the total.
        """
        latent = self.change_draws()
        start, now = (np.clip(latent[name], 0.0, 10.0) for name in ("start", "now"))
        without = np.clip(latent["start"] + latent["natural"], 0.0, 10.0)
        return {
            "start": start,
            "natural": without - start,
            "visits": now - without,
            "total": now - start,
            "now": now,
        }

    def _believed(self, shown: dict[str, Array]) -> Mapping[str, Mixture | Drawn]:
        """Belief about each part: exact if the level stays on the scale, or else by draws."""
        latent = self.change_draws()
        leaves = np.abs(latent["start"] - shown["start"]) + np.abs(latent["now"] - shown["now"])
        leaves += np.abs(latent["natural"] - shown["natural"])
        if self._draws.chance(leaves > OFF_THE_SCALE_NRS) < SELDOM:
            parts = self.change_parts
            return {name: self.sceptical.linear(part) for name, part in parts.items()}
        return {name: Drawn(values, self._draws) for name, values in shown.items()}

    def change(self) -> Change:
        """Pain now minus pain at the start, and how much of it is natural course or visits."""
        return self._change

    @cached_property
    def _change(self) -> Change:
        shown = self.change_on_the_scale()
        believed = self._believed(shown)
        total, visits = believed["total"], believed["visits"]
        enough = shown["total"] <= -IMPORTANT_SHARE * shown["start"]
        important = (shown["total"] <= -IMPORTANT_NRS) & enough
        split = self.why_not_split is None
        return Change(
            total=total.interval(),
            natural=believed["natural"].interval() if split else None,
            visits=visits.interval() if split else None,
            start_nrs=_on_the_scale(believed["start"].interval()),
            now_nrs=_on_the_scale(believed["now"].interval()),
            p_important=self._draws.chance(important),
            p_worse=1 - total.chance_below(WORSE_NRS),
            p_recovered=believed["now"].chance_below(RECOVERED_NRS),
            p_visits_below_0=visits.chance_below(0.0) if split else None,
            p_visits_below_minus_1=visits.chance_below(-1.0) if split else None,
            why_not_split=self.why_not_split,
        )

    def pattern(self) -> Pattern | None:
        """Probabilities of the four patterns of response; None when visits cannot be told apart."""
        if self.why_not_split is not None:
            return None
        draws, state = self._draws, self._draws.state
        at_once = state[GF] > PATTERN_NRS
        slow = self.drawn(self.relief_parts["slow"]) > PATTERN_NRS
        grown = state[GL] * self.schedule.growth_w[-1] >= PATTERN_NRS
        builds_up = slow | grown
        return Pattern(
            at_once=draws.chance(at_once & ~builds_up),
            builds_up=draws.chance(builds_up & ~at_once),
            both=draws.chance(at_once & builds_up),
            neither=draws.chance(~at_once & ~builds_up),
            p_slow_part=draws.chance(slow),
            p_grown_fast_part=draws.chance(grown),
        )

    def visit_relief(self) -> VisitRelief | None:
        """Relief just after the latest visit, and its half-life; None when it cannot be told."""
        if self.why_not_split is not None:
            return None
        draws = self._draws
        log_tau = np.log(self.sceptical.theta["tau_f"])
        weight = self.sceptical.weight
        spread = np.sqrt(weight @ (log_tau - weight @ log_tau) ** 2)
        return VisitRelief(
            peak_nrs=self.sceptical.linear(self.relief_parts["fast"]).interval(),
            half_life_h=draws.interval(24 * np.log(2) * np.exp(log_tau)[draws.point]),
            half_life_is_prior_driven=bool(
                spread > PRIOR_DRIVEN_SHARE * self._prior.theta["tau_f"].log_sd
            ),
        )

    def forecast(
        self, n_days: int = 28, visits: Sequence[datetime] = (), *, with_habit: bool = True
    ) -> Forecast:
        """What one entry at the usual hour may say on each of the coming days.

        Parameters
        ----------
        n_days : how many days; day 1 is the day after `as_of`.
        visits : aware times of visits to come; none are assumed.
        with_habit : weigh answers by how often this person gives them; False shows the bare model.

        Raises
        ------
        OutsideMeaningError
            If `n_days` is below 1, or a visit has no time zone or lies in the record's past.

        Examples
        --------
        See `infer`.
        """
        if n_days < 1:
            raise OutsideMeaningError(f"n_days is {n_days}; a forecast needs at least 1 day.")
        schedule = self._with_visits(visits)
        p_nrs = forecast_answers(self.informed, schedule, self._prior, self._coming(n_days))
        on = tuple(self.as_of + timedelta(days=k) for k in range(1, n_days + 1))
        return Forecast(on, weigh_by_habit(p_nrs, self._answer_counts()) if with_habit else p_nrs)

    def visit_gain_nrs(
        self, visit_at: datetime, planned: Sequence[datetime] = (), n_days: int = 28
    ) -> Interval:
        """How much lower mean pain over the coming days is with one more visit (positive: better).

        Parameters
        ----------
        visit_at : aware time of the visit in question, after the record.
        planned : aware times of visits that take place anyway.
        n_days : days to average over; day 1 is the day after `as_of`.
        """
        without = self._mean_pain_ahead(tuple(planned), n_days)
        with_it = self._mean_pain_ahead((*planned, visit_at), n_days)
        return self._informed_draws.interval(without - with_it)

    def visit_values(self, visits_at: Sequence[datetime], n_days: int) -> VisitValues:
        """What single visits are expected to take off the coming days, by parts that add up.

        Under the informed prior set, as means (they add up; medians do not), without the ends of
        the 0-10 scale.

        Parameters
        ----------
        visits_at : aware times of possible visits after the record, in order.
        n_days : days to average over; day 1 is the day after `as_of`.
        """
        visits_d = np.array([self.schedule.days_since_origin(at) for at in visits_at])
        parts = relief_of_visits(self.informed, visits_d, self._coming(n_days))
        fast, grown, slow = (tuple(map(float, part / n_days)) for part in parts)
        past_d = self.schedule.visit_d
        return VisitValues(
            at_d=tuple(map(float, visits_d)),
            fast=fast,
            grown=grown,
            slow=slow,
            n_past=len(past_d),
            last_visit_d=float(past_d[-1]) if len(past_d) else None,
            t_ref_fast_d=self._prior.t_ref_fast_d,
            t_ref_slow_d=self._prior.t_ref_slow_d,
            growth_visits=self._prior.growth_visits,
        )

    def _mean_pain_ahead(self, visits: tuple[datetime, ...], n_days: int) -> Array:
        schedule = self._with_visits(visits)
        at_d = self._coming(n_days)
        pain = expected_pain(self.informed, self._informed_draws, schedule, self._prior, at_d)
        return np.asarray(pain.mean(axis=0))

    def _with_visits(self, visits: Sequence[datetime]) -> Schedule:
        if any(at.tzinfo is None for at in visits):
            raise OutsideMeaningError(
                "A planned visit has no time zone. Give aware times, such as "
                "datetime(2026, 3, 31, 10, tzinfo=UTC)."
            )
        more_d = np.array([self.schedule.days_since_origin(at) for at in visits])
        if (more_d < self.schedule.end_d).any():
            raise OutsideMeaningError(
                "A planned visit lies before the end of the record. Give times after the last "
                "score and visit, or add it to the record."
            )
        return self.schedule.with_visits(more_d, self._prior) if len(more_d) else self.schedule

    def _coming(self, n_days: int) -> Array:
        days = (self.as_of + timedelta(days=k) for k in range(1, n_days + 1))
        moments = (self.timeline.at_usual_hour(on) for on in days)
        return np.array([self.schedule.days_since_origin(at) for at in moments])

    def _answer_counts(self) -> Array:
        diary = [s.nrs for s in self.timeline.scores if s.kind is Kind.DIARY]
        answers = np.clip(np.rint(np.array(diary)), 0, 10).astype(int)
        return np.bincount(answers, minlength=11).astype(float)

    def _look_back(self, with_path: bool) -> LookBack:
        sceptical = [prior for prior, _ in self.priors]
        return look_back(self.timeline, sceptical, self.components, self.with_flares, with_path)

    @cached_property
    def _path_and_flares(self) -> LookBack:
        return self._look_back(with_path=True)

    @cached_property
    def _flares(self) -> LookBack:
        known = "_path_and_flares" in self.__dict__
        return self._path_and_flares if known else self._look_back(with_path=False)

    def path(self) -> LevelPath:
        """The level over the record, with and without the visits' parts, for the picture."""
        path = self._path_and_flares.path
        assert path is not None
        return path

    def flare_days(self) -> tuple[date, ...]:
        """Days that probably held a flare above 1 point, or were reported as one."""
        return self._flares.flare_days


def infer(
    course: Course, as_of: date | None = None, *, seed: int = 0, with_flares: bool = True
) -> Fit:
    """Fit the pain model to one course of treatment.

    Parameters
    ----------
    course : the records.
    as_of : local date, inclusive; later records are left aside. Default: the last record's date.
    seed : fixes every number.
    with_flares : False leaves flares out of the model, for comparisons.

    Returns
    -------
    Fit, whatever the record holds: with too little of it, `outcome` says so.

    Raises
    ------
    OutsideMeaningError
        If `as_of` lies before the first record, or the phase contradicts the onset.

    Notes
    -----
    About 0.1 s for 84 days with 12 visits; linear in the number of scores. Calibration and
    agreement with a slow exact method: docs/explanation/how-good-is-it.md.

    Examples
    --------
    >>> from datetime import UTC
    >>> from deqi import Entry
    >>> start = datetime(2026, 3, 1, 20, tzinfo=UTC)
    >>> moments = [start + timedelta(days=k) for k in range(30)]
    >>> entries = tuple(Entry(at, at.date(), True, 6.0 if k % 3 else 5.0)
    ...                 for k, at in enumerate(moments))
    >>> fit = infer(Course(id="a", entries=entries, declared_phase=Phase.CHRONIC))
    >>> fit.outcome.value, 5.0 < fit.change().now_nrs.median < 6.5
    ('enough', True)
    >>> forecast = fit.forecast(7)
    >>> forecast.p_nrs.shape, forecast.on[0].isoformat()
    ((7, 11), '2026-03-31')
    """
    return infer_near(course, as_of, seed, with_flares, warm=None)


def infer_near(
    course: Course, as_of: date | None, seed: int, with_flares: bool, warm: Proposal | None
) -> Fit:
    """The same, looking first where a fit of nearly the same record has found its points."""
    timeline = build_timeline(course, as_of)
    priors = tuple(
        (read_prior(VERDICT_PRIOR, phase), read_prior(FORECAST_PRIOR, phase))
        for phase in _phases(timeline.phase)
    )
    schedule = build_schedule(timeline, priors[0][0])
    components: list[Posterior] = []
    for sceptical, _ in priors:
        first = warm or (components[0].proposal if components else None)
        rounds = COLD_ROUNDS if first is None else WARM_ROUNDS if warm else NEXT_PHASE_ROUNDS
        components.append(fit_posterior(schedule, sceptical, seed, with_flares, first, rounds))
    return Fit(
        timeline, schedule, priors, tuple(components), seed, _digest(course, timeline), with_flares
    )


def _on_the_scale(interval: Interval) -> Interval:
    """What is said of pain itself stays between 0 and 10."""
    return Interval(*(min(max(end, 0.0), 10.0) for end in astuple(interval)))


def _digest(course: Course, timeline: Timeline) -> str:
    """Digest of what the records say, whatever file and line they came from."""
    parts = (course.entries, course.visits, course.scores, course.treatments, course.blocks)
    content = [[replace(record, row=0) for record in part] for part in parts]
    rest = replace(
        course, entries=(), visits=(), scores=(), treatments=(), blocks=(), left_out=(), warnings=()
    )
    return hashlib.sha256(repr((rest, content, timeline.as_of)).encode()).hexdigest()


def _phases(phase: Phase) -> tuple[PhaseName, ...]:
    return PHASES if phase is Phase.UNKNOWN else tuple(p for p in PHASES if p == phase.value)
