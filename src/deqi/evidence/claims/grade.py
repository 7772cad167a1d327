"""From the kind of study and the five domains of GRADE to one grade."""

from __future__ import annotations

from collections.abc import Mapping

from deqi.evidence.claims.claim import Domain

GRADES = ("very low", "low", "moderate", "high")
NOT_GRADABLE = "not gradable"
UNTESTABLE = "untestable"
STARTS = {
    "trials": "high",
    "count": "high",  # of published studies or ratings: nothing is estimated
    "observational": "low",
    "laboratory": "low",  # substances and thresholds, mostly without a comparison
}
DESIGNS = {
    "trials": "trials that draw lots",
    "count": "a count of what was published",
    "observational": "observation without drawing lots",
    "laboratory": "measurements in the laboratory",
    UNTESTABLE: "nothing that could be measured",
}
MOST_DOWN = 2


def grade(design: str, domains: Mapping[str, Domain]) -> str:
    """Where certainty ends: it starts by design, and each domain can take steps away.

    Nothing can be graded of a claim that no result could bear out or refute.

    >>> grade("trials", {"imprecision": Domain(1, "One small trial.")})
    'moderate'
    >>> grade("laboratory", {"indirectness": Domain(2, "Rats.")})
    'very low'
    >>> grade("untestable", {})
    'not gradable'
    """
    if design == UNTESTABLE:
        return NOT_GRADABLE
    lost = sum(domain.down for domain in domains.values())
    return GRADES[max(GRADES.index(STARTS[design]) - lost, 0)]
