"""What published groups of people went through in twelve weeks, without and with a course.

How a band is made. Each arm of a study is a line of mean pain: straight between the times that were
published, level after the last one. Around it lies the 95 % interval of its mean (mean plus and
minus 1.96 standard deviations of the change over the root of its people). The band of several arms
goes from the lowest to the highest of these: studies that disagree make it wide. It is a band of
means. How far people scatter around their group's mean is told beside it, as the standard deviation
of the change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from deqi.evidence.arms import ArmRow, ArmType, Stat, counts
from deqi.evidence.read_tables import NaturalHistoryRow, read_arms, read_natural_history

N_WEEKS = 12
Z95 = 1.96  # half the width of a 95 % interval, in standard errors
CHRONIC_START_NRS = 6.5  # baselines of trials in chronic pain: 6.5 [cho2013], 6.5 [mu2020]
CHRONIC_START_SOURCES = ("cho2013", "mu2020")
WITHOUT = (ArmType.NO_TREATMENT, ArmType.USUAL_CARE)


class PainKind(StrEnum):
    """Whose twelve weeks: new pain, pain of twelve weeks or more, pain down a leg."""

    ACUTE = "acute"
    CHRONIC = "chronic"
    SCIATICA = "sciatica"


@dataclass(frozen=True, slots=True)
class PublishedPoint:
    """A mean at one week, 0 to 10, with its 95 % interval."""

    week: float
    mean_nrs: float
    lo_nrs: float
    hi_nrs: float


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One arm, or one pool of cohorts.

    Attributes
    ----------
    name : the study, and the arm where a study has several of the same kind.
    n : people; None where it is not known for this group alone.
    points : in order of time, the start included.
    sd_change_nrs : how far people scatter in their change; None where it was not published.
    is_interval_borrowed : whether the interval rests on the spread of another study.
    sources : source keys.
    """

    name: str
    n: int | None
    points: tuple[PublishedPoint, ...]
    sd_change_nrs: float | None
    is_interval_borrowed: bool
    sources: tuple[str, ...]

    @property
    def last_week(self) -> float:
        """The last published time."""
        return self.points[-1].week

    def at(self, week: float) -> PublishedPoint:
        """Straight between published times, and held after the last.

        >>> start, later = PublishedPoint(0, 6.0, 5.0, 7.0), PublishedPoint(8, 4.0, 3.0, 5.0)
        >>> line = PublishedLine("a", 9, (start, later), None, False, ())
        >>> line.at(4).mean_nrs, line.at(12).mean_nrs
        (5.0, 4.0)
        """
        after = next((k for k, p in enumerate(self.points) if p.week >= week), None)
        if after is None:
            return self._held(week)
        right = self.points[after]
        left = self.points[max(after - 1, 0)]
        share = (week - left.week) / (right.week - left.week) if right.week > left.week else 0.0
        return PublishedPoint(
            week,
            *(
                getattr(left, end) + share * (getattr(right, end) - getattr(left, end))
                for end in ("mean_nrs", "lo_nrs", "hi_nrs")
            ),
        )

    def _held(self, week: float) -> PublishedPoint:
        last = self.points[-1]
        return PublishedPoint(week, last.mean_nrs, last.lo_nrs, last.hi_nrs)


@dataclass(frozen=True, slots=True)
class BandPoint:
    """The band at one week: lowest and highest end of the studies' intervals, mean of the means.

    `is_held` says that at least one study has no later figure than an earlier week's.
    """

    week: float
    mean_nrs: float
    lo_nrs: float
    hi_nrs: float
    is_held: bool


