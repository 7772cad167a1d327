"""The rule book in the manual holds every rule."""

from __future__ import annotations

from pathlib import Path

from deqi.screen import read_rules

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "rule-book.md"


def test_the_page_names_every_rule_once_as_a_row() -> None:
    rules = read_rules()
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    tables = (*rules.questions, *rules.medicines, *rules.ages, *rules.told_by_facts)
    for rule in (*tables, *rules.permissions):
        assert sum(line.startswith(f"| `{rule.id}` |") for line in lines) == 1
