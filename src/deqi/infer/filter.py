"""One pass over a record for many parameter points at once: what is believed after each score.

A moment-matched Kalman filter. Given the nonlinear parameters the pain model is linear and
Gaussian but for two things, each met at a score by matching mean and covariance exactly: an answer
tells an interval, not a number, with noise of two widths; and since the last score a flare may have
begun or not. Cost: linear in scores; every array carries the parameter points on its last axis.

Equations: docs/explanation/pain-model.md, "Inference".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from deqi.infer.schedule import Schedule
from deqi.model import Flares, Prior, interval_likelihood

Array = NDArray[np.float64]
Theta = dict[str, Array]

# The state: level, slow part, flare, excess at the start, gains of a visit (fast, grown, slow),
# level + slow part as it was at the start, and its mean over the "now" marks minus that.
C, D, F, A, GF, GL, GS, AT_START, MOVED = range(9)
N_FELT = 7  # the first seven are felt now; the last two are memories
N_STATE = 9
N_CLONED = 3


@dataclass(frozen=True, slots=True)
class Clones:
    """Parts of the pain remembered at chosen times, judged with all later scores.

    Mean and variance of shape (N_CLONED, n_clones, n_points); first axis: level, level without the
    visits' parts, flare.
    """

    mean: Array
    var: Array


@dataclass(frozen=True, slots=True)
class Filtered:
    """What is believed after the last event, for each parameter point.

    Attributes
    ----------
    mean, cov : shape (N_STATE, n_points) and (N_STATE, N_STATE, n_points), at `at_d`.
    log_evidence : shape (n_points,), log probability of all scores.
    flare_mean, flare_var : shape (n_scores, n_points), the flare's part at each score.
    clones : None unless asked for.
    """

    at_d: float
    mean: Array
    cov: Array
    log_evidence: Array
    flare_mean: Array
    flare_var: Array
    clones: Clones | None


def filter_record(
    schedule: Schedule, theta: Theta, prior: Prior, n_clones: int = 0, with_flares: bool = True
) -> Filtered:
    """Run the filter.

    Parameters
    ----------
    schedule : the record.
    theta : parameters by name, each of shape (n_points,); see `Prior.theta_from_standard`.
    prior : prior of the linear parts, and the constants.
    n_clones : how many clone events the schedule holds.
    with_flares : False leaves flares out, as if their rate were 0.
    """
    run = _Run(schedule, theta, prior, n_clones, with_flares)
    for event, felt in zip(schedule.events, run.loadings, strict=True):
        run.advance(event.at_d)
        if event.kind == "score":
            run.see(event.index, felt)
        elif event.kind == "clone":
            run.remember(event.index, felt)
        elif event.kind == "start":
            run.mark_start()
        else:
            run.mark_now()
    return run.result()


def loadings(schedule: Schedule, theta: Theta) -> Array:
    """How much of each felt part of the state is in the pain, shape (n_events, 7, n_points)."""
    at_d = np.array([e.at_d for e in schedule.events])
    return loadings_at(schedule, at_d, theta, own=True)


def loadings_at(schedule: Schedule, at_d: Array, theta: Theta, own: bool = False) -> Array:
    """The same at any ordered times; without the corrections for scores taken at a visit."""
    out = np.ones((len(at_d), N_FELT, len(theta["tau_f"])))
    out[:, A] = np.exp(-at_d[:, None] / theta["tau_r"])
    curves = schedule.curves(at_d, theta)
    if own:
        _correct_scores_at_visits(schedule, curves, theta)
    np.negative(curves, out=out[:, GF:])
    return out


def _correct_scores_at_visits(schedule: Schedule, curves: Array, theta: Theta) -> None:
    """A score just before or after needling knows its own visit's order, even without a time."""
    place = {e.index: i for i, e in enumerate(schedule.events) if e.kind == "score"}
    rates = np.stack([1 / theta["tau_f"], 1 / theta["tau_f"], 1 / theta["tau_s"]])
    doses = schedule.doses
    for score, visit, is_after in schedule.own:
        t = schedule.score_d[score]
        own = (schedule.dose_visit == visit) & (doses.at_d < t)
        weights = np.stack([doses.fast[own], doses.grown[own], doses.slow[own]])
        fading = np.exp(-(t - doses.at_d[own])[:, None] * rates[:, None])
        curves[place[score]] -= (weights[:, :, None] * fading).sum(axis=1)
        if is_after:
            fast = schedule.fast_w[visit]
            whole = (fast, fast * schedule.growth_w[visit], schedule.slow_w[visit])
            curves[place[score]] += np.array(whole)[:, None]


