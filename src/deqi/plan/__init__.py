"""What is the verdict, when next, when to stop? A failed screen is never overridden."""

from deqi.plan.advice import Advice, AdviceCode, choose_advice
from deqi.plan.coverage import Coverage, judge_coverage, read_coverage_rules
from deqi.plan.facts import VerdictFacts, facts_from
from deqi.plan.other_care import OtherCare, other_care_begun
from deqi.plan.planning import Plan, cover, plan
from deqi.plan.policy import USUAL, Policy, as_policy, policy_names, read_policy
from deqi.plan.policy_page import describe_policies
from deqi.plan.precedence import PRECEDENCE, VerdictCode, decide
from deqi.plan.proposal import PlannedVisit
from deqi.plan.reasons import Reason
from deqi.plan.recommendation import Recommendation
from deqi.plan.rules import VerdictRules
from deqi.plan.verdict import Verdict, choose_verdict
from deqi.plan.verdict_page import describe_verdicts

__all__ = [
    "PRECEDENCE",
    "USUAL",
    "Advice",
    "AdviceCode",
    "Coverage",
    "OtherCare",
    "Plan",
    "PlannedVisit",
    "Policy",
    "Reason",
    "Recommendation",
    "Verdict",
    "VerdictCode",
    "VerdictFacts",
    "VerdictRules",
    "as_policy",
    "choose_advice",
    "choose_verdict",
    "cover",
    "decide",
    "describe_policies",
    "describe_verdicts",
    "facts_from",
    "judge_coverage",
    "other_care_begun",
    "plan",
    "policy_names",
    "read_coverage_rules",
    "read_policy",
]
