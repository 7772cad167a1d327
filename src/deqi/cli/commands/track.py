"""`deqi track`: what the diary and the questionnaires say, cleanly."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from deqi.cli.inputs import course_from
from deqi.cli.outputs import data_lines, fact, paragraph, put_answer
from deqi.records import Course
from deqi.track import FunctionChange, Timeline, build_timeline, describe_function


def run(arguments: Namespace) -> None:
    """Print the record in order of time, with its gaps, and the scored questionnaires."""
    course, _ = course_from(arguments)
    timeline = build_timeline(course, arguments.as_of)
    function = describe_function(course, timeline.as_of).instruments
    put_answer(arguments, _lines(course, timeline, function), _plain(course, timeline, function))


def _lines(course: Course, timeline: Timeline, function: tuple[FunctionChange, ...]) -> list[str]:
    with_before = sum(visit.pain_before_nrs is not None for visit in timeline.visits)
    silent = f"{timeline.days_with_entry} with an entry, {timeline.days_without_entry} without"
    return [
        f"{course.id}: {timeline.first_on} to {timeline.as_of}, {timeline.n_days} days",
        fact("pain scores", f"{timeline.n_scores}, of these {timeline.n_entries} in the diary"),
        fact("diary days", silent),
        fact("visits", f"{timeline.n_visits}, of these {with_before} with a score just before"),
        fact("pain lasted", timeline.phase.value),
        fact("usual hour", f"{timeline.usual_hour:.1f} h, {timeline.time_zone}"),
        *(fact(change.instrument, _course_of(change)) for change in function),
        *(
            paragraph(comment, "    ")
            for change in function
            for comment in dict.fromkeys(change.comments)
            if comment
        ),
        *data_lines(course.left_out, timeline.warnings),
    ]


def _course_of(change: FunctionChange) -> str:
    first = "no total" if change.first is None else f"{change.first:g}"
    last = "no total" if change.last is None else f"{change.last:g}"
    return f"{first} on {change.first_on}, {last} on {change.last_on} ({change.unit})"


def _plain(
    course: Course, timeline: Timeline, function: tuple[FunctionChange, ...]
) -> dict[str, Any]:
    return {
        "schema": "deqi.track/1",
        "course": course.id,
        "as_of": timeline.as_of.isoformat(),
        "first_on": timeline.first_on and timeline.first_on.isoformat(),
        "time_zone": timeline.time_zone,
        "phase": timeline.phase.value,
        "usual_hour": timeline.usual_hour,
        "is_daily": timeline.is_daily,
        "scores": [
            {"at": s.at.isoformat(), "on": s.on.isoformat(), "nrs": s.nrs, "kind": s.kind.value}
            for s in timeline.scores
        ],
        "visits": [
            {"at": v.at.isoformat(), "on": v.on.isoformat(), "has_time": v.has_time}
            for v in timeline.visits
        ],
        "silent_days": [on.isoformat() for on in timeline.silent_on],
        "function": [
            {
                "instrument": change.instrument,
                "unit": change.unit,
                "first_on": change.first_on and change.first_on.isoformat(),
                "first": change.first,
                "last_on": change.last_on and change.last_on.isoformat(),
                "last": change.last,
            }
            for change in function
        ],
        "data": {
            "entries": timeline.n_entries,
            "days_with_entry": timeline.days_with_entry,
            "days_without_entry": timeline.days_without_entry,
            "left_out": list(course.left_out),
            "warnings": list(timeline.warnings),
        },
    }
