"""What the diary says, cleanly: times in order, gaps kept, questionnaires scored."""

from deqi.track.adverse import AdverseKind, describe_adverse, read_adverse_kinds
from deqi.track.due import DueQuestionnaire, due_questionnaires
from deqi.track.instruments import Instrument, find_instrument, read_instruments
from deqi.track.points import (
    Caution,
    Point,
    PointCheck,
    UnknownPoint,
    check_points,
    find_point,
    read_points,
)
from deqi.track.scores import (
    FunctionChange,
    FunctionSummary,
    ScoreResult,
    WorkDays,
    describe_function,
    score_instrument,
)
from deqi.track.stricta import StrictaItem, count_answered, stricta_items
from deqi.track.timeline import Timeline, build_timeline, phase_at
from deqi.track.visit_page import describe_visit_record

__all__ = [
    "AdverseKind",
    "Caution",
    "DueQuestionnaire",
    "FunctionChange",
    "FunctionSummary",
    "Instrument",
    "Point",
    "PointCheck",
    "ScoreResult",
    "StrictaItem",
    "Timeline",
    "UnknownPoint",
    "WorkDays",
    "build_timeline",
    "check_points",
    "count_answered",
    "describe_adverse",
    "describe_function",
    "describe_visit_record",
    "due_questionnaires",
    "find_instrument",
    "find_point",
    "phase_at",
    "read_adverse_kinds",
    "read_instruments",
    "read_points",
    "score_instrument",
    "stricta_items",
]
