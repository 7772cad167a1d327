"""What the shipped and the rebuilt set expect of groups, beside what was published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deqi.evidence.pedigree.rebuild import SET, Pedigree
from deqi.evidence.pedigree.rows import Tables, untreated_falls
from deqi.evidence.pedigree.rules import (
    DAYS_A_YEAR,
    STANDARD_COURSE_D,
    STANDARD_END_D,
    effects_against_no_acupuncture,
)
from deqi.model import (
    PhaseName,
    Prior,
    expected_natural_nrs,
    expected_relief_nrs,
    mean_left,
    read_prior,
)


@dataclass(frozen=True, slots=True)
class Beside:
    """One expectation of a group: published (a figure, or the least and the most of several lines),
    and what each set expects, in points of 0-10 or as a share."""

    what: str
    published: tuple[float, float]
    shipped: float
    rebuilt: float
    sources: tuple[str, ...]


def expected_beside_published(found: Pedigree, tables: Tables) -> tuple[Beside, ...]:
    """Natural course, untreated arms, a course of visits, and how long it lasts.

    >>> from deqi.evidence.pedigree import rebuild_informed
    >>> rows = expected_beside_published(rebuild_informed(), Tables.shipped())
    >>> rows[0].what, rows[0].published
    ('recent pain without visits, week 0', (5.2, 5.2))
    """
    return (*_courses(found, tables), *_untreated(found, tables), *_visits(found, tables))


def _both(found: Pedigree, phase: PhaseName) -> tuple[Prior, Prior]:
    return read_prior(SET, phase), found.prior(phase)


def _courses(found: Pedigree, tables: Tables) -> Iterator[Beside]:
    """Recent pain without visits, at the weeks of the meta-analysis of cohorts."""
    for row in tables.course("acute"):
        if row.study == "Menezes Costa":
            shipped, rebuilt = (
                expected_natural_nrs(prior, 7 * row.week) for prior in _both(found, "acute")
            )
            what = f"recent pain without visits, week {row.week:g}"
            mean = row.mean_0_100 / 10
            yield Beside(what, (mean, mean), shipped, rebuilt, row.sources)


def _untreated(found: Pedigree, tables: Tables) -> Iterator[Beside]:
    for row, fall, _ in untreated_falls(tables):
        at_d = 7 * (row.week or 0.0)
        shipped, rebuilt = (
            expected_natural_nrs(prior, 0.0) - expected_natural_nrs(prior, at_d)
            for prior in _both(found, "chronic")
        )
        what = f"lasting pain, fall without treatment by week {row.week:g}"
        yield Beside(what, (fall, fall), shipped, rebuilt, row.sources)


def _visits(found: Pedigree, tables: Tables) -> Iterator[Beside]:
    lines = effects_against_no_acupuncture(tables)
    both = _both(found, "chronic")
    if lines:
        values = [line.value for line in lines]
        keys = tuple(dict.fromkeys(key for line in lines for key in line.sources))
        shipped, rebuilt = (
            expected_relief_nrs(prior, STANDARD_COURSE_D, STANDARD_END_D) for prior in both
        )
        what = "12 visits in 8 weeks against none, at week 8"
        yield Beside(what, (min(values), max(values)), shipped, rebuilt, keys)
    left = tables.figure("persistence_vs_none_12mo")
    if left is not None and left.central is not None:
        shipped, rebuilt = (mean_left(prior.theta["tau_s"], DAYS_A_YEAR) for prior in both)
        what = "share of slow relief left after 12 months"
        yield Beside(what, (left.central, left.central), shipped, rebuilt, left.sources)