@dataclass(frozen=True, slots=True)
class PublishedBand:
    """Several lines as one band from week 0 to week 12."""

    lines: tuple[PublishedLine, ...]

    @property
    def last_week(self) -> float:
        """Up to when every study has figures."""
        return min(N_WEEKS, *(line.last_week for line in self.lines))

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of all its studies."""
        return tuple(dict.fromkeys(key for line in self.lines for key in line.sources))

    def at(self, week: float) -> BandPoint:
        """The band at one week; the mean weighs studies by their people."""
        points = [line.at(week) for line in self.lines]
        weights = [line.n or 1 for line in self.lines]
        mean = sum(w * p.mean_nrs for w, p in zip(weights, points, strict=True)) / sum(weights)
        return BandPoint(
            week,
            mean,
            min(p.lo_nrs for p in points),
            max(p.hi_nrs for p in points),
            is_held=week > self.last_week,
        )


@dataclass(frozen=True, slots=True)
class Expectation:
    """Twelve weeks of groups like this one; a band that nobody published is None.

    Attributes
    ----------
    without, with_course : bands of mean pain. Of chronic pain, both come from the same randomised
        trials, brought to one start.
    cohorts : people followed with whatever care they had; None where `without` is made of them.
    why_no_without, why_no_with : why a band is missing, or is not of people without any care; or
        empty.
    """

    kind: PainKind
    without: PublishedBand | None
    with_course: PublishedBand | None
    cohorts: PublishedBand | None
    why_no_without: str = ""
    why_no_with: str = ""

    @property
    def is_followed_only(self) -> bool:
        """Whether `without` is of people followed with whatever care they had."""
        return self.without is not None and self.with_course is None


def expect(kind: PainKind) -> Expectation:
    """What is published of twelve weeks without and with a course.

    Examples
    --------
    >>> chronic = expect(PainKind.CHRONIC)
    >>> [line.name for line in chronic.without.lines]
    ['Brinkhaus 2006', 'Yun 2012']
    >>> expect(PainKind.SCIATICA).without is None
    True
    """
    if kind is PainKind.CHRONIC:
        arms = _arms_with_a_control("chronic")
        return Expectation(
            kind,
            _band_of(arms, WITHOUT),
            _band_of(arms, (ArmType.ACUPUNCTURE,)),
            _cohorts("persistent"),
        )
    if kind is PainKind.ACUTE:
        return Expectation(
            kind,
            _cohorts("acute"),
            None,
            None,
            why_no_without="These people had whatever care they had; none of the figures are of "
            "people left without.",
            why_no_with="No trial whose figures were checked has measured pain over weeks with a "
            "course and without one in new back pain, so no band is drawn for a course.",
        )
    return Expectation(
        kind,
        None,
        None,
        None,
        why_no_without="No figure that was checked says how sciatica goes over 12 weeks without "
        "needles, so no band is drawn.",
        why_no_with="The one trial here compared a course with imitated needling, not with going "
        "without, so no band is drawn for a course either.",
    )


def _cohorts(group: str) -> PublishedBand:
    rows = [row for row in read_natural_history() if row.group == group and counts(row.verified)]
    return PublishedBand(tuple(_cohort_lines(rows)))


def _cohort_lines(rows: Sequence[NaturalHistoryRow]) -> Iterator[PublishedLine]:
    """One line for each study with more than a start."""
    for study in dict.fromkeys((row.study, row.year) for row in rows):
        own = sorted((r for r in rows if (r.study, r.year) == study), key=lambda r: r.week)
        points = tuple(PublishedPoint(r.week, r.mean_0_100 / 10, r.lo / 10, r.hi / 10) for r in own)
        sources = tuple(dict.fromkeys(key for r in own for key in r.sources))
        if len(points) > 1:
            yield PublishedLine(f"{study[0]} {study[1]}", None, points, None, False, sources)


def _arms_with_a_control(condition: str) -> tuple[ArmRow, ...]:
    """Changes in pain within a year, of trials with a needle arm and an arm without needles."""
    rows = [
        row
        for row in read_arms()
        if row.condition == condition
        and row.domain == "pain"
        and row.stat is Stat.CHANGE
        and counts(row.verified)
        and None not in (row.mean, row.week, row.scale_max, row.n)
    ]
    kinds: dict[str, set[ArmType]] = {}
    for row in rows:
        kinds.setdefault(row.trial, set()).add(row.arm_type)
    return tuple(
        row
        for row in rows
        if ArmType.ACUPUNCTURE in kinds[row.trial] and kinds[row.trial] & set(WITHOUT)
    )


def _band_of(rows: Iterable[ArmRow], kinds: Sequence[ArmType]) -> PublishedBand:
    """The arms of some kinds, each brought to the common start."""
    own = [row for row in rows if row.arm_type in kinds]
    widest_sd = max(_nrs(row.sd, row) for row in own if row.sd is not None)
    by_arm: dict[tuple[str, str], list[ArmRow]] = {}
    for row in own:
        by_arm.setdefault((row.trial, row.arm), []).append(row)
    n_arms = [trial for trial, _ in by_arm]
    return PublishedBand(
        tuple(
            _line(trial if n_arms.count(trial) == 1 else f"{trial}, {arm}", changes, widest_sd)
            for (trial, arm), changes in by_arm.items()
        )
    )


def _line(name: str, changes: list[ArmRow], widest_sd: float) -> PublishedLine:
    ordered = sorted(changes, key=lambda row: row.week or 0.0)
    start = CHRONIC_START_NRS
    points = [PublishedPoint(0.0, start, start, start)]
    for row in ordered:
        sd = widest_sd if row.sd is None else _nrs(row.sd, row)
        half = Z95 * sd / sqrt(row.n or 1)
        mean = start + _nrs(row.mean, row)
        points.append(PublishedPoint(float(row.week or 0), mean, mean - half, mean + half))
    first = ordered[0]
    return PublishedLine(
        name,
        first.n,
        tuple(points),
        None if first.sd is None else _nrs(first.sd, first),
        is_interval_borrowed=any(row.sd is None for row in ordered),
        sources=tuple(dict.fromkeys(key for row in ordered for key in row.sources)),
    )


def _nrs(value: float | None, row: ArmRow) -> float:
    """A figure on its own scale as points of 0 to 10."""
    assert value is not None
    assert row.scale_max is not None
    return 10 * value / row.scale_max
