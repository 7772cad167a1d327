"""Mean pain of cohorts and what a prior set expects of them, week by week, for pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deqi.evidence.pedigree.course_fit import fit_course_given
from deqi.evidence.pedigree.rebuild import SET, Pedigree
from deqi.evidence.pedigree.rows import Tables, course_points
from deqi.model import (
    LogNormal,
    PhaseName,
    Prior,
    expected_natural_nrs,
    mean_left,
    read_prior,
    slow_start_nrs,
)

WEEKS = tuple(range(53))
RECENT: tuple[PhaseName, ...] = ("acute", "subacute")


@dataclass(frozen=True, slots=True)
class CohortCurves:
    """Points of cohorts and two curves through a year, points of 0-10.

    Attributes
    ----------
    name : of the number whose section shows it. title : what is drawn.
    points : (week, mean, lo, hi). shipped, rebuilt : mean pain at each of `WEEKS`.
    """

    name: str
    title: str
    points: tuple[tuple[float, float, float, float], ...]
    shipped: tuple[float, ...]
    rebuilt: tuple[float, ...]


def cohort_curves(found: Pedigree, tables: Tables) -> tuple[CohortCurves, ...]:
    """One picture for each group of cohorts that gives a number.

    >>> from deqi.evidence.pedigree import rebuild_informed
    >>> tables = Tables.shipped()
    >>> [one.name for one in cohort_curves(rebuild_informed(tables), tables)]
    ['tau_r, chronic', 'c, acute']
    """
    from_tables = {line.name for line in found.lines if line.origin == "tables"}
    pictures = [_lasting(found, tables)] if "tau_r, chronic" in from_tables else []
    for phase in RECENT:
        if f"c, {phase}" in from_tables:
            pictures.append(_recent(found, tables, phase))
    return tuple(pictures)


def _recent(found: Pedigree, tables: Tables, phase: PhaseName) -> CohortCurves:
    shipped, rebuilt = (
        tuple(expected_natural_nrs(prior, 7.0 * week) for week in WEEKS)
        for prior in (read_prior(SET, phase), found.prior(phase))
    )
    title = f"Mean pain without visits, {phase}: cohorts, and what each set expects"
    return CohortCurves(f"c, {phase}", title, _points(tables, phase), shipped, rebuilt)


def _lasting(found: Pedigree, tables: Tables) -> CohortCurves:
    """For lasting pain only the time is taken, so level and excess are fitted to each time."""
    shipped, rebuilt = (
        _fitted(prior, tables) for prior in (read_prior(SET, "chronic"), found.prior("chronic"))
    )
    title = "Mean pain without visits, persistent: cohorts, and the nearest curve with each time"
    return CohortCurves("tau_r, chronic", title, _points(tables, "persistent"), shipped, rebuilt)


def _fitted(prior: Prior, tables: Tables) -> tuple[float, ...]:
    tau, slow, tau_slow = (
        LogNormal(prior.fixed_tau_r_d or 1.0, 0.0),
        slow_start_nrs(prior),
        prior.theta["tau_d"],
    )
    fit = fit_course_given(course_points(tables.course("persistent")), tau, slow, tau_slow)
    return tuple(
        fit.c + fit.a * mean_left(tau, 7.0 * week) + slow * mean_left(tau_slow, 7.0 * week)
        for week in WEEKS
    )


def _points(tables: Tables, group: str) -> tuple[tuple[float, float, float, float], ...]:
    rows: Sequence[tuple[float, float, float, float]] = [
        (row.week, row.mean_0_100 / 10, row.lo / 10, row.hi / 10) for row in tables.course(group)
    ]
    return tuple(rows)
