"""Lists of blocks: drawn fairly, the same from the same seed, never against the safety check."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from math import factorial

import pytest
import scipy.special

from deqi.exchange.blocks import block_list_csv, block_problems, blocks_csv
from deqi.plan import read_policy
from deqi.plan.blocks import (
    BlockList,
    BlockRequest,
    ListScheme,
    ScreenFailedError,
    digest,
    draw_blocks,
    visit_days,
)
from deqi.records import Answer, Course, DaySpan, OutsideMeaningError
from deqi.screen import ScreenOutcome, screen

MONDAY = date(2026, 1, 5)
N_DRAWS = 2000


def screens(*names: str) -> dict[str, ScreenOutcome]:
    return {name: screen(Course(name), MONDAY) for name in names}


def drawn(scheme: ListScheme, seed: int, *names: str, **settings: int) -> BlockList:
    return draw_blocks(BlockRequest(scheme, MONDAY, **settings), screens(*(names or ("A",))), seed)


def p_of_chi_square(counts: Counter, n_kinds: int) -> float:
    expected = sum(counts.values()) / n_kinds
    chi2 = sum((n - expected) ** 2 / expected for n in counts.values())
    chi2 += expected * (n_kinds - len(counts))
    return float(scipy.special.chdtrc(n_kinds - 1, chi2))


def kind_of(listed: BlockList) -> tuple[object, ...]:
    return tuple(
        (name, block.from_on) if block.pair is None else block.is_on
        for name, blocks in listed.blocks.items()
        for block in blocks
    )


@pytest.mark.parametrize(
    ("scheme", "names", "n_kinds", "settings"),
    [
        (ListScheme.PAIRS, ("A",), 2**4, {"n_pairs": 4}),
        (ListScheme.START, ("A",), 20, {"window_d": 28}),
        (ListScheme.BASELINES, ("A", "B", "C", "D"), factorial(4), {}),
    ],
)
def test_every_list_is_equally_likely(scheme, names, n_kinds, settings):
    outcome = screens(*names)
    request = BlockRequest(scheme, MONDAY, **settings)
    counts = Counter(kind_of(draw_blocks(request, outcome, seed)) for seed in range(N_DRAWS))
    listed = draw_blocks(request, outcome, 0)
    assert len(counts) == n_kinds == listed.n_possible
    assert p_of_chi_square(counts, n_kinds) > 0.001


def test_the_chi_square_would_notice_a_loaded_coin():
    assert p_of_chi_square(Counter(on=1120, off=880), 2) < 0.001


@pytest.mark.parametrize("scheme", [ListScheme.PAIRS, ListScheme.START])
def test_the_same_seed_gives_the_same_list_to_the_byte(scheme):
    one, same, other = drawn(scheme, 5), drawn(scheme, 5), drawn(scheme, 6)
    assert blocks_csv(one.blocks["A"]) == blocks_csv(same.blocks["A"])
    assert digest(blocks_csv(one.blocks["A"])) != digest(blocks_csv(other.blocks["A"]))


def test_a_list_of_today_is_the_list_of_next_year():
    """Kept bytes: a new version of the program or of Python must not redraw old lists."""
    text = blocks_csv(drawn(ListScheme.PAIRS, 20260105).blocks["A"])
    assert digest(text).startswith("8e7ef7f25b1e3a01")
    text = blocks_csv(drawn(ListScheme.START, 20260105).blocks["A"])
    assert digest(text).startswith("a2804d3b80604ba6")


@pytest.mark.parametrize("scheme", list(ListScheme))
def test_a_drawn_list_is_a_plan_that_can_be_read(scheme):
    names = ("A", "B", "C") if scheme is ListScheme.BASELINES else ("A",)
    for seed in range(20):
        for blocks in drawn(scheme, seed, *names).blocks.values():
            assert list(block_problems(blocks, "blocks.csv")) == []


@pytest.mark.parametrize("first_on", [MONDAY + timedelta(days=k) for k in range(7)])
@pytest.mark.parametrize("scheme", [ListScheme.PAIRS, ListScheme.START])
def test_blocks_begin_and_visits_lie_on_working_days(scheme, first_on):
    request = BlockRequest(scheme, first_on)
    run_in, *others = draw_blocks(request, screens("A"), seed=3).blocks["A"]
    assert not run_in.is_on
    assert (others[0].from_on - first_on).days >= request.run_in_d
    for block in others:
        starts = (block.from_on, *block.start_choices, *visit_days(block))
        assert all(on.isoweekday() <= 5 for on in starts)
        assert all(block.holds(on) for on in visit_days(block))
        assert bool(visit_days(block)) == block.is_on


def test_visits_keep_under_the_policys_cap():
    on = drawn(ListScheme.START, 3).blocks["A"][-1]
    days = visit_days(on)
    for day in days:
        assert sum(0 <= (day - other).days < 90 for other in days) <= 12


def test_blocks_of_a_pair_hold_the_same_weekdays():
    blocks = drawn(ListScheme.PAIRS, 1, block_d=21, n_pairs=3).blocks["A"][1:]
    assert {(b.to_on - b.from_on).days + 1 for b in blocks} == {21}
    assert {b.from_on.isoweekday() for b in blocks} == {1}


def test_baselines_are_spread_over_the_window_and_shared_out_once():
    listed = drawn(ListScheme.BASELINES, 9, "A", "B", "C", "D")
    starts = sorted(blocks[-1].from_on for blocks in listed.blocks.values())
    assert starts == list(listed.blocks["A"][-1].start_choices)
    gaps = [(b - a).days for a, b in pairwise(starts)]
    assert min(gaps) >= 14
    assert block_list_csv(listed.blocks).startswith("patient,from,to,state,start_choices,seed")


def test_no_list_is_drawn_when_the_safety_check_fails():
    course = Course("A", red_flags={"saddle_numbness": Answer.YES})
    outcome = screen(course, MONDAY)
    assert outcome.failed
    with pytest.raises(ScreenFailedError, match="No list is drawn"):
        draw_blocks(BlockRequest(ListScheme.PAIRS, MONDAY), {"A": outcome}, seed=1)


def test_one_failed_check_among_several_stops_the_whole_list():
    outcomes = screens("A", "B")
    outcomes["C"] = screen(Course("C", red_flags={"saddle_numbness": Answer.YES}), MONDAY)
    with pytest.raises(ScreenFailedError, match="C: "):
        draw_blocks(BlockRequest(ListScheme.BASELINES, MONDAY), outcomes, seed=1)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"scheme": ListScheme.PAIRS, "block_d": 10}, "whole weeks"),
        ({"scheme": ListScheme.PAIRS, "n_pairs": 0}, "1 to 100 pairs"),
        ({"scheme": ListScheme.PAIRS, "run_in_d": 0}, "1 day or more"),
        ({"scheme": ListScheme.START, "window_d": 1}, "at least two working days"),
        ({"scheme": ListScheme.START, "total_d": 60}, "a week after the latest"),
    ],
)
def test_a_request_without_meaning_is_refused_with_what_to_do(settings, told):
    with pytest.raises(OutsideMeaningError, match=told):
        BlockRequest(first_on=MONDAY, **settings)


def test_a_list_says_what_it_cannot_show():
    short = " ".join(n.sentence for n in drawn(ListScheme.PAIRS, 1, block_d=14).notes)
    assert "cannot give a p-value below 0.5" in short
    assert "short for relief that builds up" in short
    assert "The seed is small" in short
    assert drawn(ListScheme.START, 10**12).notes == ()


def test_the_practices_own_working_days_count():
    tuesdays = replace(read_policy("usual"), work_days=(2,))
    request = BlockRequest(ListScheme.START, MONDAY, policy=tuesdays, window_d=70)
    assert {on.isoweekday() for on in request.possible_starts()} == {2}


def test_closed_days_and_days_away_hold_no_start_and_no_visit():
    closed = DaySpan(date(2026, 2, 2), date(2026, 2, 8))
    away = DaySpan(date(2026, 2, 9), date(2026, 2, 15))
    policy = replace(read_policy("usual"), closed=(closed,))
    request = BlockRequest(ListScheme.START, MONDAY, policy=policy, cannot_come=(away,))
    listed = draw_blocks(request, screens("A"), seed=4)
    starts = listed.blocks["A"][-1].start_choices
    days = visit_days(listed.blocks["A"][-1], request.calendar)
    assert not any(closed.holds(on) or away.holds(on) for on in (*starts, *days))
    assert len(starts) == 30
