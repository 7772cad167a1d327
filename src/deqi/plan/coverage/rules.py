"""What payers and guidelines say about acupuncture for low back pain, one row a rule."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NOT_CHECKED = "not checked"
DRAFT_ONLY = "the wording of the draft was read; that of the final text is not checked"
DECIDING = ("condition", "limit", "stop", "provider")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule or statement.

    Attributes
    ----------
    id, body, date, status : whose it is, since when (ISO date or year), and whether it holds.
    kind : condition, limit, stop, provider (of the payer); note; statement (of another body).
    text : what it says, in our words.
    read_here_as : how it is judged on a record; empty if it never is.
    check : name of the judgement; empty for a row that never decides.
    checked : "yes", "draft" (only a draft was read), or "no" (written from memory).
    sources : key of where it was read; empty if it was not.
    """

    id: str
    body: str
    date: str
    status: str
    kind: str
    text: str
    read_here_as: str
    check: str
    checked: str
    sources: tuple[str, ...]

    @property
    def caveat(self) -> str:
        """What to say of a row that was not read where it stands; empty if it was."""
        return {"yes": "", "draft": DRAFT_ONLY}.get(self.checked, NOT_CHECKED)


@cache
def read_coverage_rules() -> tuple[Rule, ...]:
    """Every row, in the order of the table.

    >>> [rule.id for rule in read_coverage_rules() if rule.checked == "no"]
    ['CMS-NOT', 'CMS-BILL', 'GBA-2006']
    """
    text = (files("deqi.plan.coverage") / "rules.csv").read_text(encoding="utf-8")
    return tuple(_rule(row) for row in csv.DictReader(text.splitlines()))


def _rule(row: dict[str, str]) -> Rule:
    read_in = row.pop("read_in")
    return Rule(**row, sources=(read_in,) if read_in else ())
