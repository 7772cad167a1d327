"""`deqi screen`: may this person be needled now?"""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from deqi.cli.inputs import course_from
from deqi.cli.outputs import cited, data_lines, paragraph, put_answer
from deqi.records import Course
from deqi.screen import ScreenOutcome, screen


def run(arguments: Namespace) -> None:
    """Print the outcome of the screen with every reason."""
    course, today = course_from(arguments)
    outcome = screen(course, today)
    put_answer(arguments, _lines(course, outcome), _plain(course, outcome))


def _lines(course: Course, outcome: ScreenOutcome) -> list[str]:
    return [
        paragraph(f"{course.id}: {outcome.sentence}"),
        f"Outcome: {outcome.outcome.value}",
        "",
        *(paragraph(cited(reason.sentence, reason.sources), "- ") for reason in outcome.reasons),
        *data_lines(course.left_out, course.warnings),
        "",
        paragraph(
            "This supports a licensed person who can check every reason. It does not diagnose."
        ),
    ]


def _plain(course: Course, outcome: ScreenOutcome) -> dict[str, Any]:
    return {
        "schema": "deqi.screen/1",
        "course": course.id,
        "screen": {
            "outcome": outcome.outcome.value,
            "sentence": outcome.sentence,
            "reasons": [
                {
                    "item": reason.item,
                    "sentence": reason.sentence,
                    "urgency": reason.urgency.value,
                    "is_positive": reason.is_positive,
                    "sources": list(reason.sources),
                }
                for reason in outcome.reasons
            ],
            "unanswered": list(outcome.unanswered),
        },
        "data": {"left_out": list(course.left_out), "warnings": list(course.warnings)},
    }
