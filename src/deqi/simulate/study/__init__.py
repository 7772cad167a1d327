"""A study as a file: who, which visits, what is written down, and what is compared."""

from deqi.simulate.study.courses import MadeCourse, make_courses
from deqi.simulate.study.crowd import follow_study
from deqi.simulate.study.reading import (
    list_scenarios,
    read_study,
    scenario_text,
    study_from_text,
)
from deqi.simulate.study.schedules import Schedule, list_schedules, read_schedule
from deqi.simulate.study.sections import Arm, Study

__all__ = [
    "Arm",
    "MadeCourse",
    "Schedule",
    "Study",
    "follow_study",
    "list_scenarios",
    "list_schedules",
    "make_courses",
    "read_schedule",
    "read_study",
    "scenario_text",
    "study_from_text",
]
