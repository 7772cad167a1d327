"""What `blocks.csv` may hold: refused with its row, or read as planned."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deqi.exchange import read_course
from deqi.records import BadInputError, Course

DIARY = "date,pain\n2026-01-05,6\n2026-01-06,5\n"
PAIRS = (
    "from,to,state,pair\n"
    "2026-01-05,2026-01-18,off,\n"
    "2026-01-19,2026-03-01,on,1\n"
    "2026-03-02,2026-04-12,off,1\n"
)
START = (
    "from,to,state,start_choices,seed\n"
    "2026-01-05,2026-02-02,off,,7\n"
    "2026-02-03,2026-04-30,on,2026-02-02; 2026-02-03; 2026-02-04,7\n"
)


def read(folder: Path, blocks: str, visits: str = "") -> Course:
    (folder / "diary.csv").write_text(DIARY)
    (folder / "blocks.csv").write_text(blocks)
    if visits:
        (folder / "visits.csv").write_text(visits)
    return read_course(folder, today=date(2026, 3, 1), time_zone="Europe/Vienna")


def test_blocks_may_lie_ahead_of_today(tmp_path):
    run_in, on, off = read(tmp_path, PAIRS).blocks
    assert (run_in.pair, on.pair, off.pair) == (None, 1, 1)
    assert (on.is_on, off.is_on, off.to_on) == (True, False, date(2026, 4, 12))


def test_a_drawn_start_keeps_every_day_it_might_have_been(tmp_path):
    off, on = read(tmp_path, START).blocks
    assert on.start_choices == (date(2026, 2, 2), date(2026, 2, 3), date(2026, 2, 4))
    assert (on.seed, off.start_choices) == (7, ())


def test_blocks_are_put_in_order_of_time(tmp_path):
    head, *rows = PAIRS.splitlines()
    assert read(tmp_path, "\n".join([head, *rows[::-1]])).blocks[0].from_on == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("text", "row", "column", "expected"),
    [
        (PAIRS.replace("2026-03-02,", "2026-03-01,"), 4, "from", "after 2026-03-01"),
        (PAIRS.replace("off,1", "on,1"), 4, "pair", "one on and one off block in pair 1"),
        (PAIRS.replace("off,1", "off,2"), 3, "pair", "one on and one off block"),
        (PAIRS.replace("on,1", "maybe,1"), 3, "state", "on or off"),
        (PAIRS.replace("2026-04-12", "2026-02-12"), 4, "to", "a date from 2026-03-02 on"),
        (PAIRS.replace("off,1", "off,0"), 4, "pair", "a whole number from 1"),
        (START.replace("; 2026-02-03", ""), 3, "start_choices", "2026-02-03 among them"),
        (START.replace("2026-02-02; ", "2026-01-05; "), 3, "start_choices", "begins before"),
        (START.replace("2026-02-02; 2026-02-03; ", ""), 3, "start_choices", "2 to 1000 different"),
        (START.replace("02-04,7", "05-04,7"), 3, "start_choices", "up to 2026-04-30"),
        (START.replace(",7\n", ",-7\n"), 2, "seed", "a whole number from 0"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(tmp_path, text, row, column, expected):
    with pytest.raises(BadInputError) as refused:
        read(tmp_path, text)
    problem = refused.value.problems[0]
    assert (problem.file, problem.row, problem.column) == ("blocks.csv", row, column)
    assert expected in problem.expected


def test_a_visit_in_an_off_block_is_a_named_contradiction(tmp_path):
    visits = "date,pain_before\n2026-01-10,6\n2026-01-20,6\n"
    warnings = read(tmp_path, PAIRS, visits).warnings
    assert any("Contradiction: 1 visit in an off block" in w and "2026-01-10" in w
               for w in warnings)  # fmt: skip


def test_a_visit_in_an_on_block_is_none(tmp_path):
    visits = "date,pain_before\n2026-01-20,6\n"
    assert not any("Contradiction" in w for w in read(tmp_path, PAIRS, visits).warnings)
