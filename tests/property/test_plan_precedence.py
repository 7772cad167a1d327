"""What holds of every verdict, whatever the facts."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from deqi.infer import FitOutcome
from deqi.plan import PRECEDENCE, VerdictCode, VerdictFacts, VerdictRules, decide
from deqi.plan.precedence import GOOD_NEWS

chances = st.floats(0, 1)
facts_of_any_kind = st.builds(
    VerdictFacts,
    n_scores=st.integers(0, 40),
    n_days_of_record=st.integers(0, 60),
    n_visits=st.integers(0, 12),
    p_worse=chances,
    p_recovered=chances,
    p_important=chances,
    p_visits_below_0=st.none() | chances,
    p_visits_below_minus_1=st.none() | chances,
    share_of_visits_with_before=chances,
    other_care_begun=st.booleans(),
    screen_failed=st.booleans(),
    fit_outcome=st.sampled_from(FitOutcome),
)
RANK = {
    VerdictCode.IMPROVING_VISITS_PROBABLE: 2,
    VerdictCode.IMPROVING_CAUSE_UNCLEAR: 1,
    VerdictCode.NO_CLEAR_CHANGE: 0,
}


@given(facts_of_any_kind)
def test_every_set_of_facts_has_the_verdict_of_the_first_clause_that_holds(facts):
    rules = VerdictRules()
    holding = [clause.code for clause in PRECEDENCE if clause.holds(facts, rules)]
    assert holding[-1] is VerdictCode.NO_CLEAR_CHANGE
    assert decide(facts) is holding[0]


@given(facts_of_any_kind)
def test_a_failed_screen_is_never_overridden(facts):
    assert decide(replace(facts, screen_failed=True)) is VerdictCode.STOP_AND_REFER


@given(facts_of_any_kind, st.integers(0, 4))
def test_too_few_scores_never_carry_good_or_bad_news(facts, n_scores):
    few = replace(facts, screen_failed=False, n_scores=n_scores)
    assert decide(few) is VerdictCode.TOO_EARLY


@given(facts_of_any_kind, chances)
def test_more_belief_in_an_improvement_never_lowers_the_verdict(facts, p_important):
    low, high = sorted((facts.p_important, p_important))
    before, after = (decide(replace(facts, p_important=p)) for p in (low, high))
    assert RANK.get(before, 0) <= RANK.get(after, 0)
    assert (before in RANK) == (after in RANK)


@given(facts_of_any_kind)
def test_a_condition_taken_away_never_leaves_the_visits_named(facts):
    for weaker in (
        replace(facts, n_visits=2),
        replace(facts, other_care_begun=True),
        replace(facts, p_visits_below_0=None),
        replace(facts, share_of_visits_with_before=0.4),
    ):
        assert decide(weaker) is not VerdictCode.IMPROVING_VISITS_PROBABLE


@given(facts_of_any_kind, st.floats(0.5, 1))
def test_stricter_thresholds_never_add_good_news(facts, p):
    strict = VerdictRules(p_important=p, p_recovered=max(p, 0.8), p_visits_below_0=max(p, 0.95))
    if decide(facts) not in GOOD_NEWS:
        assert decide(facts, strict) not in GOOD_NEWS
