"""The mechanism as plain values for other programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from deqi.evidence.mechanism import (
    PRACTICE_WINDOW_H,
    explain_a_day,
    read_facts,
    read_links,
    read_places,
    read_time_courses,
)

SCHEMA = "deqi.mechanism/1"


def mechanism_json() -> dict[str, Any]:
    """Places, links, time courses, facts and sentences; every key is always there.

    >>> mechanism_json()["practice_window_h"]
    [12.0, 36.0]
    """
    return {
        "schema": SCHEMA,
        "for_explanation_only": True,
        "practice_window_h": list(PRACTICE_WINDOW_H),
        "places": [asdict(place) for place in read_places().values()],
        "links": [asdict(link) for link in read_links()],
        "time_courses": [asdict(course) for course in read_time_courses()],
        "facts": [asdict(fact) for fact in read_facts().values()],
        "explanations": [asdict(explanation) for explanation in explain_a_day()],
    }
