"""Which rows give which prior. Each rule returns a value, or None where no row counts.

A rule never narrows how people differ because a mean is well known: spreads between people are
taken from rows about people, or stay as they were chosen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log, sqrt

from deqi.evidence.pedigree.course_fit import CourseFit, fit_course, fit_course_given
from deqi.evidence.pedigree.lines import Datum, Value
from deqi.evidence.pedigree.rows import (
    Z95,
    Tables,
    course_data,
    course_points,
    spread_between_people,
    untreated_falls,
)
from deqi.evidence.read_tables import EffectRow, ModelFigure, PublishedPool
from deqi.model import LogNormal, Normal, Prior, expected_curves, mean_left, slow_start_nrs

LEFT_AT_THE_END = 0.1  # design: "lasted until" is read as "a tenth was left"
PRACTITIONERS_WINDOW_H = 12.0  # lower end of what practitioners say; a hypothesis
HOURS_A_DAY, DAYS_A_YEAR = 24.0, 365.0
STANDARD_COURSE_D = tuple(56 * k / 12 for k in range(12))  # 12 visits in 8 weeks [brinkhaus2006]
STANDARD_END_D = 56.0


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a rule gives: the value, the rule in words, the rows used and shown."""

    value: Value
    rule: str
    data: tuple[Datum, ...]


@dataclass(frozen=True, slots=True)
class CourseRuling:
    """Level, excess and time of recovery of one phase, from one fit."""

    fit: CourseFit
    rule: str
    data: tuple[Datum, ...]


def course_without_visits(tables: Tables, prior: Prior, group: str) -> CourseRuling | None:
    """Level, excess and time from mean pain of cohorts, with the slow part taken off."""
    rows = tables.course(group)
    if len(rows) < 3:
        return None
    chosen = prior.theta.get("tau_r") or LogNormal(prior.fixed_tau_r_d or 1.0, 0.0)
    slow, points = (slow_start_nrs(prior), prior.theta["tau_d"]), course_points(rows)
    fit = fit_course(points, chosen.log_sd, *slow)
    if not fit.tells_time:
        fit = fit_course_given(points, chosen, *slow)
    rule = (
        "level, excess and time that come nearest to the cohorts' mean pain over a year, weighted "
        "by 1/SE\N{SUPERSCRIPT TWO}, the slow part that begins high taken off; how people differ "
        "stays as it was chosen"
    )
    return CourseRuling(fit, rule, tuple(course_data(rows)))


def excess_of_lasting_pain(tables: Tables, prior: Prior) -> Ruling | None:
    """The excess that goes without treatment, from arms that were not treated."""
    falls = untreated_falls(tables)
    if not falls:
        return None
    weights = [1 / se**2 for _, _, se in falls]
    excesses = [_excess(fall, 7 * (row.week or 0.0), prior) for row, fall, _ in falls]
    mean = sum(w * a for w, a in zip(weights, excesses, strict=True)) / sum(weights)
    used = tuple(
        Datum(
            f"{row.trial}, {row.arm}, fall of {fall:.2f} by week {row.week:g}",
            excess,
            _excess(fall - Z95 * se, 7 * (row.week or 0.0), prior),
            _excess(fall + Z95 * se, 7 * (row.week or 0.0), prior),
            True,
            row.verified,
            row.sources,
            "as the excess that makes it",
        )
        for (row, fall, se), excess in zip(falls, excesses, strict=True)
    )
    beside = course_data(
        tables.course("persistent"), False, "people within a year of onset; gives the time only"
    )
    return Ruling(
        Normal(mean, prior.a.sd),
        "the excess whose fading, with that of the slow part, makes the fall of pain in untreated "
        "arms, weighted by 1/SE\N{SUPERSCRIPT TWO}; how people differ stays as it was chosen",
        (*used, *beside),
    )


def _excess(fall_nrs: float, at_d: float, prior: Prior) -> float:
    slow = slow_start_nrs(prior) * (1 - mean_left(prior.theta["tau_d"], at_d))
    recovery = prior.theta.get("tau_r") or prior.fixed_tau_r_d or 1.0
    return (fall_nrs - slow) / (1 - mean_left(recovery, at_d))


def reporting_noise(tables: Tables, prior: Prior) -> Ruling | None:
    """Noise of one answer, from how scores of one person differ within a week."""
    figure = tables.figure("within_person_sd_momentary")
    if figure is None or figure.central is None:
        return None
    factor = sqrt(1 + prior.heavy_share * (prior.heavy_factor**2 - 1))
    return Ruling(
        LogNormal(figure.central / factor, prior.theta["sd_e"].log_sd),
        "SD of one person's scores within a week, divided by what the share of wide noise adds; "
        "the slow part hardly moves in a week; how people differ stays as it was chosen",
        (_datum(figure, "SD of a person's scores within a week", figure.central, bare=True),),
    )


def fading_of_fast_relief(tables: Tables) -> Ruling | None:
    """Days, from the hours practitioners speak of to the days one small study saw."""
    figure = tables.figure("fast_duration")
    if figure is None or figure.central is None:
        return None
    fading = -log(LEFT_AT_THE_END)
    shortest = PRACTITIONERS_WINDOW_H / HOURS_A_DAY / fading
    longest = figure.central / fading
    ends = tuple(None if end is None else end / fading for end in (figure.lo, figure.hi))
    seen = Datum(
        f"one visit, lasted {figure.central:g} days",
        longest,
        ends[0],
        ends[1],
        True,
        figure.verified,
        figure.sources,
        "a tenth left at the end",
    )
    return Ruling(
        LogNormal(sqrt(shortest * longest), log(longest / shortest) / (2 * Z95)),
        "95 % of people between relief that is nearly gone after the 12 hours practitioners speak "
        "of (a hypothesis) and relief that lasts as long as the one study of single visits saw",
        (seen,),
    )


