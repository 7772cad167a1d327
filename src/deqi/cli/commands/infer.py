"""`deqi infer`: what is believed of the course. The numbers are those of the report."""

from __future__ import annotations

from argparse import Namespace

from deqi.cli.commands.report import report_on
from deqi.cli.outputs import cited, data_lines, fact, paragraph, put_answer
from deqi.infer import Change, Forecast, Pattern, VisitRelief
from deqi.report import Report, Statement, report_json
from deqi.report.wording import (
    ahead_words,
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
    if arguments.blocks:
        from deqi.cli.commands.infer_blocks import run as compare_blocks

        return compare_blocks(arguments)
    report = report_on(arguments)
    whole = report_json(report)
    plain = {"schema": "deqi.infer/1", **{key: whole[key] for key in _KEYS}}
    put_answer(arguments, _lines(report), plain)


def _lines(report: Report) -> list[str]:
    beliefs = report.beliefs
    heading = f"{report.course.id}, up to {report.as_of}: {report.provenance.outcome.sentence}"
    return [
        paragraph(heading),
        "",
        *(_change(beliefs.change, report.group_statement) if beliefs.change else ()),
        *(_pattern(beliefs.pattern) if beliefs.pattern else ()),
        *(_relief(beliefs.visit_relief) if beliefs.visit_relief else ()),
        *(_forecast(beliefs.forecast, ahead_words(report.timeline)) if beliefs.forecast else ()),
        *data_lines(report.course.left_out, report.warnings),
    ]


def _change(change: Change, in_trials: Statement) -> list[str]:
    lines = [
        fact("pain now", level_with_interval(change.now_nrs)),
        fact("since the start", difference_with_interval(change.total)),
    ]
    if change.natural and change.visits:
        lines += [
            fact("without visits", difference_with_interval(change.natural)),
            fact("visits' part", difference_with_interval(change.visits)),
            fact("", cited(in_trials.sentence, in_trials.sources)),
        ]
    if change.why_not_split:
        lines.append(fact("visits' part", change.why_not_split))
    return lines


def _pattern(pattern: Pattern) -> list[str]:
    return [
        fact(
            "pattern",
            f"at once {percent(pattern.at_once)}, builds up {percent(pattern.builds_up)}, "
            f"both {percent(pattern.both)}, neither {percent(pattern.neither)}",
        )
    ]


def _relief(relief: VisitRelief) -> list[str]:
    prior = ", mostly assumed beforehand" if relief.half_life_is_prior_driven else ""
    return [
        fact("after a visit", relief_with_interval(relief.peak_nrs)),
        fact("half of it gone", f"after {duration(relief.half_life_h.median)}{prior}"),
    ]


def _forecast(forecast: Forecast, ahead: str) -> list[str]:
    lines = []
    for day in (0, len(forecast.on) - 1):
        interval = forecast.interval(day)
        answer = f"an answer from {interval.lo80:g} to {interval.hi80:g} (80 %)"
        lines.append(fact(str(forecast.on[day]), f"{answer}, {ahead}"))
    return lines
