"""Where the `informed` prior set comes from: rows, rules, and what they would give today."""

from deqi.evidence.pedigree.as_toml import FILE_NAME, pedigree_toml
from deqi.evidence.pedigree.beside import Beside, expected_beside_published
from deqi.evidence.pedigree.curves import CohortCurves, cohort_curves
from deqi.evidence.pedigree.lines import MEANINGS, Datum, PriorLine, Value, parts, shown
from deqi.evidence.pedigree.rebuild import Pedigree, differences_of, rebuild_informed
from deqi.evidence.pedigree.rows import Tables

__all__ = [
    "FILE_NAME",
    "MEANINGS",
    "Beside",
    "CohortCurves",
    "Datum",
    "Pedigree",
    "PriorLine",
    "Tables",
    "Value",
    "cohort_curves",
    "differences_of",
    "expected_beside_published",
    "parts",
    "pedigree_toml",
    "rebuild_informed",
    "shown",
]
