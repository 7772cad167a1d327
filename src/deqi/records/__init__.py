"""What happened: one person's course of treatment as frozen values with units."""

from deqi.records.course import (
    Answer,
    Began,
    Block,
    Course,
    Credential,
    Diagnosis,
    DoctorsAnswer,
    Entry,
    Needling,
    Phase,
    Practitioner,
    Score,
    Treatment,
    Visit,
)
from deqi.records.errors import BadInputError, DeqiError, InputProblem, OutsideMeaningError

__all__ = [
    "Answer",
    "BadInputError",
    "Began",
    "Block",
    "Course",
    "Credential",
    "DeqiError",
    "Diagnosis",
    "DoctorsAnswer",
    "Entry",
    "InputProblem",
    "Needling",
    "OutsideMeaningError",
    "Phase",
    "Practitioner",
    "Score",
    "Treatment",
    "Visit",
]