def fading_of_slow_relief(tables: Tables) -> Ruling | None:
    """Days, from the share of the benefit left after a year, against no acupuncture."""
    left = tables.figure("persistence_vs_none_12mo")
    if left is None or left.central is None or left.lo is None:
        return None
    tau, least = (DAYS_A_YEAR / -log(share) for share in (left.central, left.lo))
    rule = (
        "the time after which the printed share of the benefit is left at 12 months; its lower end "
        "is taken as that of 95 % of people. The arms compared with may have been treated later, "
        "which makes benefit look lasting: an upper bound"
    )
    data = [
        Datum(
            f"{left.central:.0%} left at 12 months, against no acupuncture".replace("%", " %"),
            tau,
            least,
            None,
            True,
            left.verified,
            left.sources,
        )
    ]
    sham = tables.figure("persistence_vs_sham_12mo")
    if sham is not None and sham.central is not None:
        data.append(
            Datum(
                f"{sham.central:.0%} left at 12 months, against sham".replace("%", " %"),
                DAYS_A_YEAR / -log(sham.central),
                None,
                None,
                False,
                sham.verified,
                sham.sources,
                "needling without context; the slow part is both",
            )
        )
    return Ruling(LogNormal(tau, log(tau / least) / Z95), rule, tuple(data))


def fast_relief(tables: Tables, prior: Prior) -> Ruling | None:
    """Points just after a first visit, from the pooled immediate effect."""
    pool = tables.pool("Xiang", 2017, "sham", "SMD")
    sd, rows = spread_between_people(tables, at_start=True)
    if pool is None or pool.estimate is None or not rows:
        return None
    data = _pool_datum(pool, -sd, f"immediate effect of a first visit x SD {sd:.2f}")
    return Ruling(
        Normal(data.value, prior.g_f.sd),
        "standardised effect within 30 minutes, against sham, times the SD of pain between people "
        "at the start of the trials; how people differ stays as it was chosen",
        (data,),
    )


def slow_relief(tables: Tables, prior: Prior) -> Ruling | None:
    """Points a visit, so that twelve visits in eight weeks make the published difference."""
    data = effects_against_no_acupuncture(tables)
    people = tables.figure("sd_individual_response_vs_none")
    if not data or people is None or people.central is None:
        return None
    fast, grown, slow = expected_curves(prior, STANDARD_COURSE_D, STANDARD_END_D)
    effect = sum(datum.value for datum in data) / len(data)
    rest = effect - prior.g_f.mean * fast - prior.g_l.mean * grown
    per_visit = tuple(
        replace(
            d,
            value=d.value / slow,
            lo=None if d.lo is None else d.lo / slow,
            hi=None if d.hi is None else d.hi / slow,
            label=f"{d.label}: {d.value:.1f} points, over {slow:.1f} visits' worth",
        )
        for d in data
    )
    return Ruling(
        Normal(rest / slow, people.central / slow),
        "mean of the published differences after a course, less what is left of fast relief, over "
        "the slow relief that 12 visits in 8 weeks add up to; the lines hold trials in common, so "
        "that their precision is not used. How people differ: SD of individual response, likewise",
        per_visit,
    )


def effects_against_no_acupuncture(tables: Tables) -> list[Datum]:
    """What a course of acupuncture takes off pain against none, points of 0-10, each line."""
    sd, rows = spread_between_people(tables, at_start=False)
    lines: list[Datum] = []
    vickers = tables.pool("Vickers IPD", 2012, "no acupuncture", "SMD")
    if vickers is not None and rows:
        lines.append(_pool_datum(vickers, sd, f"pooled, against no acupuncture x SD {sd:.1f}"))
    cochrane = tables.pool("Cochrane Mu", 2020, "usual care", "MD")
    if cochrane is not None:
        lines.append(_pool_datum(cochrane, -0.1, "pooled, against usual care"))
    lines += [
        _effect_datum(row)
        for row in tables.effects
        if "vs waiting list" in row.comparison and row.measure == "MD" and "0-100" in row.outcome
    ]
    return lines


def size_of_flares(tables: Tables, prior: Prior) -> Ruling | None:
    """Points, from what people with flares reported."""
    figure = tables.figure("flare_height")
    if figure is None or figure.central is None:
        return None
    return Ruling(
        Normal(figure.central, prior.flares.jump.sd),
        "mean rise of pain in a flare; how flares differ stays as it was chosen",
        (_datum(figure, "rise of pain in a flare", figure.central),),
    )


def _datum(figure: ModelFigure, label: str, value: float, bare: bool = False) -> Datum:
    lo, hi = (None, None) if bare else (figure.lo, figure.hi)
    return Datum(label, value, lo, hi, True, figure.verified, figure.sources)


def _pool_datum(pool: PublishedPool, factor: float, what: str) -> Datum:
    ends = sorted(
        end * factor for end in (pool.lo, pool.hi) if end is not None and pool.estimate is not None
    )
    lo, hi = ends if len(ends) == 2 else (None, None)
    return Datum(
        f"{pool.review} {pool.year}, {what}",
        (pool.estimate or 0.0) * factor,
        lo,
        hi,
        True,
        pool.verified,
        pool.sources,
    )


def _effect_datum(row: EffectRow) -> Datum:
    lo, hi = (None if end is None else -end / 10 for end in (row.hi, row.lo))
    return Datum(
        f"{row.study} {row.year}, {row.comparison}",
        -(row.estimate or 0.0) / 10,
        lo,
        hi,
        True,
        row.verified,
        row.sources,
    )
