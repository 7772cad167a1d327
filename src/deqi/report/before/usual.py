"""What usually happens, in sentences whose figures are read from the published tables."""

from __future__ import annotations

from collections.abc import Iterator

from deqi.evidence import (
    read_adverse_events,
    read_arms,
    read_effects,
    read_published_pools,
    read_statements,
)
from deqi.evidence.expectation import (
    CHRONIC_START_NRS,
    CHRONIC_START_SOURCES,
    Expectation,
    PainKind,
    PublishedBand,
    PublishedLine,
)
from deqi.report.contents import Statement
from deqi.report.wording import difference_range, number

COMPARED_AT_WEEK = 8.0  # the last week at which every trial that is drawn has figures


def usual_course(expectation: Expectation) -> Iterator[Statement]:
    """What to say beside the bands of one kind of pain."""
    yield from _SAYS[expectation.kind](expectation)


def _chronic(expectation: Expectation) -> Iterator[Statement]:
    without, with_course = expectation.without, expectation.with_course
    assert without is not None
    assert with_course is not None
    yield Statement(
        f"In trials, people who began at about {number(CHRONIC_START_NRS)} of 10 were on average, "
        f"after 8 weeks, at {_range(without)} without a course and at {_range(with_course)} with "
        "one.",
        (*without.sources, *CHRONIC_START_SOURCES),
    )
    yield Statement(
        "The bands overlap, and the trials disagree about how far they lie apart. People in them "
        "knew whether they were treated, and that alone lowers the pain they tell."
    )
    yield _pool()
    yield _known("natural_course_persistent")
    yield Statement(
        "The dotted line shows that: people who were followed with whatever care they had fell "
        "further than those in trials without a course. Both are called 'usual'.",
        ("menezescosta2012",),
    )
    yield from _spread(without, "without a course")
    yield from _spread(with_course, "with a course")
    yield _responders()


def _range(band: PublishedBand) -> str:
    point = band.at(COMPARED_AT_WEEK)
    return f"{number(point.lo_nrs)} to {number(point.hi_nrs)}"


def _pool() -> Statement:
    """The pooled difference to usual care, just after a course."""
    pool = next(
        p
        for p in read_published_pools()
        if p.sources == ("mu2020",) and p.comparator == "usual care" and "pain" in p.outcome
    )
    assert pool.estimate is not None and pool.lo is not None and pool.hi is not None  # noqa: PT018
    return Statement(
        f"Five trials with {pool.n:,} people, taken together, found pain just after a course "
        f"{number(-pool.estimate / 10)} points lower than with usual care (95 % interval "
        f"{difference_range(pool.lo / 10, pool.hi / 10)}); its "
        f"certainty is {pool.certainty}, say the reviewers.",
        pool.sources,
    )


def _spread(band: PublishedBand, how: str) -> Iterator[Statement]:
    """One standard deviation each way holds about two in three people."""
    for line in band.lines:
        if line.sd_change_nrs is not None:
            yield Statement(_scatter(line, line.sd_change_nrs, how), line.sources)


def _scatter(line: PublishedLine, sd: float, how: str) -> str:
    change = line.at(COMPARED_AT_WEEK).mean_nrs - line.points[0].mean_nrs
    return (
        f"Single people scatter far around such averages: {how}, about two in three changed by "
        f"something between {_change(change - sd)} and {_change(change + sd)} points in 8 weeks."
    )


def _change(nrs: float) -> str:
    return f"{number(abs(nrs))} {'less' if nrs < 0 else 'more'}"


def _responders() -> Statement:
    """Of 100 people, how many fared clearly better half a year later, in one large trial."""
    shares = {
        row.arm_type.value: row.mean
        for row in read_arms()
        if row.sources == ("haake2007",) and row.stat.value == "proportion"
    }
    return Statement(
        "In a large trial, half a year after it began, "
        f"{_of_100(shares['acupuncture'])} of 100 people were clearly better after a course of "
        f"needling, {_of_100(shares['sham_penetrating'])} of 100 after imitated needling, and "
        f"{_of_100(shares['usual_care'])} of 100 with usual care.",
        ("haake2007",),
    )


def _of_100(share: float | None) -> str:
    assert share is not None
    return f"{100 * share:.0f}"


def _acute(expectation: Expectation) -> Iterator[Statement]:
    yield _known("natural_course_acute")
    yield Statement(expectation.why_no_without)
    yield _known("recovery_acute")
    yield _known("recurrence")
    yield Statement(expectation.why_no_with)
    yield _single_visit()


def _single_visit() -> Statement:
    """The one checked comparison with going without: one visit, days to recovery."""
    days = {row.arm_type.value: row.mean for row in read_arms() if row.sources == ("skonnord2020",)}
    ratio = next(row for row in read_effects() if row.sources == ("skonnord2020",))
    return Statement(
        f"One trial gave a single visit: half had recovered by day {days['acupuncture']:.0f} with "
        f"it and by day {days['usual_care']:.0f} without, which may be chance (recovery "
        f"{ratio.estimate:g} times as fast, 95 % interval {ratio.lo:g} to {ratio.hi:g}).",
        ("skonnord2020",),
    )


def _sciatica(expectation: Expectation) -> Iterator[Statement]:
    yield Statement(expectation.why_no_without)
    yield Statement(expectation.why_no_with)
    arms = {
        row.arm_type.value: row
        for row in read_arms()
        if row.sources == ("tu2024",) and row.domain == "pain" and row.week == 4
    }
    later = next(
        row
        for row in read_effects()
        if row.sources == ("tu2024",) and row.week == 52 and "leg pain" in row.outcome
    )
    assert later.estimate is not None
    yield Statement(
        "In that trial of chronic sciatica from a slipped disc, leg pain fell in 4 weeks by "
        f"{_fall(arms['acupuncture'].mean)} points of 10 with ten visits of needling and by "
        f"{_fall(arms['sham_nonpenetrating'].mean)} with imitated needling; a year after the "
        f"start they still differed by {_fall(later.estimate)}.",
        ("tu2024",),
    )


def _fall(change_0_100: float | None) -> str:
    assert change_0_100 is not None
    return number(-change_0_100 / 10)


def harms_of_1000() -> Statement:
    """The pooled frequencies on one footing: of 1,000 people."""
    of_1000 = {
        row.event: (row.rate_per_10000 or 0.0) / 10
        for row in read_adverse_events()
        if row.sources == ("baumler2021",) and row.unit.startswith("patients")
    }
    serious = 10 * of_1000["serious AE"]
    return Statement(
        "Of 1,000 people treated over several visits, about "
        f"{of_1000['any AE']:.0f} have some unwanted effect, about "
        f"{of_1000['AE requiring treatment']:.0f} needs treatment for it, and a serious one is "
        f"rarer still: about {serious:.0f} in 10,000.",
        ("baumler2021",),
    )


def _known(id: str) -> Statement:
    statement = read_statements()[id]
    return Statement(statement.sentence, statement.sources)


_SAYS = {PainKind.ACUTE: _acute, PainKind.CHRONIC: _chronic, PainKind.SCIATICA: _sciatica}
