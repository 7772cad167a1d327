"""One course as irregular times: what was scored when, which visits lie before, where gaps are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from statistics import median
from zoneinfo import ZoneInfo

from deqi.records import Course, DaySpan, Entry, OutsideMeaningError, Phase, Treatment, Visit

USUAL_HOUR_IF_UNKNOWN = 20.0  # evening diaries are the habit; only used when no entry has a time
VISIT_HOURS = (8.0, 19.0)  # when practices needle: a visit without a time lies somewhere in here
ACUTE_BELOW_WEEKS = 4.0  # [menezescosta2012] and CMS NCD 30.3.3 agree on 12 weeks for chronic
CHRONIC_FROM_WEEKS = 12.0
LONGEST_STAY_MIN = 120.0  # longer is a needle left in the skin: the score after was asked before
SILENCE_WINDOW_DAYS = 28
DAILY_WINDOW_DAYS = 14


class Kind(StrEnum):
    """Where a pain score comes from."""

    DIARY = "diary"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class TimedScore:
    """One pain score at one moment.

    `visit` is the place of its own visit in `Timeline.visits` for a score taken just before or just
    after needling, else None. `half_width_nrs` is half the step of the answer scale.
    """

    at: datetime
    on: date
    nrs: float
    kind: Kind
    half_width_nrs: float = 0.5
    visit: int | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A course in order of time, up to and including `as_of`. Nothing is filled in.

    Attributes
    ----------
    as_of : local date, inclusive.
    scores : all pain scores (diary, before and after needling), in order of time.
    visits : visits up to `as_of`, in order of time.
    phase : how long the pain had lasted at the first record.
    usual_hour : local hour (0-24) at which this person writes: median of the entries with a time.
    first_on : local date of the first score or visit; None for an empty record.
    days_with_entry, days_without_entry : days from the first diary entry to `as_of`.
    is_daily : entries on at least half of the diary's first 14 days.
    silent_on : days without an entry among the last 28 (none before the diary began).
    share_of_visits_with_before : 0 to 1; 0 without visits.
    visits_recorded : False when visits took place whose dates are not known.
    cannot_come : local days on which the person cannot come to a visit.
    """

    as_of: date
    time_zone: str
    phase: Phase
    usual_hour: float
    scores: tuple[TimedScore, ...]
    visits: tuple[Visit, ...]
    entries: tuple[Entry, ...]
    treatments: tuple[Treatment, ...]
    first_on: date | None
    days_with_entry: int
    days_without_entry: int
    is_daily: bool
    silent_on: tuple[date, ...]
    share_of_visits_with_before: float
    cannot_come: tuple[DaySpan, ...] = ()
    warnings: tuple[str, ...] = ()
    visits_recorded: bool = True

    @property
    def n_scores(self) -> int:
        """Pain scores in all, of the diary and at visits."""
        return len(self.scores)

    @property
    def n_entries(self) -> int:
        """Pain scores of the diary."""
        return sum(score.kind is Kind.DIARY for score in self.scores)

    @property
    def n_visits(self) -> int:
        """Visits up to `as_of`."""
        return len(self.visits)

    @property
    def n_days(self) -> int:
        """Days of record, first and last day included."""
        return 0 if self.first_on is None else (self.as_of - self.first_on).days + 1

    def at_usual_hour(self, on: date) -> datetime:
        """The moment, in UTC, at which this person usually writes on a local date."""
        return local_moment(on, self.usual_hour, self.time_zone)


def local_moment(on: date, hour: float, time_zone: str) -> datetime:
    """A local date and hour of the day as UTC.

    >>> local_moment(date(2026, 7, 1), 20.5, "Europe/Madrid").isoformat()
    '2026-07-01T18:30:00+00:00'
    """
    seconds = min(round(hour * 3600), 86399)
    clock = (datetime.min + timedelta(seconds=seconds)).time()
    return datetime.combine(on, clock, ZoneInfo(time_zone)).astimezone(UTC)


def phase_at(course: Course, on: date) -> Phase:
    """How long the pain had lasted on a date: acute, subacute, chronic, or unknown.

    The onset date is used if there is one, else the duration up to the first entry, else the
    declared phase.

    Raises
    ------
    OutsideMeaningError
        If the declared phase contradicts the onset date or duration.

    Examples
    --------
    >>> phase_at(Course(id="a", onset_on=date(2026, 1, 1)), date(2026, 2, 15)).value
    'subacute'
    """
    if course.onset_on is not None:
        weeks = (on - course.onset_on).days / 7
    elif course.duration_weeks is not None:
        weeks = course.duration_weeks
    else:
        return course.declared_phase
    phase = _phase_of(weeks)
    if course.declared_phase not in (Phase.UNKNOWN, phase):
        raise OutsideMeaningError(
            f"The course is declared {course.declared_phase.value}, but the pain had lasted "
            f"{weeks:.1f} weeks at the first record, which is {phase.value}. "
            "Correct the onset, the duration or the phase, or leave the phase out."
        )
    return phase


def _phase_of(weeks: float) -> Phase:
    if weeks < ACUTE_BELOW_WEEKS:
        return Phase.ACUTE
    return Phase.SUBACUTE if weeks < CHRONIC_FROM_WEEKS else Phase.CHRONIC


