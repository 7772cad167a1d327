"""What the diary says, cleanly: times in order, gaps kept, questionnaires scored."""

from deqi.track.adverse import AdverseKind, describe_adverse, read_adverse_kinds
from deqi.track.instruments import Instrument, find_instrument, read_instruments
from deqi.track.scores import (
    FunctionChange,
    FunctionSummary,
    ScoreResult,
    WorkDays,
    describe_function,
    score_instrument,
)
from deqi.track.timeline import Timeline, build_timeline, phase_at

__all__ = [
    "AdverseKind",
    "FunctionChange",
    "FunctionSummary",
    "Instrument",
    "ScoreResult",
    "Timeline",
    "WorkDays",
    "build_timeline",
    "describe_adverse",
    "describe_function",
    "find_instrument",
    "phase_at",
    "read_adverse_kinds",
    "read_instruments",
    "score_instrument",
]
