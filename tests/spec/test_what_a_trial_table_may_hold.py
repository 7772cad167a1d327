"""Anybody's table of trials: what is read, and what is refused by its row."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from deqi.evidence import ArmType, Direction, Stat, Verified, read_arms
from deqi.exchange.arm_table import ArmTable, read_arm_table
from deqi.records import BadInputError, OutsideMeaningError

HEAD = "study,arm,n,mean,sd\n"
GOOD = "A 2001,acupuncture,40,35,25\nA 2001,usual care,38,50,24\n"


def table(tmp_path: Path, text: str, **how: object) -> ArmTable:
    path = tmp_path / "trials.csv"
    path.write_text(text, encoding="utf-8")
    return read_arm_table(path, **how)  # type: ignore[arg-type]


def problems(tmp_path: Path, text: str) -> list[tuple[int | None, str | None]]:
    with pytest.raises(BadInputError) as refused:
        table(tmp_path, text)
    assert all(problem.to_do and problem.expected for problem in refused.value.problems)
    return [(problem.row, problem.column) for problem in refused.value.problems]


def test_the_package_s_own_table_is_read_alike() -> None:
    path = Path(str(files("deqi.evidence") / "tables" / "trials.csv"))
    assert read_arm_table(path).rows == read_arms()


def test_the_least_table_is_a_study_an_arm_n_mean_and_sd(tmp_path: Path) -> None:
    first, second = table(tmp_path, HEAD + GOOD).rows
    assert (first.trial, first.arm_type, first.n, first.mean) == (
        "A 2001", ArmType.ACUPUNCTURE, 40, 35.0,
    )  # fmt: skip
    assert (second.arm_type, second.verified) == (ArmType.USUAL_CARE, Verified.NOT_STATED)
    assert (second.stat, second.direction, second.week) == (Stat.POST, None, None)


def test_that_means_are_taken_for_final_scores_is_said(tmp_path: Path) -> None:
    (warning,) = table(tmp_path, HEAD + GOOD).warnings
    assert "no column `stat`" in warning


def test_semicolons_decimal_commas_and_other_headings_are_read(tmp_path: Path) -> None:
    text = (
        "Author;Group;Sample size;Mean change;Std. Dev.;Weeks;Statistic;Better\n"
        "A;real acupuncture;40;−5,5;2,5;8;change;lower\nA;waitlist;38;-2,1;2,4;8;Change;Lower\n"  # noqa: RUF001
    )
    first, second = table(tmp_path, text).rows
    assert (first.mean, first.sd, first.week, first.stat) == (-5.5, 2.5, 8.0, Stat.CHANGE)
    assert second.arm_type is ArmType.NO_TREATMENT
    assert second.direction is Direction.LOWER_BETTER


def test_a_heading_may_be_mapped_and_what_stands_elsewhere_is_kept(tmp_path: Path) -> None:
    text = "study,arm,analysed,mean,sd,risk of bias\nA,sham,40,35,25,low\nA,verum,38,50,24,low\n"
    (first, _) = table(tmp_path, text, mapping={"n": "Analysed"}).rows
    assert first.n == 40
    assert first.other == (("risk of bias", "low"),)


def test_a_standard_error_becomes_an_sd_and_contradicting_ones_are_refused(tmp_path: Path) -> None:
    rows = "A,sham,25,35,2\nA,verum,25,30,2\n"
    first, _ = table(tmp_path, "study,arm,n,mean,se\n" + rows).rows
    assert first.sd == pytest.approx(10)
    assert problems(
        tmp_path, "study,arm,n,mean,sd,se\nA,sham,25,35,10,4\nA,verum,25,30,10,2\n"
    ) == [(2, "se")]


def test_events_and_shares_are_read(tmp_path: Path) -> None:
    text = "study,arm,n,events\nA,acupuncture,65,42\nA,sham,61,21\n"
    assert [row.n_events for row in table(tmp_path, text).rows] == [42, 21]
    text = "study,arm,n,mean,stat\nA,acupuncture,387,47.6 %,proportion\nA,sham,387,.442,share\n"
    assert [row.n_events for row in table(tmp_path, text).rows] == [184, 171]


def test_a_row_with_a_mean_and_events_is_two_rows(tmp_path: Path) -> None:
    text = "study,arm,n,mean,sd,events\nA,acupuncture,65,30,20,42\nA,sham,61,40,21,21\n"
    rows = table(tmp_path, text).rows
    assert [(row.row, row.stat) for row in rows] == [
        (2, Stat.POST),
        (2, Stat.PROPORTION),
        (3, Stat.POST),
        (3, Stat.PROPORTION),
    ]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("A 2001,sham,1,35,25", "n"),
        ("A 2001,sham,many,35,25", "n"),
        ("A 2001,sham,,35,25", "n"),
        ("A 2001,sham,40,35,0", "sd"),
        ("A 2001,sham,40,35,-1", "sd"),
        ("A 2001,sham,40,high,25", "mean"),
        ("A 2001,something,40,35,25", "arm"),
        (",sham,40,35,25", "study"),
        ("A 2001,acupuncture,40,35,25", "arm"),
        ("A 2001,sham,40,35", None),
        ("B 2002,sham,40,35,25", "arm"),
    ],
)
def test_a_bad_row_is_refused_by_its_number(tmp_path: Path, row: str, column: str | None) -> None:
    assert problems(tmp_path, f"{HEAD}{GOOD}{row}\n") == [(4, column)]


def test_every_bad_row_is_named_not_only_the_first(tmp_path: Path) -> None:
    text = f"{HEAD}{GOOD}A 2001,sham,1,35,25\nA 2001,placebo,40,x,25\n"
    assert problems(tmp_path, text) == [(4, "n"), (5, "mean")]


def test_a_trial_whose_other_arm_could_not_be_read_is_not_told_to_have_one_arm(
    tmp_path: Path,
) -> None:
    text = f"{HEAD}A 2001,acupuncture,40,35,25\nA 2001,usual care,x,50,24\n"
    assert problems(tmp_path, text) == [(3, "n")]


def test_bad_rows_are_left_out_and_named_if_that_is_asked_for(tmp_path: Path) -> None:
    text = f"{HEAD}{GOOD}B 2002,sham,40,35,25\nB 2002,acupuncture,1,30,20\n"
    read = table(tmp_path, text, leave_out_bad_rows=True)
    assert [row.trial for row in read.rows] == ["A 2001", "A 2001"]
    # without its second arm, the trial has one arm only
    assert [problem.row for problem in read.left_out] == [5, 4]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("study,n,mean,sd\nA,40,35,25\n", "arm"),
        ("arm,n,mean,sd\nsham,40,35,25\n", "study"),
        ("study,arm,mean,sd\nA,sham,35,25\n", "n"),
        ("study,arm,n\nA,sham,40\n", "mean"),
        ("study,arm,n,mean,sd,SD\nA,sham,40,1,2,3\n", "sd"),
    ],
)
def test_a_missing_or_doubled_column_is_named(tmp_path: Path, text: str, column: str) -> None:
    assert problems(tmp_path, text) == [(1, column)]


def test_an_empty_file_and_one_with_headings_only_are_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, "") == [(None, None)]
    assert problems(tmp_path, HEAD) == [(None, None)]


def test_a_mapping_to_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutsideMeaningError, match="'people'"):
        table(tmp_path, HEAD + GOOD, mapping={"people": "n"})
    with pytest.raises(BadInputError, match="a heading of this table"):
        table(tmp_path, HEAD + GOOD, mapping={"n": "N analysed"})


def test_ten_thousand_rows_are_read(tmp_path: Path) -> None:
    rows = "".join(f"T{k},acupuncture,40,35,25\nT{k},usual care,38,50,24\n" for k in range(5000))
    assert len(table(tmp_path, HEAD + rows).rows) == 10000
