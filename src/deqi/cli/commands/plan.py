"""`deqi plan`: the verdict, and the proposed next visits. The same as in the report."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable

from deqi.cli.commands.report import report_on
from deqi.cli.outputs import WIDTH, cited, data_lines, paragraph, put_answer
from deqi.plan import Plan, Reason
from deqi.report import Report, report_json

_KEYS = (
    "course",
    "screen",
    "verdict",
    "plan",
    "coverage",
    "forecast_with_plan",
    "data",
    "fit",
    "model",
)


def run(arguments: Namespace) -> None:
    """Print the verdict and the plan with their reasons, or draw blocks."""
    if arguments.blocks:
        from deqi.cli.commands.plan_blocks import run as draw

        return draw(arguments)
    arguments.seed = arguments.seed or 0
    report = report_on(arguments)
    whole = report_json(report)
    plain = {"schema": "deqi.plan/1", **{key: whole[key] for key in _KEYS}}
    put_answer(arguments, _lines(report), plain)


def _lines(report: Report) -> list[str]:
    verdict = report.verdict
    return [
        paragraph(f"{report.course.id}, up to {report.as_of}: {verdict.sentence}"),
        f"Verdict: {verdict.code.value}",
        *_told(verdict.reasons),
        *_in_trials(report),
        "",
        *(_plan(report.plan) if report.plan else [paragraph(report.nulls["plan"])]),
        *_coverage(report),
        *data_lines(report.course.left_out, report.warnings),
    ]


def _in_trials(report: Report) -> list[str]:
    """What trials say of needling itself, wherever a visits' part is spoken of."""
    has_visits_part = report.beliefs.change is not None and report.beliefs.change.visits is not None
    share = report.group_statement
    return [paragraph(cited(share.sentence, share.sources), "- ")] if has_visits_part else []


def _plan(plan: Plan) -> list[str]:
    heading = [paragraph(plan.heading)] if plan.heading else []
    lines = [*heading, f"Recommendation: {plan.recommendation.value}", *_told(plan.reasons)]
    for visit in plan.visits:
        lines += ["", f"Visit on {visit.on}", *_told(visit.reasons)]
    lines += ["", paragraph(f"Policy '{plan.policy}' aims at {plan.objective}.")]
    return lines + ([paragraph(plan.other_horizon.sentence)] if plan.other_horizon else [])


def _coverage(report: Report) -> list[str]:
    from deqi.report.coverage.words import coverage_lines

    lines = coverage_lines(report.coverage, WIDTH)
    return ["", "Coverage:", *lines] if lines else []


def _told(reasons: Iterable[Reason]) -> list[str]:
    return [paragraph(cited(reason.sentence, reason.sources), "- ") for reason in reasons]
