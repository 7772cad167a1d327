"""Tables of trials to pooled effects with their intervals. Loads numpy and scipy.special."""

from deqi.evidence.pooling.pool import pool
from deqi.evidence.pooling.question import (
    KnappHartung,
    Measure,
    PoolQuestion,
    Scores,
    Shared,
    When,
)
from deqi.evidence.pooling.results import (
    Between,
    Contrast,
    Fit,
    Heterogeneity,
    PooledGroup,
    PoolResult,
    SetAside,
    Step,
)

__all__ = [
    "Between",
    "Contrast",
    "Fit",
    "Heterogeneity",
    "KnappHartung",
    "Measure",
    "PoolQuestion",
    "PoolResult",
    "PooledGroup",
    "Scores",
    "SetAside",
    "Shared",
    "Step",
    "When",
    "pool",
]
