"""Long diaries and long names: everything is listed, and the cost grows with the rows."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from time import process_time

import pytest

from deqi.exchange import read_course_csv
from deqi.records import BadInputError

N_ROWS = 10_000


@pytest.fixture(scope="module")
def long_diary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten thousand rows, one a day at noon from 1990 on, every hundredth of them bad."""
    file = tmp_path_factory.mktemp("long") / ("anna " * 40).strip()
    first = date(1990, 1, 1)
    rows = ["date,time,pain,note"]
    for k in range(N_ROWS):
        pain = "eleven" if k % 100 == 99 else str(k % 11)
        rows.append(f'{first + timedelta(days=k)},12:00,{pain},"day {k}"')
    file.write_text("\n".join(rows))
    return file


def test_every_bad_row_of_a_long_diary_is_listed(long_diary: Path) -> None:
    with pytest.raises(BadInputError) as refused:
        read_course_csv(long_diary)
    assert [problem.row for problem in refused.value.problems] == list(range(101, 10_002, 100))


def test_ten_thousand_rows_are_read_in_order(long_diary: Path) -> None:
    course = read_course_csv(long_diary, time_zone="America/New_York", leave_out_bad_rows=True)
    assert len(course.entries) == N_ROWS - 100
    assert len(course.left_out) == 100
    days = [entry.on for entry in course.entries]
    assert days == sorted(days)
    assert course.id == long_diary.stem


def test_the_cost_grows_with_the_rows_and_not_with_their_square(
    long_diary: Path, tmp_path: Path
) -> None:
    short_diary = tmp_path / "short.csv"
    short_diary.write_text("\n".join(long_diary.read_text().splitlines()[: N_ROWS // 10]))
    short, long = (_cost(file) for file in (short_diary, long_diary))
    assert long < 40 * short  # ten times the rows; a hundred times would be their square


def _cost(diary: Path) -> float:
    began = process_time()
    read_course_csv(diary, leave_out_bad_rows=True)
    return process_time() - began
