"""The rule tables fit together: ids, facts and sources that other rows speak of exist."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest

from deqi.evidence import read_sources
from deqi.screen import describe_item, known_medicines, read_rules

TOLD_BY_THE_RECORD = {"began_fall", "electrical_needling"}


def test_no_id_is_used_twice() -> None:
    rules = read_rules()
    rows = (*rules.questions, *rules.medicines, *rules.ages, *rules.combinations)
    ids = [row.id for row in (*rows, *rules.permissions, *rules.standing)]
    assert [item for item, count in Counter(ids).items() if count > 1] == []


def test_combinations_speak_only_of_facts_that_exist() -> None:
    rules = read_rules()
    rows = (*rules.questions, *rules.medicines, *rules.ages)
    facts = {row.id for row in rows} | TOLD_BY_THE_RECORD
    for combination in rules.combinations:
        assert len(combination.clauses) >= 2
        assert frozenset().union(*combination.clauses) <= facts


def test_questions_are_left_out_only_for_facts_that_are_gathered() -> None:
    left_out_if = {fact for rule in read_rules().questions for fact in rule.not_asked_if}
    assert left_out_if == {"pregnancy=no", "sex=male"}


def test_every_rule_has_words_and_every_question_can_be_asked() -> None:
    rules = read_rules()
    for rule in (*rules.questions, *rules.medicines):
        assert rule.question.endswith("?")
    for rule in (*rules.questions, *rules.medicines, *rules.ages, *rules.combinations):
        assert rule.finding
        assert rule.action.endswith(".")
        assert describe_item(rule.id) == rule.finding


def test_medicine_names_are_lower_case_unique_and_belong_to_a_group() -> None:
    rules = read_rules()
    names = [row.name for row in rules.medicine_names]
    assert len(set(names)) == len(names)
    assert names == [name.casefold() for name in names]
    assert {row.medicine for row in rules.medicine_names} == {rule.id for rule in rules.medicines}
    assert {rule.id for rule in rules.medicines} <= known_medicines()


def test_every_source_of_a_rule_resolves() -> None:
    rules = read_rules()
    rows = (*rules.questions, *rules.medicines, *rules.ages, *rules.combinations)
    every = (*rows, *rules.permissions, *rules.standing, *rules.medicine_names)
    assert {key for row in every for key in row.sources} <= set(read_sources())


@pytest.mark.parametrize("room", ["deqi.screen", "deqi.evidence", "deqi.track.scores"])
def test_a_room_of_rules_needs_no_numerical_library(room: str) -> None:
    check = f"import sys, {room}; sys.exit('numpy' in sys.modules or 'scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
