"""What does it all say, in words and pictures? Terminal, page and JSON; no new statistics.

Parts are loaded when first used, so that the chart renderer can start before the numbers do.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deqi.report.as_html import write_html as write_html
    from deqi.report.as_json import read_schema as read_schema
    from deqi.report.as_json import report_json as report_json
    from deqi.report.as_json import write_json as write_json
    from deqi.report.as_terminal import write_terminal as write_terminal
    from deqi.report.assemble import assemble_report as assemble_report
    from deqi.report.contents import Report as Report
    from deqi.report.contents import Statement as Statement
    from deqi.report.fragment import stylesheet as stylesheet
    from deqi.report.fragment import write_doctor_fragment as write_doctor_fragment
    from deqi.report.fragment import write_fragment as write_fragment
    from deqi.report.in_parts import AnswerParts as AnswerParts
    from deqi.report.in_parts import answer_parts as answer_parts
    from deqi.report.renderer import start_renderer as start_renderer
    from deqi.report.whole import report as report

_HOMES = {
    "AnswerParts": "in_parts",
    "Report": "contents",
    "Statement": "contents",
    "answer_parts": "in_parts",
    "assemble_report": "assemble",
    "read_schema": "as_json",
    "report": "whole",
    "report_json": "as_json",
    "start_renderer": "renderer",
    "stylesheet": "fragment",
    "write_doctor_fragment": "fragment",
    "write_fragment": "fragment",
    "write_html": "as_html",
    "write_json": "as_json",
    "write_terminal": "as_terminal",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'deqi.report' has no attribute '{name}'")
    return getattr(import_module(f"deqi.report.{_HOMES[name]}"), name)
