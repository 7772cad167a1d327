"""What a payer's rules leave of a course, and what other bodies say. States no entitlement."""

from deqi.plan.coverage.conditions import RuleState
from deqi.plan.coverage.improvement import DocumentedScore, Improvement, ImprovementState
from deqi.plan.coverage.judging import (
    NO_ENTITLEMENT,
    Counters,
    Coverage,
    JudgedRule,
    judge_coverage,
)
from deqi.plan.coverage.rules import Rule, read_coverage_rules

__all__ = [
    "NO_ENTITLEMENT",
    "Counters",
    "Coverage",
    "DocumentedScore",
    "Improvement",
    "ImprovementState",
    "JudgedRule",
    "Rule",
    "RuleState",
    "judge_coverage",
    "read_coverage_rules",
]
