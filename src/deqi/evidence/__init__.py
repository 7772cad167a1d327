"""What trials and guidelines say, each figure with the key of its source."""

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
    "EvidenceStatement",
    "Source",
    "adverse_event_statements",
    "cite",
    "describe_sources",
    "needling_share",
    "read_sources",
    "read_statements",
    "statements_on",
]
