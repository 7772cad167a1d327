"""What the page says in each of its parts, ready for the template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor
from typing import Any
from zoneinfo import ZoneInfo

from deqi.infer import Change, Interval
from deqi.plan import PlannedVisit, Recommendation, VerdictCode
from deqi.report import statements as say
from deqi.report.contents import Report, Statement
from deqi.report.coverage.words import coverage_parts
from deqi.report.letters import capital
from deqi.report.page_tables import change_table, forecast_table
from deqi.report.picture import Picture
from deqi.report.wording import (
    count,
    day,
    difference,
    difference_range,
    number,
    percent,
    visit_count,
)
from deqi.track.timeline import Kind

KINDS = {
    VerdictCode.STOP_AND_REFER: "Stop and refer",
    VerdictCode.TOO_EARLY: "Too early to say",
    VerdictCode.WORSE: "Worse",
    VerdictCode.RECOVERED: "Recovered",
    VerdictCode.IMPROVING_VISITS_PROBABLE: "Improving, visits probably part of it",
    VerdictCode.IMPROVING_CAUSE_UNCLEAR: "Improving, cause unclear",
    VerdictCode.NO_CLEAR_CHANGE: "No clear change",
}
LEAST_SCALE_NRS = (-4, 2)  # ends of the scale of change when all intervals are narrow
WEEK_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class TopItem:
    """One of the three answers under the verdict."""

    name: str
    answer: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class KeyItem:
    """One line of the picture's key."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Scale:
    """From `lo` to `hi` points of change, as per cent of a strip's width."""

    lo: int
    hi: int

    def place(self, nrs: float) -> float:
        """Per cent from the left."""
        return round(100 * (nrs - self.lo) / (self.hi - self.lo), 2)


def page_parts(report: Report) -> dict[str, Any]:
    """Everything the template needs besides the picture."""
    change = report.beliefs.change
    scale = _scale(change) if change else None
    return {
        "title": f"Course {report.course.id}: {KINDS[report.verdict.code]}",
        "course_id": report.course.id,
        "span": span_words(report),
        "kind": KINDS[report.verdict.code],
        "is_stop": report.verdict.code is VerdictCode.STOP_AND_REFER,
        "has_split": change is not None and change.visits is not None,
        "likeliest": say.likeliest_pattern(report),
        "has_visits": report.timeline.n_visits > 0,
        "top": top_items(report),
        "parts": _change_parts(report, scale) if scale else (),
        "scale": {"zero": scale.place(0), "lo": -scale.lo, "hi": scale.hi} if scale else None,
        "change": _rest_of_change(report),
        "figures": change_table(change) if change else None,
        "usual": say.natural_course_statements(report),
        "pattern": _pattern(report),
        "relief": _relief(report),
        "planned": _planned(report),
        "ahead": forecast_table(report),
        "coverage": coverage_parts(report.coverage),
        "function": say.function_statements(report),
        "work": say.work_statement(report),
        "events": say.event_statements(report),
        "harms": say.harm_statements(),
        "found": [r for r in report.screen.reasons if r.is_positive],
        "open": [r for r in report.screen.reasons if not r.is_positive],
        "unasked": say.unasked_statement(report),
        "data": say.data_statements(report),
        "limits": say.cannot_tell(),
        "sources": list(report.sources.values()),
        "numbers": {key: k for k, key in enumerate(report.sources, start=1)},
        "provenance": provenance_rows(report),
    }


def span_words(report: Report) -> str:
    """From when to when the record goes, and when this was written."""
    first = report.timeline.first_on
    record = f"Record {day(first)} to {day(report.as_of)}." if first else "No record yet."
    visits = capital(visit_count(report.timeline))
    return f"{record} {visits}. Written {day(report.today)}."


def top_items(report: Report) -> tuple[TopItem, ...]:
    """Now, since the start, next: what a practitioner reads between two patients."""
    now = _now(report)
    return (_next(report), *now) if report.screen.failed else (*now, _next(report))


def _now(report: Report) -> tuple[TopItem, ...]:
    change = report.beliefs.change
    if change is None:
        return (TopItem("Pain now", "No number", report.nulls["now.level_nrs"]),)
    now, total = change.now_nrs, change.total
    since = TopItem(
        "Since the start",
        capital(difference(total.median).removeprefix("about ")),
        f"80 % interval {difference_range(total.lo80, total.hi80)}",
    )
    if say.has_one_moment(change):
        since = TopItem("Since the start", "Nothing to compare with yet")
    return (
        TopItem(
            f"Pain {say.now_words(report)} (0 to 10)",
            number(now.median),
            f"80 % interval {number(now.lo80)} to {number(now.hi80)}; "
            f"at the start {number(change.start_nrs.median)}",
        ),
        since,
    )


def _next(report: Report) -> TopItem:
    plan = report.plan
    if report.screen.failed:
        return TopItem("Next", "No needling. See the reasons.")
    if plan is None:
        return TopItem("Proposed next", "Not shown", report.nulls["plan"])
    if plan.recommendation is Recommendation.REFER:
        return TopItem("Proposed next", "Review with the doctor", "a person decides")
    if plan.recommendation is Recommendation.STOP:
        return TopItem("Proposed next", "No further visit", "a person decides")
    if not plan.visits:
        return TopItem("Proposed next", "Go on writing; no date proposed", "a person decides")
    more = f"{count(len(plan.visits), 'visit')} proposed; a person decides"
    name = "Proposed next, provisional" if plan.provisional else "Proposed next"
    return TopItem(name, f"Visit on {day(plan.visits[0].on)}", more)


