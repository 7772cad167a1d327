"""Many courses at once: one answer each, a line each in the summary, and the page of the morning.

Parts are loaded when first used: `answer_course` needs the numerical libraries, the page does not.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deqi.report.practice.answer import Answer as Answer
    from deqi.report.practice.answer import Question as Question
    from deqi.report.practice.answer import answer_course as answer_course
    from deqi.report.practice.answer import program_digest as program_digest
    from deqi.report.practice.answer import question_digest as question_digest
    from deqi.report.practice.index import About as About
    from deqi.report.practice.index import write_index as write_index
    from deqi.report.practice.line import Line as Line
    from deqi.report.practice.line import line_of_failure as line_of_failure
    from deqi.report.practice.needs import Need as Need
    from deqi.report.practice.needs import place_of as place_of
    from deqi.report.practice.summary import SUMMARY_COLUMNS as SUMMARY_COLUMNS
    from deqi.report.practice.summary import describe_summary as describe_summary
    from deqi.report.practice.summary import summary_row as summary_row
    from deqi.report.practice.told import Spark as Spark
    from deqi.report.practice.told import facts_in_words as facts_in_words
    from deqi.report.practice.told import spark as spark

_HOMES = {
    "About": "index",
    "Answer": "answer",
    "Line": "line",
    "Need": "needs",
    "Question": "answer",
    "SUMMARY_COLUMNS": "summary",
    "Spark": "told",
    "answer_course": "answer",
    "describe_summary": "summary",
    "facts_in_words": "told",
    "line_of_failure": "line",
    "place_of": "needs",
    "program_digest": "answer",
    "question_digest": "answer",
    "spark": "told",
    "summary_row": "summary",
    "write_index": "index",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'deqi.report.practice' has no attribute '{name}'")
    return getattr(import_module(f"deqi.report.practice.{_HOMES[name]}"), name)
