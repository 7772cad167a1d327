"""How needling is thought to act: pathways and time courses as data, for explanation only.

Nothing that computes a patient's numbers may import this (a contract in `pyproject.toml`): a diary
cannot tell these substances apart.
"""

from deqi.evidence.mechanism.explain import Explanation, explain_a_day
from deqi.evidence.mechanism.kinetics import (
    PRACTICE_WINDOW_H,
    TimeCourse,
    minutes_until,
    read_time_courses,
    share_left,
)
from deqi.evidence.mechanism.pathway import (
    Fact,
    Link,
    Place,
    read_facts,
    read_links,
    read_places,
)

__all__ = [
    "PRACTICE_WINDOW_H",
    "Explanation",
    "Fact",
    "Link",
    "Place",
    "TimeCourse",
    "explain_a_day",
    "minutes_until",
    "read_facts",
    "read_links",
    "read_places",
    "read_time_courses",
    "share_left",
]
