"""What may be shown of what members write? Comments in, decisions with their reasons out."""

from deqi.society.comments.comment import Code, Comment, Decision, EarlierPost, Judgement, Reason
from deqi.society.comments.judging import judge
from deqi.society.comments.rule_page import describe_rules

__all__ = [
    "Code",
    "Comment",
    "Decision",
    "EarlierPost",
    "Judgement",
    "Reason",
    "describe_rules",
    "judge",
]
