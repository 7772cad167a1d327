"""The thresholds of the verdict, each with its reason; the measurement harness may move them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from deqi.infer import fit

# The events whose probabilities are compared with the thresholds; `infer` counts them.
IMPORTANT_POINTS = fit.IMPORTANT_NRS  # [ostelo2008]
IMPORTANT_SHARE = fit.IMPORTANT_SHARE  # of the modelled start [ostelo2008]
WORSE_BY_POINTS = fit.WORSE_NRS  # half of an important change: the warning comes before the whole
RECOVERED_BELOW_NRS = fit.RECOVERED_NRS  # so little that further relief would hardly be noticed
VISITS_BELOW_POINTS = -1.0  # half of an important change


def _because(default: float, why: str) -> Any:
    return field(default=default, metadata={"why": why})


@dataclass(frozen=True, slots=True)
class VerdictRules:
    """Thresholds of the verdict. Probabilities are 0 to 1 and reached by "at least".

    Examples
    --------
    >>> VerdictRules(p_visits_below_0=0.975).p_important
    0.5
    """

    min_scores: int = _because(
        5, "with fewer scores every interval is nearly what was believed before the first one"
    )
    min_days: int = _because(
        14, "people start when it hurts; two weeks show whether that first fall is over"
    )
    p_worse: float = _because(0.8, "a doctor's look is cheap, but not on an even chance")
    p_recovered: float = _because(0.8, "to stop care on an even chance would stop it too early")
    p_important: float = _because(0.5, "more likely than not; its probability is printed beside it")
    p_visits_below_0: float = _because(
        0.95, "to credit the visits wrongly is the error that this page must not make"
    )
    p_visits_below_minus_1: float = _because(
        0.5, "a part that is surely there but too small to notice is not a reason to go on"
    )
    min_visits: int = _because(3, "a rise and fall around one or two visits is often chance")
    min_share_with_before: float = _because(
        0.5, "people book when it hurts; without a score just before, visits look harmful"
    )
    other_care_window_d: int = _because(
        28, "care begun shortly before the first visit takes hold at the same time as the visits"
    )


DEFAULT_RULES = VerdictRules()
