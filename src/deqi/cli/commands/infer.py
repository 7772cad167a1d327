"""`deqi infer`: what is believed of the course. The numbers are those of the report."""

from __future__ import annotations

from argparse import Namespace

from deqi.cli.commands.report import report_on
from deqi.cli.outputs import data_lines, paragraph, put_answer
from deqi.infer import Change, Pattern, VisitRelief
from deqi.report import Report, report_json
from deqi.report.wording import (
    difference_with_interval,
    duration,
    level_with_interval,
    percent,
    relief_with_interval,
)

_KEYS = (
    *("course", "now", "change", "pattern", "visit_relief", "forecast", "flare_days"),
    *("data", "fit", "model"),
)


def run(arguments: Namespace) -> None:
    """Print level, change, pattern, relief and forecast with their intervals."""
    report = report_on(arguments)
    whole = report_json(report)
    put_answer(arguments, _lines(report), {key: whole[key] for key in _KEYS})


def _lines(report: Report) -> list[str]:
    beliefs = report.beliefs
    lines = [
        paragraph(f"{report.course.id}, up to {report.as_of}: {report.provenance.outcome.sentence}")
    ]
    if beliefs.change:
        lines += ["", *_change(beliefs.change)]
    if beliefs.pattern:
        lines.append(_pattern(beliefs.pattern))
    if beliefs.visit_relief:
        lines += _relief(beliefs.visit_relief)
    if beliefs.forecast:
        last = len(beliefs.forecast.on) - 1
        interval = beliefs.forecast.interval(last)
        lines.append(
            f"  on {beliefs.forecast.on[last]}     an answer of {interval.lo80:g} to "
            f"{interval.hi80:g} is expected (80 %), without further visits"
        )
    return lines + data_lines(report.course.left_out, report.warnings)


def _change(change: Change) -> list[str]:
    lines = [
        f"  pain now          {level_with_interval(change.now_nrs)}",
        f"  since the start   {difference_with_interval(change.total)}",
    ]
    if change.natural and change.visits:
        lines += [
            f"  without visits    {difference_with_interval(change.natural)}",
            f"  visits' part      {difference_with_interval(change.visits)}",
        ]
    if change.why_not_split:
        lines.append(paragraph(change.why_not_split, "  "))
    return lines


def _pattern(pattern: Pattern) -> str:
    return (
        f"  pattern           at once {percent(pattern.at_once)}, builds up "
        f"{percent(pattern.builds_up)}, both {percent(pattern.both)}, neither "
        f"{percent(pattern.neither)}"
    )


def _relief(relief: VisitRelief) -> list[str]:
    prior = ", mostly assumed beforehand" if relief.half_life_is_prior_driven else ""
    return [
        f"  after a visit     {relief_with_interval(relief.peak_nrs)}",
        f"  half of it gone   after {duration(relief.half_life_h.median)}{prior}",
    ]
