"""What is known of a course beside its rows: the answers of the screen, expectation, doctor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from deqi.records import (
    Answer,
    Began,
    CoverageFacts,
    DaySpan,
    Diagnosis,
    DoctorsAnswer,
    Phase,
)


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """The fields of `Course` that are asked once and amended; they mean what they mean there."""

    onset_on: date | None = None
    duration_weeks: float | None = None
    declared_phase: Phase = Phase.UNKNOWN
    began: Began = Began.UNKNOWN
    diagnosis: Diagnosis = Diagnosis.UNKNOWN
    radiating: Answer = Answer.NOT_ASKED
    pregnancy: Answer = Answer.NOT_ASKED
    red_flags: Mapping[str, Answer] = field(default_factory=dict)
    conditions: Mapping[str, Answer] = field(default_factory=dict)
    medicines: tuple[str, ...] | None = None
    expectation: float | None = None
    doctor: DoctorsAnswer = field(default_factory=DoctorsAnswer)
    cannot_come: tuple[DaySpan, ...] = ()
    coverage: CoverageFacts = field(default_factory=CoverageFacts)
