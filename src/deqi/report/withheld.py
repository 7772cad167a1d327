"""A report for somebody who may see the answer, but no plan."""

from __future__ import annotations

from dataclasses import replace

from deqi.report.contents import Report
from deqi.report.statements import all_statements

PLACES = ("plan", "coverage", "forecast_with_plan")


def withhold_plan(report: Report, why: str) -> Report:
    """The same report without its plan and what follows from it; every other number stays.

    Parameters
    ----------
    why : the sentence that stands in the place of the plan. A report that has no plan, because the
        screen failed, keeps its own reason.

    Examples
    --------
    >>> from datetime import date
    >>> from deqi.records import Course
    >>> from deqi.report.assemble import assemble_report
    >>> report = assemble_report(Course(id="a"), today=date(2026, 5, 1))
    >>> held = withhold_plan(report, "No plan without a licence.")
    >>> held.plan, held.nulls["plan"], held.verdict == report.verdict
    (None, 'No plan without a licence.', True)
    """
    if report.plan is None:
        return report
    held = replace(
        report,
        plan=None,
        beliefs=replace(report.beliefs, forecast_with_plan=None),
        nulls={**report.nulls, **dict.fromkeys(PLACES, why)},
    )
    cited = {key for statement in all_statements(held) for key in statement.sources}
    return replace(held, sources={k: v for k, v in report.sources.items() if k in cited})
