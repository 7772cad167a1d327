"""The rule book of the screen, read from the CSV tables beside this file. Rows are the rules."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from deqi.screen.outcome import Certainty, Outcome, Urgency

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the rule book: a finding, what it can go with, and what to do.

    Attributes
    ----------
    id : the key under `[red_flags]` or `[conditions]` of a course, or of a medicine.
    question : how to ask for it, in plain words; empty when nobody is asked (ages, combinations).
    finding : the positive answer in few words.
    suggests : what it can go with; empty when the finding speaks for itself.
    level : the level in the source's own words.
    urgency, outcome : what a positive answer leads to; `treat` makes it a note.
    doctor_may_clear : whether a doctor's dated "yes" turns it into a precaution.
    not_asked_if : facts that make the question pointless, such as `pregnancy=no`.
    action : what to do.
    if_agreed : what to mind when a doctor has agreed.
    sources : source keys, the main one first.
    certainty : how sure the row is.
    clauses : of a combination, all must hold, each by any one of its facts.
    above, below : of an age rule, in whole years.
    """

    id: str
    question: str
    finding: str
    suggests: str
    level: str
    urgency: Urgency
    outcome: Outcome
    doctor_may_clear: bool
    not_asked_if: frozenset[str]
    action: str
    if_agreed: str
    sources: tuple[str, ...]
    certainty: Certainty
    clauses: tuple[frozenset[str], ...] = ()
    reckoned_at: str = ""
    above: int | None = None
    below: int | None = None


@dataclass(frozen=True, slots=True)
class Permission:
    """One row about the licence, the certification or the doctor's answer.

    `state` is the state of the subject that the row is about; `sentence` may hold `{missing}` or
    `{on}`. `is_answer` is False when the state means that something was not recorded.
    """

    id: str
    subject: str
    state: str
    is_answer: bool
    urgency: Urgency
    outcome: Outcome
    sentence: str
    sources: tuple[str, ...]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class StandingRule:
    """A rule that holds at every visit, whatever was answered."""

    id: str
    rule: str
    sources: tuple[str, ...]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class MedicineName:
    """A name under which a medicine is written, and the group whose rule it takes."""

    name: str
    medicine: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules of the screen, in the order of their tables."""

    red_flags: tuple[Rule, ...]
    contraindications: tuple[Rule, ...]
    medicines: tuple[Rule, ...]
    medicine_names: tuple[MedicineName, ...]
    ages: tuple[Rule, ...]
    combinations: tuple[Rule, ...]
    adverse_events: tuple[Rule, ...]
    permissions: tuple[Permission, ...]
    standing: tuple[StandingRule, ...]

    @property
    def questions(self) -> tuple[Rule, ...]:
        """The rules that are answered with yes or no."""
        return self.red_flags + self.contraindications

    @property
    def told_by_facts(self) -> tuple[Rule, ...]:
        """The rules that hold by their clauses: facts together, and adverse events at visits."""
        return self.combinations + self.adverse_events


@cache
def read_rules() -> RuleBook:
    """Read the rule book that ships with the package.

    Examples
    --------
    >>> read_rules().red_flags[0].id
    'saddle_numbness'
    """
    return RuleBook(
        red_flags=_read_rules("red_flags.csv"),
        contraindications=_read_rules("contraindications.csv"),
        medicines=_read_rules("medicines.csv"),
        medicine_names=tuple(
            MedicineName(row["name"], row["medicine"], _keys(row))
            for row in _rows("medicine_names.csv")
        ),
        ages=_read_rules("ages.csv"),
        combinations=_read_rules("combinations.csv"),
        adverse_events=_read_rules("adverse_events.csv"),
        permissions=tuple(_permission(row) for row in _rows("permissions.csv")),
        standing=tuple(
            StandingRule(row["id"], row["rule"], _keys(row), Certainty(row["certainty"]))
            for row in _rows("standing.csv")
        ),
    )


def known_red_flags() -> frozenset[str]:
    """The ids that `[red_flags]` of a course may hold.

    >>> "fever_or_chills" in known_red_flags()
    True
    """
    return frozenset(rule.id for rule in read_rules().red_flags)


def known_conditions() -> frozenset[str]:
    """The ids that `[conditions]` of a course may hold.

    >>> "pacemaker_or_defibrillator" in known_conditions()
    True
    """
    return frozenset(rule.id for rule in read_rules().contraindications)


def known_medicines() -> frozenset[str]:
    """The medicine groups and names that the rule book knows, in lower case.

    A medicine outside this set is not an error: the screen asks for it to be checked. See
    `medicine_groups` for names with a dose.

    >>> {"anticoagulant", "warfarin", "apixaban", "prednisolone"} <= known_medicines()
    True
    """
    return frozenset(name.name for name in read_rules().medicine_names)


def medicine_groups(medicine: str) -> frozenset[str]:
    """The groups of a medicine as somebody wrote it; empty when the rule book does not know it.

    >>> sorted(medicine_groups("Warfarin 5 mg"))
    ['anticoagulant']
    >>> sorted(medicine_groups("fish oil"))
    []
    """
    words = " ".join(re.findall(r"\w+", medicine.casefold().replace("_", " ")))
    return frozenset(
        name.medicine
        for name in read_rules().medicine_names
        if f" {name.name.replace('_', ' ')} " in f" {words} "
    )


def _rows(table: str) -> list[dict[str, str]]:
    text = (files("deqi.screen") / table).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _keys(row: Row) -> tuple[str, ...]:
    return tuple(key.strip() for key in row["sources"].split(";"))


def _read_rules(table: str) -> tuple[Rule, ...]:
    return tuple(_rule(row) for row in _rows(table))


def _rule(row: Row) -> Rule:
    return Rule(
        id=row["id"],
        question=row.get("question", ""),
        finding=row["finding"],
        suggests=row["suggests"],
        level=row["level"],
        urgency=Urgency(row["urgency"]),
        outcome=Outcome(row["outcome"]),
        doctor_may_clear=row["doctor_may_clear"] == "yes",
        not_asked_if=frozenset(row.get("not_asked_if", "").split()),
        action=row["action"],
        if_agreed=row["if_agreed"],
        sources=_keys(row),
        certainty=Certainty(row["certainty"]),
        clauses=_clauses(row.get("facts", "")),
        reckoned_at=row.get("reckoned_at", ""),
        above=int(row["above"]) if row.get("above") else None,
        below=int(row["below"]) if row.get("below") else None,
    )


def _permission(row: Row) -> Permission:
    return Permission(
        id=row["id"],
        subject=row["subject"],
        state=row["state"],
        is_answer=row["is_answer"] == "yes",
        urgency=Urgency(row["urgency"]),
        outcome=Outcome(row["outcome"]),
        sentence=row["sentence"],
        sources=_keys(row),
        certainty=Certainty(row["certainty"]),
    )


def _clauses(facts: str) -> tuple[frozenset[str], ...]:
    """`a or b; c` is (a or b) and c."""
    if not facts:
        return ()
    return tuple(
        frozenset(fact.strip() for fact in clause.split(" or ")) for clause in facts.split(";")
    )
