"""`deqi evidence pool` as its user sees it: text, page, JSON, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deqi.cli.main import main

Run = pytest.CaptureFixture[str]
TABLE = """study,arm,n,mean,sd,scale_max,direction,stat
A 2001,acupuncture,40,35,25,100,lower_better,post
A 2001,sham,40,45,25,100,lower_better,post
B 2002,acupuncture,60,30,22,100,lower_better,post
B 2002,sham,58,41,23,100,lower_better,post
C 2003,acupuncture,25,38,24,100,lower_better,post
C 2003,sham,24,40,21,100,lower_better,post
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_our_own_tables_are_pooled_by_comparator(capsys: Run) -> None:
    assert main(["evidence", "pool"]) == 0
    text = capsys.readouterr().out
    assert "AGAINST SHAM ACUPUNCTURE: 3 TRIALS, 529 PEOPLE" in text
    assert "Brinkhaus 2006" in text
    assert all(len(line) <= 80 for line in text.splitlines())


def test_anybody_s_table_is_pooled(table: Path, capsys: Run) -> None:
    assert main(["evidence", "pool", str(table), "--measure", "MD", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema"] == "deqi.pool/1"
    assert answer["all"]["n_comparisons"] == 3
    assert answer["unit"] == "points of a scale from 0 to 100"
    found, random = answer["all"]["heterogeneity"], answer["all"]["random_effects"]
    assert found["prediction_lo"] <= random["lo"] < random["estimate"]
    assert len(answer["all"]["leave_one_out"]) == 3


def test_json_before_the_table_never_writes_over_it(table: Path, capsys: Run) -> None:
    assert main(["evidence", "pool", "--json", str(table)]) == 0
    assert json.loads(capsys.readouterr().out)["table"] == "table.csv"
    assert table.read_text(encoding="utf-8") == TABLE


def test_a_ratio_is_told_as_a_ratio(capsys: Run) -> None:
    assert main(["evidence", "pool", "--measure", "RR", "--comparator", "sham", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    haake = next(c for c in answer["all"]["comparisons"] if c["trial"] == "Haake 2007")
    assert haake["estimate"] == pytest.approx((184 / 387) / (171 / 387))
    assert answer["favours"] == "above 1 favours acupuncture"


def test_a_bad_row_is_told_with_its_number(table: Path, capsys: Run) -> None:
    table.write_text(TABLE + "D 2004,sham,1,40,21,100,lower_better,post\n", encoding="utf-8")
    assert main(["evidence", "pool", str(table)]) == 3
    told = capsys.readouterr().err
    assert "table.csv, row 8, n: given '1', expected 2 people or more." in told
    assert "--leave-out bad-rows" in told
    assert main(["evidence", "pool", str(table), "--leave-out", "bad-rows"]) == 0
    assert "row 8" in capsys.readouterr().out


def test_the_page_holds_plots_tables_and_sources(tmp_path: Path) -> None:
    page = tmp_path / "pool.html"
    assert main(["evidence", "pool", "--html", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert text.count('role="img"') == 8  # four groups, for a wide page and a phone
    assert 'id="source-brinkhaus2006"' in text
    assert "<script" not in text
    assert "style=" not in text.split("</style>")[1]


def test_a_long_name_and_markup_in_a_table_stay_text(table: Path, tmp_path: Path) -> None:
    name = "A trial <b>with</b> a very long name that goes on and on, by many people"
    table.write_text(TABLE.replace("A 2001", f'"{name}"'), encoding="utf-8")
    page = tmp_path / "pool.html"
    assert main(["evidence", "pool", str(table), "--html", str(page)]) == 0
    assert "<b>with</b>" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "wrong",
    [
        ["--measure", "HR"],
        ["--weeks", "soon"],
        ["--level", "2"],
        ["--to-scale", "0"],
        ["--map", "x"],
    ],
)
def test_a_wrong_option_ends_with_2(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["evidence", "pool", *wrong])
    assert end.value.code == 2


def test_a_long_table_is_drawn_in_part_and_told_whole(tmp_path: Path) -> None:
    rows = "".join(f"T{k},acupuncture,{40 + k},30,25\nT{k},sham,40,38,25\n" for k in range(150))
    table, page = tmp_path / "long.csv", tmp_path / "pool.html"
    table.write_text("study,arm,n,mean,sd\n" + rows, encoding="utf-8")
    assert main(["evidence", "pool", str(table), "--html", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "and 50 that weigh less" in text
    assert text.count('<th scope="row">T149</th>') >= 1


def test_two_comparisons_get_no_interval_as_what_a_pool_leaves(table: Path, capsys: Run) -> None:
    def told() -> str:
        assert main(["evidence", "pool", str(table)]) == 0
        text = " ".join(capsys.readouterr().out.split())
        return text.split("moves the estimate to between ")[1].split(" To know")[0]

    assert " to " not in told()
    more = "D 2004,acupuncture,50,30,25,100,lower_better,post\n"
    more += "D 2004,sham,50,41,25,100,lower_better,post\n"
    table.write_text(TABLE + more, encoding="utf-8")
    assert told().count(" to ") == 2
