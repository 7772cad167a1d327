"""What happened: one person's course of treatment as frozen values with units."""

from deqi.records.answer import Answer
from deqi.records.course import (
    Began,
    Block,
    Course,
    CoverageFacts,
    Credential,
    DaySpan,
    Diagnosis,
    DoctorsAnswer,
    Entry,
    Phase,
    Practitioner,
    ProviderKind,
    Score,
    Treatment,
)
from deqi.records.errors import (
    BadInputError,
    DeqiError,
    InputProblem,
    MissingPartError,
    OutsideMeaningError,
)
from deqi.records.visit import AdverseEvent, Needling, PointNeedled, Severity, Side, Visit

__all__ = [
    "AdverseEvent",
    "Answer",
    "BadInputError",
    "Began",
    "Block",
    "Course",
    "CoverageFacts",
    "Credential",
    "DaySpan",
    "DeqiError",
    "Diagnosis",
    "DoctorsAnswer",
    "Entry",
    "InputProblem",
    "MissingPartError",
    "Needling",
    "OutsideMeaningError",
    "Phase",
    "PointNeedled",
    "Practitioner",
    "ProviderKind",
    "Score",
    "Severity",
    "Side",
    "Treatment",
    "Visit",
]
