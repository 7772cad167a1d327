"""What trials and guidelines say, each figure with the key of its source.

Numbers are pooled in `deqi.evidence.pooling`, which loads numpy; nothing here does.
"""

from deqi.evidence.arm_checks import problems_of_arms
from deqi.evidence.arms import ArmRow, ArmType, Direction, Stat, Verified, counts
from deqi.evidence.read_tables import (
    AdverseEventRow,
    EffectRow,
    ModelFigure,
    NaturalHistoryRow,
    PublishedPool,
    read_adverse_events,
    read_arms,
    read_effects,
    read_model_figures,
    read_natural_history,
    read_published_pools,
)
from deqi.evidence.sources import NOT_CHECKED, Source, cite, describe_sources, read_sources
from deqi.evidence.statements import (
    EvidenceStatement,
    adverse_event_statements,
    needling_share,
    read_statements,
    statements_on,
)

__all__ = [
    "NOT_CHECKED",
    "AdverseEventRow",
    "ArmRow",
    "ArmType",
    "Direction",
    "EffectRow",
    "EvidenceStatement",
    "ModelFigure",
    "NaturalHistoryRow",
    "PublishedPool",
    "Source",
    "Stat",
    "Verified",
    "adverse_event_statements",
    "cite",
    "counts",
    "describe_sources",
    "needling_share",
    "problems_of_arms",
    "read_adverse_events",
    "read_arms",
    "read_effects",
    "read_model_figures",
    "read_natural_history",
    "read_published_pools",
    "read_sources",
    "read_statements",
    "statements_on",
]
