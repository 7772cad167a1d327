"""What practitioners say, each saying weighed by the rows of the tables."""

from deqi.evidence.claims.claim import DOMAINS, Claim, EstimateSpec, Kind, Standing
from deqi.evidence.claims.estimates import Estimate, Line
from deqi.evidence.claims.grade import DESIGNS, GRADES, NOT_GRADABLE, grade
from deqi.evidence.claims.read_claim import parse_claim, read_claims
from deqi.evidence.claims.tables import FactRow, digest, read_all_rows, read_facts
from deqi.evidence.claims.weigh import WeighedClaim, chosen, weigh, weigh_claims

__all__ = [
    "DESIGNS",
    "DOMAINS",
    "GRADES",
    "NOT_GRADABLE",
    "Claim",
    "Estimate",
    "EstimateSpec",
    "FactRow",
    "Kind",
    "Line",
    "Standing",
    "WeighedClaim",
    "chosen",
    "digest",
    "grade",
    "parse_claim",
    "read_all_rows",
    "read_claims",
    "read_facts",
    "weigh",
    "weigh_claims",
]
