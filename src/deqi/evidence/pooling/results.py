"""What a pool answers: comparisons, fits, and what was set aside. Ratios are logarithms."""

from __future__ import annotations

from dataclasses import dataclass

from deqi.evidence.pooling.question import PoolQuestion


@dataclass(frozen=True, slots=True)
class Contrast:
    """Acupuncture against one comparator in one trial.

    Attributes
    ----------
    trial, year, comparator, outcome, week, scores : what is compared; `scores` is `change`,
        `final` or `events`.
    group : the sub-group it stands in; empty without sub-groups.
    n_treated, n_control : people, after a shared arm was split.
    treated, control : the two sides in words, such as `-28.7 (30.3)` or `184 of 387`.
    estimate, variance, lo, hi : the effect, its sampling variance and interval.
    rows : lines of the table it rests on.
    is_from_memory : whether any of them is from memory.
    sources : their source keys.
    notes : what should be known about it.
    """

    trial: str
    year: int | None
    comparator: str
    outcome: str
    week: float | None
    scores: str
    group: str
    n_treated: float
    n_control: float
    treated: str
    control: str
    estimate: float
    variance: float
    lo: float
    hi: float
    rows: tuple[int, ...]
    is_from_memory: bool
    sources: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def n(self) -> float:
        """People on both sides."""
        return self.n_treated + self.n_control

    @property
    def se(self) -> float:
        """The standard error."""
        return float(self.variance**0.5)


@dataclass(frozen=True, slots=True)
class Fit:
    """One pooled mean: `df` of its t interval, or None for the normal one; `p` of no difference."""

    estimate: float
    se: float
    lo: float
    hi: float
    p: float
    df: int | None
    tau2: float
    method: str


@dataclass(frozen=True, slots=True)
class Heterogeneity:
    """How far trials differ beyond chance.

    Attributes
    ----------
    tau2, tau2_lo, tau2_hi : variance of the true effects (REML), interval by Q-profile.
    i2_percent : share of tau2 in the variance of a typical trial, tau2 / (tau2 + s2), with s2
        Higgins and Thompson's typical sampling variance; its ends from those of tau2.
    h2 : 1 / (1 - I2).
    q, df, p : Cochran's Q against chi-squared.
    prediction : where the true effect of a next trial may lie, t with k - 1 degrees of freedom;
        None below three comparisons.
    """

    tau2: float
    tau2_lo: float
    tau2_hi: float
    i2_percent: float
    i2_lo_percent: float
    i2_hi_percent: float
    h2: float
    q: float
    df: int
    p: float
    prediction: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Step:
    """A pool without one trial (`leave_one_out`), or of the trials up to one (`cumulative`)."""

    trial: str
    n_contrasts: int
    fit: Fit
    tau2: float


@dataclass(frozen=True, slots=True)
class PooledGroup:
    """The pool of all comparisons, or of one sub-group.

    Attributes
    ----------
    name : the sub-group; empty for all.
    contrasts : by year, then trial.
    random, dersimonian_laird, fixed : three pools of them; alike for a single comparison.
    heterogeneity : None for a single comparison.
    weights_percent : of each comparison in `random`.
    leave_one_out, cumulative : pools without each trial, and up to each year; empty below three
        trials or above `MOST_STEPS`.
    """

    name: str
    contrasts: tuple[Contrast, ...]
    random: Fit
    dersimonian_laird: Fit
    fixed: Fit
    heterogeneity: Heterogeneity | None
    weights_percent: tuple[float, ...]
    leave_one_out: tuple[Step, ...]
    cumulative: tuple[Step, ...]

    @property
    def k(self) -> int:
        """Comparisons."""
        return len(self.contrasts)

    @property
    def n_trials(self) -> int:
        """Trials."""
        return len({contrast.trial for contrast in self.contrasts})


@dataclass(frozen=True, slots=True)
class Between:
    """Whether sub-groups differ more than chance: Q of their means against chi-squared."""

    q: float
    df: int
    p: float
    shares_trials: bool


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that is in order but does not count here, and why."""

    row: int
    trial: str
    arm: str
    reason: str


@dataclass(frozen=True, slots=True)
class PoolResult:
    """The answer to one question.

    Attributes
    ----------
    question : what was asked.
    contrasts : every comparison, by sub-group.
    whole : the pool of all; None with sub-groups in which one trial may stand twice.
    groups : the pools of the sub-groups.
    between : the test between them, if there are two or more.
    set_aside : rows that did not count, with the reason.
    warnings : what should be known before it is believed.
    favours : which sign, or side of 1, favours acupuncture, in words.
    unit : of the estimates, in words.
    """

    question: PoolQuestion
    contrasts: tuple[Contrast, ...]
    whole: PooledGroup | None
    groups: tuple[PooledGroup, ...]
    between: Between | None
    set_aside: tuple[SetAside, ...]
    warnings: tuple[str, ...]
    favours: str
    unit: str
