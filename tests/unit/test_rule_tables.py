"""The rule tables fit together: ids, facts and sources that other rows speak of exist."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest

from deqi.evidence import read_sources
from deqi.records import Severity
from deqi.screen import describe_item, known_medicines, read_rules
from deqi.track import read_adverse_kinds

TOLD_BY_THE_RECORD = {"began_fall", "electrical_needling"}


def test_no_id_is_used_twice() -> None:
    rules = read_rules()
    rows = (*rules.questions, *rules.medicines, *rules.ages, *rules.told_by_facts)
    ids = [row.id for row in (*rows, *rules.permissions, *rules.standing)]
    assert [item for item, count in Counter(ids).items() if count > 1] == []


def test_combinations_speak_only_of_facts_that_exist() -> None:
    rules = read_rules()
    rows = (*rules.questions, *rules.medicines, *rules.ages)
    facts = {row.id for row in rows} | TOLD_BY_THE_RECORD
    for combination in rules.combinations:
        assert len(combination.clauses) >= 2
        assert frozenset().union(*combination.clauses) <= facts


def test_rules_on_adverse_events_speak_only_of_kinds_and_severities_that_can_be_recorded() -> None:
    words = {kind.id for kind in read_adverse_kinds()} | {severity.value for severity in Severity}
    for rule in read_rules().adverse_events:
        assert frozenset().union(*rule.clauses) <= {f"adverse_{word}" for word in words}


def test_a_kind_that_a_source_counts_as_serious_leads_to_a_doctor() -> None:
    serious = {kind.id for kind in read_adverse_kinds() if kind.usual_severity is Severity.SERIOUS}
    (rule,) = (r for r in read_rules().adverse_events if r.id == "serious_adverse_event")
    assert serious
    assert {f"adverse_{kind}" for kind in serious} <= frozenset().union(*rule.clauses)


def test_questions_are_left_out_only_for_facts_that_are_gathered() -> None:
    left_out_if = {fact for rule in read_rules().questions for fact in rule.not_asked_if}
    assert left_out_if == {"pregnancy=no", "sex=male"}


def test_every_rule_has_words_and_every_question_can_be_asked() -> None:
    rules = read_rules()
    for rule in (*rules.questions, *rules.medicines):
        assert rule.question.endswith("?")
    for rule in (*rules.questions, *rules.medicines, *rules.ages, *rules.told_by_facts):
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
    rows = (*rules.questions, *rules.medicines, *rules.ages, *rules.told_by_facts)
    every = (*rows, *rules.permissions, *rules.standing, *rules.medicine_names)
    assert {key for row in every for key in row.sources} <= set(read_sources())


@pytest.mark.parametrize("room", ["deqi.screen", "deqi.evidence", "deqi.track.scores"])
def test_a_room_of_rules_needs_no_numerical_library(room: str) -> None:
    check = f"import sys, {room}; sys.exit('numpy' in sys.modules or 'scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