def build_timeline(course: Course, as_of: date | None = None) -> Timeline:
    """Put a course in order of time.

    Parameters
    ----------
    course : the records.
    as_of : local date, inclusive; later records are left aside. Default: the last record's date.

    Raises
    ------
    OutsideMeaningError
        If `as_of` lies before the first record, or the declared phase contradicts the onset.

    Examples
    --------
    >>> from datetime import UTC
    >>> entry = Entry(datetime(2026, 3, 1, 20, tzinfo=UTC), date(2026, 3, 1), True, 6.0)
    >>> timeline = build_timeline(Course(id="a", entries=(entry,)), as_of=date(2026, 3, 4))
    >>> timeline.n_scores, timeline.days_without_entry
    (1, 3)
    """
    dates = _record_dates(course)
    if as_of is None:
        as_of = max(dates, default=date.min)
    elif dates and as_of < min(dates):
        raise OutsideMeaningError(
            f"as_of is {as_of}, before the first record on {min(dates)}. Give a later date."
        )
    visits = tuple(sorted((v for v in course.visits if v.on <= as_of), key=lambda v: v.at))
    entries = tuple(sorted((e for e in course.entries if e.on <= as_of), key=lambda e: e.at))
    scored = [e for e in entries if e.pain_nrs is not None]
    scores = _scores(scored, visits)
    first_on = min(d for d in dates) if dates else None
    phase = phase_at(course, first_on) if first_on else course.declared_phase
    written = {e.on for e in scored}
    days = _days(scored[0].on, as_of) if scored else []
    before = sum(v.pain_before_nrs is not None for v in visits)
    return Timeline(
        as_of=as_of,
        time_zone=course.time_zone,
        phase=phase,
        usual_hour=_usual_hour(scored, course.time_zone),
        scores=scores,
        visits=visits,
        entries=entries,
        treatments=course.treatments,
        first_on=first_on,
        days_with_entry=len(written),
        days_without_entry=len(days) - len(written),
        is_daily=sum(d in written for d in days[:DAILY_WINDOW_DAYS]) >= DAILY_WINDOW_DAYS / 2,
        silent_on=tuple(d for d in days[-SILENCE_WINDOW_DAYS:] if d not in written),
        share_of_visits_with_before=before / len(visits) if visits else 0.0,
        cannot_come=course.cannot_come,
        warnings=_warnings(course, phase, visits),
        visits_recorded=course.visits_recorded,
    )


def _record_dates(course: Course) -> list[date]:
    scored = [e.on for e in course.entries if e.pain_nrs is not None]
    return scored + [v.on for v in course.visits]


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=k) for k in range((last - first).days + 1)]


def _scores(entries: list[Entry], visits: tuple[Visit, ...]) -> tuple[TimedScore, ...]:
    at_visits = list(_scores_at_visits(visits))
    diary = [
        TimedScore(e.at, e.on, e.pain_nrs, Kind.DIARY) for e in entries if e.pain_nrs is not None
    ]
    diary = _with_half_width(diary)
    at_visits = _with_half_width(at_visits)
    # Scores of one moment in a fixed order: the answer must not depend on how a file is sorted.
    return tuple(sorted(diary + at_visits, key=lambda s: (s.at, s.nrs, s.kind)))


def _scores_at_visits(visits: tuple[Visit, ...]) -> Iterable[TimedScore]:
    for k, visit in enumerate(visits):
        if visit.pain_before_nrs is not None:
            yield TimedScore(visit.at, visit.on, visit.pain_before_nrs, Kind.BEFORE, visit=k)
        if visit.pain_after_nrs is not None:
            yield TimedScore(
                visit.at + _stay(visit), visit.on, visit.pain_after_nrs, Kind.AFTER, visit=k
            )


def _stay(visit: Visit) -> timedelta:
    """From just before to just after; needles that stay in for longer go home with the person."""
    retention_min = visit.needling.retention_min or 0.0
    return timedelta(minutes=min(max(retention_min, 1.0), LONGEST_STAY_MIN))


def _with_half_width(scores: list[TimedScore]) -> list[TimedScore]:
    """Half the step of the scale the person answers on: whole points, halves, or finer."""
    step = max((_step(s.nrs) for s in scores), default=0)
    half_width = (0.5, 0.25, 0.05)[step]
    return [TimedScore(s.at, s.on, s.nrs, s.kind, half_width, s.visit) for s in scores]


def _step(nrs: float) -> int:
    if nrs == round(nrs):
        return 0
    return 1 if 2 * nrs == round(2 * nrs) else 2


def _usual_hour(entries: list[Entry], time_zone: str) -> float:
    zone = ZoneInfo(time_zone)
    hours = [_hour(e.at.astimezone(zone).time()) for e in entries if e.has_time]
    return median(hours) if hours else USUAL_HOUR_IF_UNKNOWN


def _hour(clock: time) -> float:
    return clock.hour + clock.minute / 60


def _warnings(course: Course, phase: Phase, visits: tuple[Visit, ...]) -> tuple[str, ...]:
    warnings = list(course.warnings)
    if not course.time_zone_given:
        warnings.append("No time zone was given; UTC was assumed for every local date and hour.")
    if phase is Phase.UNKNOWN:
        warnings.append(
            "How long the pain has lasted is not known; acute, subacute and chronic courses "
            "were weighed against each other. An onset date would sharpen the answer."
        )
    n_without = sum(not v.has_time for v in visits)
    if n_without:
        warnings.append(
            f"{n_without} of {len(visits)} visits without a time of day: each was spread over "
            "8:00 to 19:00, which blurs the relief of the first day."
        )
    return tuple(warnings)