class _Run:
    """The filter's moving parts. Arrays are updated in place; that is most of its speed."""

    def __init__(
        self, schedule: Schedule, theta: Theta, prior: Prior, n_clones: int, with_flares: bool
    ) -> None:
        n = len(theta["tau_f"])
        self.schedule, self.theta, self.prior = schedule, theta, prior
        self.loadings = loadings(schedule, theta)
        self.flares = prior.flares if with_flares and prior.flares.rate_per_d > 0 else None
        self.mean = np.zeros((N_STATE, n))
        self.cov = np.zeros((N_STATE, N_STATE, n))
        self._start_from_prior()
        self.clock = schedule.events[0].at_d
        self.since_score_d = 0.0
        noise_var = theta["sd_e"] ** 2
        self.noise_var = np.stack([noise_var, noise_var * prior.heavy_factor**2])
        self.noise_share = np.array([1 - prior.heavy_share, prior.heavy_share])[:, None]
        self.walk_var = theta["walk"] ** 2
        self.d_var = theta["sd_d"] ** 2
        self.log_evidence = np.zeros(n)
        self.flare_mean = np.zeros((len(schedule.score_d), n))
        self.flare_var = np.zeros((len(schedule.score_d), n))
        # Arrays that every score fills anew: making them costs as much as filling them.
        self.outer = np.empty((N_STATE, N_STATE, n))
        self.two_means = np.empty((2, 1, n))
        self.two_variances = np.empty((2, len(self.noise_var), n))
        self.clones = _LiveClones(n_clones, n) if n_clones else None

    def _start_from_prior(self) -> None:
        prior, sd_d = self.prior, self.theta["sd_d"]
        self.mean[C], self.cov[C, C] = prior.c.mean, prior.c.sd**2
        self.mean[D], self.cov[D, D] = prior.d_start * sd_d, sd_d**2
        for k, static in zip((A, GF, GL, GS), prior.statics, strict=True):
            self.mean[k], self.cov[k, k] = static.mean, static.sd**2

    def advance(self, at_d: float) -> None:
        """Let time pass: the level walks, the slow part returns to its middle, flares fade."""
        gap = at_d - self.clock
        if gap <= 0:
            return
        self.clock = at_d
        self.since_score_d += gap
        keep = np.exp(-gap / self.theta["tau_d"])
        fade = np.exp(-gap / self.prior.flares.tau_d)
        for k, factor in ((D, keep), (F, fade)):
            self.mean[k] *= factor
            self.cov[k] *= factor
            self.cov[:, k] *= factor
        self.cov[C, C] += self.walk_var * gap
        self.cov[D, D] += self.d_var * (1 - keep * keep)
        if self.clones:
            self.clones.scale(D, keep)
            self.clones.scale(F, fade)

    def mark_start(self) -> None:
        """Remember level + slow part as they are at the start."""
        self._add_memory(AT_START, 1.0)
        self._add_memory(MOVED, -1.0)

    def mark_now(self) -> None:
        """Add level + slow part to the mean over the last week."""
        self._add_memory(MOVED, 1.0 / len(self.schedule.now_d))

    def _add_memory(self, k: int, weight: float) -> None:
        self.mean[k] += weight * (self.mean[C] + self.mean[D])
        self.cov[k] += weight * (self.cov[C] + self.cov[D])
        self.cov[:, k] += weight * (self.cov[:, C] + self.cov[:, D])

    def remember(self, index: int, felt: Array) -> None:
        """Keep parts of this moment's pain, to be corrected by all later scores."""
        assert self.clones is not None
        weights = np.stack([felt, felt, np.zeros_like(felt)])
        weights[:2, F] = 0.0
        weights[1, GF:] = 0.0
        weights[2, F] = 1.0
        self.clones.add(index, weights, self.mean, self.cov)

    def see(self, index: int, felt: Array) -> None:
        """Take in one score."""
        answer_cov = np.einsum("ijn,jn->in", self.cov[:, :N_FELT], felt)
        mean = np.add.reduce(felt * self.mean[:N_FELT], axis=0)
        var = np.add.reduce(felt * answer_cov[:N_FELT], axis=0)
        low, high = self.schedule.low[index], self.schedule.high[index]
        jump = _jump_since(self.since_score_d, self.flares)
        self.since_score_d = 0.0
        if jump is None:
            p, slope, curvature = interval_likelihood(
                low, high, mean[None], var + self.noise_var, self.noise_share
            )
            self._correct(felt, answer_cov, slope, curvature, np.zeros(1))
        else:
            p = self._see_with_jump(low, high, mean, var, felt, answer_cov, jump)
        self.log_evidence += np.log(p)
        self.flare_mean[index] = self.mean[F]
        self.flare_var[index] = self.cov[F, F]

    def _see_with_jump(
        self,
        low: float,
        high: float,
        mean: Array,
        var: Array,
        felt: Array,
        answer_cov: Array,
        jump: _Jump,
    ) -> Array:
        """Two histories since the last score, without and with a new flare, merged by moments."""
        means, variances = self.two_means, self.two_variances
        means[0, 0] = mean
        np.add(mean, jump.mean, out=means[1, 0])
        np.add(var, self.noise_var, out=variances[0])
        np.add(var + jump.var, self.noise_var, out=variances[1])
        p, slope, curvature = interval_likelihood(low, high, means, variances, self.noise_share)
        p[0] *= 1 - jump.chance
        p[1] *= jump.chance
        total = p[0] + p[1]
        share = p / total
        # Each history moves the state by slope * answer_cov, and the second one the flare by `leap`
        # on top; what follows is the covariance of that two-part mixture.
        leap = jump.mean + jump.var * slope[1]
        mid_slope = np.add.reduce(share * slope, axis=0)
        mid_leap = share[1] * leap
        off = slope - mid_slope
        a = np.add.reduce(share * (curvature + off * off), axis=0)
        b = share[1] * (curvature[1] * jump.var + off[1] * (leap - mid_leap))
        b -= share[0] * off[0] * mid_leap
        c = share[1] * (jump.var + curvature[1] * jump.var**2 + (leap - mid_leap) ** 2)
        c += share[0] * mid_leap**2
        self._correct(felt, answer_cov, mid_slope, a, b)
        self.mean[F] += mid_leap
        cross = b * answer_cov
        self.cov[F] += cross
        self.cov[:, F] += cross
        self.cov[F, F] += c
        return np.asarray(total)

    def _correct(
        self, felt: Array, answer_cov: Array, slope: Array, curvature: Array, flare_cov: Array
    ) -> None:
        self.mean += slope * answer_cov
        scaled = curvature * answer_cov
        np.multiply(scaled[:, None], answer_cov[None], out=self.outer)
        self.cov += self.outer
        if self.clones:
            self.clones.correct(felt, answer_cov, slope, curvature, flare_cov)

    def result(self) -> Filtered:
        """What is believed at the end."""
        return Filtered(
            self.clock,
            self.mean,
            self.cov,
            self.log_evidence,
            self.flare_mean,
            self.flare_var,
            Clones(self.clones.mean, self.clones.var) if self.clones else None,
        )


