"""May we treat, or send to a doctor? Facts in, an outcome with reasons out; the rules are data."""

from deqi.screen.emergency import emergency_number, urgency_of
from deqi.screen.outcome import (
    RED_FLAGS_NOT_ASKED,
    Certainty,
    Outcome,
    Reason,
    ScreenOutcome,
    Urgency,
)
from deqi.screen.rule_book import describe_item, describe_rules
from deqi.screen.rules import (
    RuleBook,
    known_conditions,
    known_medicines,
    known_red_flags,
    medicine_groups,
    read_rules,
)
from deqi.screen.screening import screen

__all__ = [
    "RED_FLAGS_NOT_ASKED",
    "Certainty",
    "Outcome",
    "Reason",
    "RuleBook",
    "ScreenOutcome",
    "Urgency",
    "describe_item",
    "describe_rules",
    "emergency_number",
    "known_conditions",
    "known_medicines",
    "known_red_flags",
    "medicine_groups",
    "read_rules",
    "screen",
    "urgency_of",
]
