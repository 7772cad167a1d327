"""What `deqi infer --blocks` says: both answers, or the reason why one is not given."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from deqi.cli.main import main
from deqi.evidence.cent import cent_items
from deqi.infer import infer
from deqi.infer.blocks import BlocksAnswer, judge_blocks
from deqi.records import Block, Course, OutsideMeaningError
from deqi.report.n_of_1 import assemble_blocks_report, blocks_json, write_blocks_html
from deqi.simulate import example_course

DAY = date(2026, 7, 5)


@pytest.fixture(scope="module")
def course() -> Course:
    return example_course("on-and-off")


@pytest.fixture(scope="module")
def answer(course: Course) -> BlocksAnswer:
    return judge_blocks(course, infer(course))


def test_both_answers_stand_side_by_side(answer):
    assert answer.test is not None
    assert answer.model is not None
    assert (answer.test.p, answer.design.smallest_p, answer.test.n_plans) == (0.5, 0.5, 4)
    assert answer.model.on_minus_off_nrs.median < 0
    assert answer.contradictions == ()


def test_the_visits_part_on_minus_off_is_its_two_sides_apart(answer):
    """In one posterior: medians of three quantities need not add up, but come close."""
    model = answer.model
    apart = model.on_nrs.median - model.carry_over_nrs.median
    assert model.on_minus_off_nrs.median == pytest.approx(apart, abs=0.15)


def test_scores_at_visits_are_no_part_of_the_test(course, answer):
    """They exist on on days only; with all of them at 10 the diary's difference stays."""
    tens = tuple(replace(visit, pain_before_nrs=10.0) for visit in course.visits)
    again = judge_blocks(replace(course, visits=tens), infer(replace(course, visits=tens)))
    assert np.array_equal(again.daily_nrs, answer.daily_nrs, equal_nan=True)


def test_blocks_that_were_chosen_get_no_p_value_and_the_reason(course):
    chosen = replace(course, blocks=tuple(replace(b, pair=None) for b in course.blocks))
    report = assemble_blocks_report(chosen, today=DAY)
    plain = blocks_json(report)
    assert plain["test"]["p_two_sided"] is None
    assert plain["largest_p"] is None
    assert "chosen, not drawn" in plain["why_no_p"]
    assert "p =" not in " ".join(s["sentence"] for s in plain["statements"]["test"])
    assert "may be time" in plain["headline"]


def test_a_course_without_blocks_says_how_to_make_them():
    with pytest.raises(OutsideMeaningError, match=r"deqi plan --blocks"):
        assemble_blocks_report(example_course("builds-up"), today=DAY)


def test_visits_against_the_plan_are_named(course):
    moved = tuple(replace(b, is_on=not b.is_on) if b.pair == 2 else b for b in course.blocks)
    named = " ".join(judge_blocks(replace(course, blocks=moved), infer(course)).contradictions)
    assert "Visits in an off block (block 4" in named
    assert "No visit in an on block (block 5" in named


def test_a_plan_that_still_runs_is_judged_on_what_is_there(course):
    report = assemble_blocks_report(course, as_of=date(2026, 5, 1), today=DAY)
    assert report.answer.test is not None
    last = report.answer.means[-1]
    assert (last.n_days, last.mean_nrs) == (0, None)
    assert any("A look before the end" in s.sentence for s in report.limits)


def test_without_a_day_on_one_side_there_is_no_test_but_a_reason(course):
    report = assemble_blocks_report(course, as_of=date(2026, 2, 1), today=DAY)
    plain = blocks_json(report)
    assert plain["test"] is None
    assert "no pair of blocks has days" in plain["why_no_test"]
    assert plain["model"] is None
    assert write_blocks_html(report).startswith("<!DOCTYPE html>")


def test_prior_driven_half_lives_are_said_to_be(answer, course):
    report = assemble_blocks_report(course, today=DAY)
    told = " ".join(s.sentence for s in report.wash_out)
    assert answer.wash_out.slow_is_prior_driven
    assert "mostly assumed beforehand" in told


def test_the_wash_out_is_one_of_those_fixed_beforehand(answer):
    wash_out = answer.wash_out
    assert wash_out.days in wash_out.candidates
    assert wash_out.wanted_d <= wash_out.days or wash_out.is_cut
    assert [t.wash_out_d for t in answer.by_wash_out] == list(wash_out.candidates)
    assert answer.largest_p >= answer.test.p


def test_short_blocks_cut_the_wash_out_and_say_so():
    course = example_course("on-and-off")
    first = course.blocks[1].from_on
    short = tuple(
        Block(first + timedelta(4 * k), first + timedelta(4 * k + 3), k % 2 == 0, 1 + k // 2)
        for k in range(20)
    )
    answer = judge_blocks(replace(course, blocks=short), infer(course))
    assert answer.wash_out.candidates == (0, 1, 2)
    assert answer.wash_out.is_cut


def test_every_item_of_the_checklist_is_answered_or_to_be_written(course):
    cent = blocks_json(assemble_blocks_report(course, today=DAY))["cent"]
    assert [one["item"] for one in cent] == [item.item for item in cent_items()]
    answers = {one["item"]: one["answer"] for one in cent}
    assert answers["25"] == "to be written"
    assert "seed 20260105" in answers["8a"]
    assert "off 14, off 42, on 42, on 42, off 42" in answers["3a"]


def test_the_checklist_holds_each_number_once():
    items = [item.item for item in cent_items()]
    assert len(set(items)) == len(items)
    assert all(item.number_from in {"cent", "consort"} for item in cent_items())


def test_the_command_prints_writes_and_refuses(tmp_path, capsys):
    page, data = tmp_path / "page.html", tmp_path / "answer.json"
    line = ["infer", "--blocks", "--example", "drawn-start"]
    assert main([*line, "--html", str(page), "--json", str(data)]) == 0
    assert "<script" not in page.read_text()
    plain = json.loads(data.read_text())
    assert plain["schema"] == "deqi.n-of-1/1"
    assert plain["design"]["n_possible"] == 40
    assert main(["infer", "--blocks", "--example", "builds-up"]) == 4
    assert "no blocks" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["infer", "--example", "builds-up", "--html", str(page)])
    assert "--html belongs to --blocks" in capsys.readouterr().err


def test_the_same_course_gives_the_same_page_and_digits(course):
    one = assemble_blocks_report(course, today=DAY)
    other = assemble_blocks_report(course, today=DAY)
    assert write_blocks_html(one) == write_blocks_html(other)
    assert blocks_json(one) == blocks_json(other)