class _LiveClones:
    """Remembered parts of the pain: corrected by every later score, not touching one another.

    Clones are added in order of time, so that the first `n_live` are the ones to correct.
    """

    def __init__(self, n_clones: int, n_points: int) -> None:
        self.n_live = 0
        self.mean = np.zeros((N_CLONED, n_clones, n_points))
        self.var = np.zeros((N_CLONED, n_clones, n_points))
        self.cov = np.zeros((N_CLONED, n_clones, N_FELT, n_points))

    def add(self, index: int, weights: Array, mean: Array, cov: Array) -> None:
        """Remember weighted parts of the state, weights of shape (N_CLONED, 7, n_points)."""
        assert index == self.n_live, "clones come in order of time"
        with_state = np.einsum("kjn,ijn->kin", weights, cov[:N_FELT, :N_FELT])
        self.mean[:, index] = (weights * mean[:N_FELT]).sum(axis=1)
        self.cov[:, index] = with_state
        self.var[:, index] = (weights * with_state).sum(axis=1)
        self.n_live += 1

    def scale(self, part: int, factor: Array | float) -> None:
        """A part of the state has shrunk by a factor."""
        self.cov[:, : self.n_live, part] *= factor

    def correct(
        self, felt: Array, answer_cov: Array, slope: Array, curvature: Array, flare_cov: Array
    ) -> None:
        """Take in one score; `flare_cov` is the extra covariance through a new flare."""
        live = self.cov[:, : self.n_live]
        answer = np.einsum("kgjn,jn->kgn", live, felt)
        self.mean[:, : self.n_live] += slope * answer
        self.var[:, : self.n_live] += curvature * answer * answer
        live += (curvature * answer)[:, :, None] * answer_cov[:N_FELT]
        live[:, :, F] += flare_cov * answer


@dataclass(frozen=True, slots=True)
class _Jump:
    """Flares since the last score: chance of at least one, and the moments of their sum today."""

    chance: float
    mean: float
    var: float


@lru_cache(maxsize=1024)  # most gaps are a day, and every pass meets the same ones
def _jump_since(gap_d: float, flares: Flares | None) -> _Jump | None:
    """Moments of decaying shot noise over a gap, given that it is not zero."""
    if flares is None or gap_d <= 0:
        return None
    chance = -np.expm1(-flares.rate_per_d * gap_d)
    faded = -np.expm1(-gap_d / flares.tau_d)
    faded_twice = -np.expm1(-2 * gap_d / flares.tau_d)
    size, spread = flares.jump.mean, flares.jump.sd
    mean = flares.rate_per_d * size * flares.tau_d * faded
    var = flares.rate_per_d * (size**2 + spread**2) * flares.tau_d / 2 * faded_twice
    mean_if_any = mean / chance
    var_if_any = (var + mean**2) / chance - mean_if_any**2
    return _Jump(float(chance), float(mean_if_any), float(var_if_any))
