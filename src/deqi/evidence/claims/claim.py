"""A claim of practice, as its file holds it: the saying, what would bear it out, the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

DOMAINS = (
    "risk_of_bias",
    "inconsistency",
    "indirectness",
    "imprecision",
    "publication_bias",
)
"""Where certainty can be lost, after GRADE."""


class Standing(StrEnum):
    """How a claim stands, in one word for programs and some for people."""

    BORNE_OUT = "borne_out"
    PARTLY = "partly"
    HINT = "hint"
    NOT_TESTED = "not_tested"
    NOT_BORNE_OUT = "not_borne_out"
    UNTESTABLE = "untestable"
    OUT_OF_SCOPE = "out_of_scope"

    @property
    def words(self) -> str:
        """For a page."""
        return {
            Standing.BORNE_OUT: "borne out",
            Standing.PARTLY: "partly borne out",
            Standing.HINT: "hinted at",
            Standing.NOT_TESTED: "not tested",
            Standing.NOT_BORNE_OUT: "not borne out",
            Standing.UNTESTABLE: "no result could bear it out",
            Standing.OUT_OF_SCOPE: "outside what deqi is for",
        }[self]


class Kind(StrEnum):
    """Where an estimate comes from: a pool of our trials, one row, or a count."""

    POOL = "pool"
    ROW = "row"
    VALUE = "value"
    SHARE = "share"
    COUNT = "count"
    TRIALS = "trials"
    RATINGS = "ratings"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Domain:
    """How many steps of certainty are lost in one domain, and why, or why none."""

    down: int
    why: str


@dataclass(frozen=True, slots=True)
class Certainty:
    """How sure one can be of the answer.

    Attributes
    ----------
    design : what kind of study it rests on; sets where certainty begins.
    grade : where it ends. It must follow from design and domains.
    domains : of `DOMAINS`, each; empty for what cannot be tested.
    """

    design: str
    grade: str
    domains: Mapping[str, Domain]


@dataclass(frozen=True, slots=True)
class EstimateSpec:
    """Which rows or which pool give an estimate; the figures are never in the file.

    Attributes
    ----------
    id, kind, label : name in sentences, where it comes from, what it is in words.
    measure, unit : SMD, MD, RD or HR; points of what.
    row : table and cells that name one row.
    question : settings of `PoolQuestion`.
    higher_is_better, favours_positive : which sign speaks for acupuncture, where it is not minus.
    is_headline : whether it stands in the overview; the first does if none is marked.
    usable_only : count only studies whose needling arm can be compared with another.
    """

    id: str
    kind: Kind
    label: str
    measure: str = ""
    unit: str = ""
    row: Mapping[str, Any] | None = None
    question: Mapping[str, Any] | None = None
    higher_is_better: bool = False
    favours_positive: bool = False
    is_headline: bool = False
    usable_only: bool = False

    @property
    def is_gain(self) -> bool:
        """Whether plus speaks for acupuncture: more people improve, recovery is faster."""
        return self.higher_is_better or self.favours_positive or self.measure in ("RD", "HR")


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing practitioners say.

    Attributes
    ----------
    id : name of its file.
    order : place on the page.
    title, said : in short, and as it is said to a patient.
    population, comparison, outcome, time : what would have to be looked at.
    bears_it_out : what would bear it out.
    standing, answer, patients : how it stands, in full, and in words for a patient.
    would_change : what would change it.
    certainty : by the domains of GRADE.
    figures : name in braces -> table and cells that name one row.
    estimates : what gives the numbers.
    sources : source keys.
    reviewed : digest of the rows that a person has looked at; empty for none.
    """

    id: str
    order: int
    title: str
    said: str
    population: str
    comparison: str
    outcome: str
    time: str
    bears_it_out: str
    standing: Standing
    answer: str
    patients: str
    would_change: str
    certainty: Certainty
    figures: Mapping[str, Mapping[str, Any]]
    estimates: tuple[EstimateSpec, ...]
    sources: tuple[str, ...]
    reviewed: str = ""
