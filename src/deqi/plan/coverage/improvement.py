"""Improvement as a payer reads it: documented scores, first against latest. Never the posterior."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import fmean

from deqi.plan.policy import Policy
from deqi.plan.reasons import counted, day
from deqi.records import Course
from deqi.track.scores import score_instrument
from deqi.track.timeline import Kind, Timeline

INSTRUMENTS = ("PEG", "RMDQ-24", "RMDQ-23", "NRS")
WEEK_D = 7
LEAST_ENTRIES = 3  # of a week of the diary
ROUNDING = 1e-9


class ImprovementState(StrEnum):
    """What documented scores show."""

    DEMONSTRATED = "demonstrated"
    BELOW_SETTING = "below the setting"
    NONE = "none"
    REGRESSING = "regressing"
    CONTRADICTORY = "contradictory"
    NOT_RECORDED = "not recorded"


@dataclass(frozen=True, slots=True)
class DocumentedScore:
    """One measure, at the start and at the latest time. Lower is better.

    Attributes
    ----------
    name : of the questionnaire or of the scores.
    is_form : a questionnaire that was filled in; otherwise pain scores written at visits or in the
        diary.
    """

    name: str
    first_on: date
    first: float
    last_on: date
    last: float
    is_form: bool

    @property
    def fall_percent(self) -> float | None:
        """How much lower the latest is, in per cent of the first; None if the first was 0."""
        return 100 * (self.first - self.last) / self.first if self.first else None

    @property
    def sentence(self) -> str:
        """The two scores in words."""
        scores = f"{self.name} {self.first:.3g} on {day(self.first_on)}, {self.last:.3g} on "
        fall = self.fall_percent
        if fall is None:
            return f"{scores}{day(self.last_on)}"
        change = "no change" if fall == 0 else f"{abs(fall):.0f} % {'less' if fall > 0 else 'more'}"
        return f"{scores}{day(self.last_on)}: {change}"


@dataclass(frozen=True, slots=True)
class Improvement:
    """What documented scores show, and those they rest on."""

    state: ImprovementState
    scores: tuple[DocumentedScore, ...]
    threshold_percent: float

    @property
    def sentence(self) -> str:
        """The judgement in words."""
        told = "; ".join(score.sentence for score in self.scores)
        set_at = f"{self.threshold_percent:g} %"
        return {
            ImprovementState.DEMONSTRATED: (
                f"{told}. That reaches the {set_at} that count here as a demonstrated improvement."
            ),
            ImprovementState.BELOW_SETTING: (
                f"{told}. That is under the {set_at} that count here as a demonstrated improvement."
            ),
            ImprovementState.NONE: f"{told}. Documented scores show no improvement.",
            ImprovementState.REGRESSING: f"{told}. Documented scores are worse than at the start.",
            ImprovementState.CONTRADICTORY: (
                f"{told}. Documented scores contradict each other, so no improvement is "
                "demonstrated."
            ),
            ImprovementState.NOT_RECORDED: (
                "Not recorded: no PEG, RMDQ or pain score before the first visit has a later one "
                "to compare it with."
            ),
        }[self.state]


def judge_improvement(course: Course, timeline: Timeline, policy: Policy) -> Improvement:
    """Compare documented scores with those at the start.

    Questionnaires (PEG, RMDQ, NRS as a form) come first; pain scores at visits, or else a week of
    the diary, count only when no questionnaire can be compared. Improvement is demonstrated when
    one falls by `policy.improved_percent` and none is worse.
    """
    scores = tuple(_forms(course, timeline)) or tuple(_pain_scores(timeline))
    return Improvement(_state(scores, policy), scores, policy.improved_percent)


def _state(scores: Iterable[DocumentedScore], policy: Policy) -> ImprovementState:
    compared = [(score.first - score.last, score.fall_percent or 0.0) for score in scores]
    if not compared:
        return ImprovementState.NOT_RECORDED
    is_worse = any(fall < 0 for fall, _ in compared)
    is_better = any(fall > 0 for fall, _ in compared)
    if is_worse:
        return ImprovementState.CONTRADICTORY if is_better else ImprovementState.REGRESSING
    if any(percent >= policy.improved_percent - ROUNDING for _, percent in compared):
        return ImprovementState.DEMONSTRATED
    return ImprovementState.BELOW_SETTING if is_better else ImprovementState.NONE


def _forms(course: Course, timeline: Timeline) -> Iterator[DocumentedScore]:
    """Each questionnaire: the last one up to the first visit, or else the first, and the latest."""
    if not timeline.visits:
        return
    begun_on = timeline.visits[0].on
    known = [score for score in course.scores if score.on <= timeline.as_of]
    results = [score_instrument(score) for score in sorted(known, key=lambda score: score.on)]
    for name in INSTRUMENTS:
        totals = [(r.on, r.total) for r in results if r.instrument == name and r.total is not None]
        before = [entry for entry in totals if entry[0] <= begun_on]
        start = before[-1] if before else next(iter(totals), None)
        if start and totals[-1][0] > max(start[0], begun_on):
            (first_on, first), (last_on, last) = start, totals[-1]
            yield DocumentedScore(name, first_on, first, last_on, last, True)


def _pain_scores(timeline: Timeline) -> Iterator[DocumentedScore]:
    """NRS just before needling, first and latest visit; or else of a week of the diary."""
    before = [visit for visit in timeline.visits if visit.pain_before_nrs is not None]
    if len(before) > 1 and before[0] is timeline.visits[0]:
        first, last = before[0], before[-1]
        name = "NRS just before needling"
        if first.pain_before_nrs is not None and last.pain_before_nrs is not None:
            yield DocumentedScore(
                name, first.on, first.pain_before_nrs, last.on, last.pain_before_nrs, False
            )
        return
    yield from _diary_weeks(timeline)


def _diary_weeks(timeline: Timeline) -> Iterator[DocumentedScore]:
    if not timeline.visits:
        return
    begun_on = timeline.visits[0].on
    at_start = _week(timeline, begun_on - timedelta(days=1))
    latest = _week(timeline, timeline.as_of)
    if at_start is None or latest is None:
        return
    if timeline.as_of - timedelta(days=WEEK_D) >= begun_on:
        name = f"NRS, mean of {counted(WEEK_D, 'day')} of the diary,"
        yield DocumentedScore(
            name, begun_on - timedelta(days=1), at_start, timeline.as_of, latest, False
        )


def _week(timeline: Timeline, last_on: date) -> float | None:
    first_on = last_on - timedelta(days=WEEK_D - 1)
    scores = [
        score.nrs
        for score in timeline.scores
        if score.kind is Kind.DIARY and first_on <= score.on <= last_on
    ]
    return fmean(scores) if len(scores) >= LEAST_ENTRIES else None