def _scale(change: Change) -> Scale:
    """Wide enough for every 95 % interval, in whole points."""
    shown = [x for x in (change.total, change.natural, change.visits) if x is not None]
    lo = min(LEAST_SCALE_NRS[0], *(floor(x.lo95) for x in shown))
    hi = max(LEAST_SCALE_NRS[1], *(ceil(x.hi95) for x in shown))
    return Scale(lo, hi)


def _change_parts(report: Report, scale: Scale) -> list[dict[str, Any]]:
    """Total, natural, visits: each as a sentence and as a strip."""
    change = report.beliefs.change
    assert change is not None
    rows = zip(
        say.change_parts(report), (change.total, change.natural, change.visits), strict=False
    )
    return [
        {"statement": statement, "places": _places(interval, scale)}
        for statement, interval in rows
        if interval is not None
    ]


def _places(interval: Interval, scale: Scale) -> dict[str, float]:
    names = ("median", "lo80", "hi80", "lo95", "hi95")
    return {name: scale.place(getattr(interval, name)) for name in names} | {"zero": scale.place(0)}


def _rest_of_change(report: Report) -> tuple[Statement, ...]:
    parts = say.change_parts(report)
    return tuple(s for s in say.change_statements(report) if s not in parts)


def _pattern(report: Report) -> list[dict[str, Any]]:
    pattern = report.beliefs.pattern
    if pattern is None:
        return []
    return [
        {"words": words, "percent": percent(p), "width": round(100 * p, 1)}
        for words, p in say.pattern_rows(pattern)
    ]


def _relief(report: Report) -> tuple[Statement, ...]:
    pattern = report.beliefs.pattern
    told = (say.pattern_statement(pattern),) if pattern else ()
    return told + say.relief_statements(report)


def _planned(report: Report) -> list[dict[str, Any]]:
    if report.plan is None:
        return []
    zone = ZoneInfo(report.timeline.time_zone)
    return [
        {"when": moment_words(visit, zone), "reasons": visit.reasons}
        for visit in report.plan.visits
    ]


def moment_words(visit: PlannedVisit, zone: ZoneInfo) -> str:
    """A planned visit's local day and hour."""
    at: datetime = visit.at.astimezone(zone)
    return f"{WEEK_DAYS[visit.on.weekday()]} {day(visit.on)}, {at:%H:%M}"


def provenance_rows(report: Report) -> list[tuple[str, str]]:
    """What is needed to get the same page again."""
    made = report.provenance
    return [
        ("Model", made.model_version),
        ("Priors", f"{made.prior_verdict} (verdict), {made.prior_forecast} (forecast, plan)"),
        ("Fit", f"{made.outcome.value}, worth {made.ess:.0f} independent draws"),
        ("Seed", str(made.seed)),
        ("Data", f"sha256 {made.data_sha256}"),
        ("Time zone", report.timeline.time_zone),
    ]


def key_of(picture: Picture) -> tuple[KeyItem, ...]:
    """One line for each thing that is drawn, and none for what is not."""
    kinds = {dot.kind for dot in picture.dots}
    below = picture.important_below_nrs
    is_drawn = (
        (Kind.DIARY in kinds, "score", "Diary score"),
        (
            Kind.BEFORE in kinds or Kind.AFTER in kinds,
            "before",
            "Score just before needling (filled) and just after (hollow)",
        ),
        (picture.level, "level", "Level of pain, with 50, 80 and 95 % bands"),
        (
            picture.without_visits,
            "without",
            "The course expected without visits, with its 80 % band",
        ),
        (
            picture.forecast,
            "forecast",
            f"Forecast of one entry {picture.ahead}, 50, 80 and 95 %",
        ),
        (
            picture.forecast_with_plan,
            "planned",
            "Forecast of one entry with the proposed visits, 80 % between the dotted lines",
        ),
        (picture.visits and not picture.planned, "visit", "Visit"),
        (picture.planned, "visits", "Visit, and proposed visit (hollow)"),
        (picture.flare_days, "flare", "Day of a probable or reported flare"),
        (
            below is not None,
            "important",
            f"Below {number(below or 0)} the fall counts as an important improvement",
        ),
    )
    return tuple(KeyItem(kind, words) for drawn, kind, words in is_drawn if drawn)


def picture_words(report: Report) -> tuple[str, str]:
    """Title and description of the picture for those who do not see it."""
    timeline = report.timeline
    title = f"Pain from {day(timeline.first_on or report.as_of)} to {day(report.as_of)}"
    level = say.level_now(report).sentence
    change = " ".join(s.sentence for s in say.change_parts(report))
    description = (
        f"{count(timeline.n_scores, 'score')} and {visit_count(timeline)}. {level} "
        f"{change} The tables below the picture hold its figures."
    )
    return title, description
