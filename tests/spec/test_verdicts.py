"""The table of precedence as facts in, verdict out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deqi.infer import FitOutcome
from deqi.plan import PRECEDENCE, VerdictCode, VerdictFacts, VerdictRules, decide
from deqi.plan.sentences import sentence_of

LONG_RECORD = VerdictFacts(
    n_scores=60, n_days_of_record=84, n_visits=8, share_of_visits_with_before=1.0
)
VISITS_BEAR_IT = replace(
    LONG_RECORD, p_important=0.7, p_visits_below_0=0.98, p_visits_below_minus_1=0.8
)


@pytest.mark.parametrize(
    ("told", "facts", "verdict"),
    [
        ("nothing has changed", {}, "no_clear_change"),
        ("4 scores are too few", {"n_scores": 4}, "too_early"),
        ("5 scores are enough", {"n_scores": 5}, "no_clear_change"),
        ("13 days are too few", {"n_days_of_record": 13}, "too_early"),
        ("14 days are enough", {"n_days_of_record": 14}, "no_clear_change"),
        ("no score at all", {"n_scores": 0, "fit_outcome": FitOutcome.NO_SCORES}, "too_early"),
        (
            "a computation that did not settle says nothing, however sure it looks",
            {"p_worse": 1.0, "p_important": 1.0, "fit_outcome": FitOutcome.NOT_CONVERGED},
            "too_early",
        ),
        ("worse from 80 %", {"p_worse": 0.8}, "worse"),
        ("not worse at 79 %", {"p_worse": 0.79}, "no_clear_change"),
        ("recovered from 80 %", {"p_recovered": 0.8}, "recovered"),
        ("not recovered at 79 %", {"p_recovered": 0.79}, "no_clear_change"),
        ("improving from 50 %", {"p_important": 0.5}, "improving_cause_unclear"),
        ("not improving at 49 %", {"p_important": 0.49}, "no_clear_change"),
    ],
)
def test_the_verdict_on_a_record_without_a_clear_visits_part(told, facts, verdict):
    assert decide(replace(LONG_RECORD, **facts)).value == verdict, told


@pytest.mark.parametrize(
    ("told", "facts", "verdict"),
    [
        ("all conditions hold", {}, "improving_visits_probable"),
        ("two visits are too few", {"n_visits": 2}, "improving_cause_unclear"),
        ("three visits are enough", {"n_visits": 3}, "improving_visits_probable"),
        ("visits below 0 at 94 %", {"p_visits_below_0": 0.94}, "improving_cause_unclear"),
        ("visits below 0 at 95 %", {"p_visits_below_0": 0.95}, "improving_visits_probable"),
        ("visits below -1 at 49 %", {"p_visits_below_minus_1": 0.49}, "improving_cause_unclear"),
        ("visits below -1 at 50 %", {"p_visits_below_minus_1": 0.5}, "improving_visits_probable"),
        ("other care began", {"other_care_begun": True}, "improving_cause_unclear"),
        (
            "a score before needling on 49 % of visits",
            {"share_of_visits_with_before": 0.49},
            "improving_cause_unclear",
        ),
        (
            "a score before needling on half of the visits",
            {"share_of_visits_with_before": 0.5},
            "improving_visits_probable",
        ),
        (
            "the visits' part is not told apart",
            {"p_visits_below_0": None, "p_visits_below_minus_1": None},
            "improving_cause_unclear",
        ),
        ("the improvement itself is missing", {"p_important": 0.49}, "no_clear_change"),
        (
            "no visit, whatever else is claimed",
            {"n_visits": 0, "share_of_visits_with_before": 0.0},
            "improving_cause_unclear",
        ),
    ],
)
def test_the_visits_are_only_named_when_every_condition_holds(told, facts, verdict):
    assert decide(replace(VISITS_BEAR_IT, **facts)).value == verdict, told


ALL_AT_ONCE = replace(VISITS_BEAR_IT, screen_failed=True, n_scores=4, p_worse=0.9, p_recovered=0.9)


@pytest.mark.parametrize(
    ("mended", "verdict"),
    [
        ({}, "stop_and_refer"),
        ({"screen_failed": False}, "too_early"),
        ({"screen_failed": False, "n_scores": 60}, "worse"),
        ({"screen_failed": False, "n_scores": 60, "p_worse": 0.0}, "recovered"),
        (
            {"screen_failed": False, "n_scores": 60, "p_worse": 0.0, "p_recovered": 0.0},
            "improving_visits_probable",
        ),
    ],
)
def test_the_graver_verdict_comes_first(mended, verdict):
    assert decide(replace(ALL_AT_ONCE, **mended)).value == verdict


def test_the_table_names_each_verdict_once_and_in_the_order_of_the_codes():
    assert [clause.code for clause in PRECEDENCE] == list(VerdictCode)


def test_moved_thresholds_move_the_verdict():
    strict = VerdictRules(p_visits_below_0=0.99, min_scores=61)
    assert decide(VISITS_BEAR_IT, strict) is VerdictCode.TOO_EARLY
    strict = VerdictRules(p_visits_below_0=0.99)
    assert decide(VISITS_BEAR_IT, strict) is VerdictCode.IMPROVING_CAUSE_UNCLEAR


@pytest.mark.parametrize("code", list(VerdictCode))
@pytest.mark.parametrize("n_visits", [0, 8])
def test_no_sentence_promises_anything(code, n_visits):
    facts = replace(LONG_RECORD, n_visits=n_visits)
    sentence = sentence_of(code, facts, VerdictRules()).lower()
    assert not {"works", "effective", "cured", "heals", "proves"} & set(sentence.split())


@pytest.mark.parametrize(
    "code", [code for code in VerdictCode if code is not VerdictCode.IMPROVING_VISITS_PROBABLE]
)
def test_without_a_visit_no_sentence_speaks_of_visits(code):
    facts = replace(LONG_RECORD, n_visits=0)
    sentence = sentence_of(code, facts, VerdictRules()).lower()
    assert "visit" not in sentence
    assert "needling" not in sentence


def test_too_early_says_what_is_there_and_what_is_needed():
    facts = VerdictFacts(n_scores=1, n_days_of_record=9)
    sentence = sentence_of(VerdictCode.TOO_EARLY, facts, VerdictRules())
    assert "1 pain score over 9 days" in sentence
    assert "at least 5 over 14 days" in sentence
