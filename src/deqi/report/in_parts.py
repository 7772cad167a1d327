"""Everything that other screens show of one course, from one computation."""

from __future__ import annotations

from dataclasses import dataclass

from deqi.plan import USUAL, Policy
from deqi.report.as_json import write_json
from deqi.report.contents import Report
from deqi.report.fragment import write_doctor_fragment, write_fragment
from deqi.report.practice.answer import line_of
from deqi.report.practice.line import Line
from deqi.report.withheld import withhold_plan

NOT_SHOWN = "The plan is not shown here; the page says why."


@dataclass(frozen=True, slots=True)
class AnswerParts:
    """One answer in the forms in which it is kept and shown.

    Attributes
    ----------
    json : as `deqi report --json` prints it.
    fragment, doctor_fragment : HTML, see `deqi.report.fragment`.
    line : for a list of many courses; `Line.plain` and `Line.from_plain` are for keeping it.
    fragment_without_plan, line_without_plan : the same answer for somebody who may see no plan.
    """

    json: str
    fragment: str
    doctor_fragment: str
    line: Line
    fragment_without_plan: str
    line_without_plan: Line


def answer_parts(report: Report, policy: Policy = USUAL) -> AnswerParts:
    """Write one report in every form; the same report gives the same bytes.

    Parameters
    ----------
    report : made with its path (`assemble_report` does so unless told otherwise), or the pictures
        lack the level of pain.
    policy : the one the report was made with, for the visits that are left under its cap.

    Examples
    --------
    >>> from datetime import date
    >>> from deqi.records import Course
    >>> from deqi.report.assemble import assemble_report
    >>> parts = answer_parts(assemble_report(Course(id="a"), today=date(2026, 5, 1)))
    >>> parts.line.verdict, '"too_early"' in parts.json, "Too early to say" in parts.fragment
    ('too_early', True, True)
    """
    held = withhold_plan(report, NOT_SHOWN)
    return AnswerParts(
        json=write_json(report),
        fragment=write_fragment(report),
        doctor_fragment=write_doctor_fragment(report),
        line=line_of(report, policy),
        fragment_without_plan=write_fragment(held),
        line_without_plan=line_of(held, policy),
    )
