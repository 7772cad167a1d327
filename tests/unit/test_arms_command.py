"""`deqi simulate arms` in the terminal, as JSON and as a page."""

from __future__ import annotations

import json

import pytest

from deqi.cli.main import main


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """One run for all: text, JSON and page of one trial left out."""
    folder = tmp_path_factory.mktemp("arms")
    page, plain = folder / "arms.html", folder / "arms.json"
    status = main(
        ["simulate", "arms", "--leave-out", "yun2012", "--html", str(page), "--json", str(plain)]
    )
    assert status == 0
    return page.read_text(encoding="utf-8"), json.loads(plain.read_text(encoding="utf-8"))


def test_widths_and_what_says_too_little_are_printed(told):
    page, plain = told
    wide = [arm for arm in plain["arms"] if arm["width_95"] > plain["uninformative_above"]]
    assert wide
    assert not any(arm["is_informative"] for arm in wide)
    assert all(arm["is_informative"] for arm in plain["arms"] if arm not in wide)
    for arm in plain["arms"]:
        assert f"width {arm['width_95']:.0f}" in page
    assert page.count("uninformative") > len(wide)


def test_the_left_out_trial_has_no_part_in_its_bands(told):
    _, plain = told
    assert plain["left_out"] == ["Yun 2012"]
    assert "Yun 2012" not in plain["learned_from"]
    assert {arm["trial"] for arm in plain["arms"]} == {"Yun 2012"}


def test_scores_stand_beside_guesses_without_a_model(told):
    _, plain = told
    names = [score["name"] for score in plain["scores"]]
    assert names[:2] == ["model", "no change"]
    assert len(names) == 4


def test_the_page_is_self_contained(told):
    page, _ = told
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org/", "").replace("http-equiv", "")


def test_the_terminal_shows_bands_scores_and_reasons(capsys):
    assert main(["simulate", "arms"]) == 0
    said = capsys.readouterr().out
    assert all(len(line) <= 82 for line in said.splitlines())
    for words in ("95 % band", "Not comparable:", "no change", "--with-memory"):
        assert words in said


def test_a_trial_that_is_not_there_is_named_with_those_that_are(capsys):
    assert main(["simulate", "arms", "--leave-out", "nobody2000"]) == 4
    told = capsys.readouterr().err
    assert "nobody2000" in told
    assert "Brinkhaus 2006" in told


PLANNED = """\
study,year,arm,arm_type,n,outcome,domain,scale_max,direction,week,stat,mean,sd,visits,condition
Mine,2027,needles,acupuncture,60,pain NRS,pain,10,lower_better,0,baseline,6.2,1.5,10,chronic
Mine,2027,needles,acupuncture,60,pain NRS,pain,10,lower_better,8,post,{needles},,10,chronic
Mine,2027,sham,sham,60,pain NRS,pain,10,lower_better,0,baseline,6.0,1.4,10,chronic
Mine,2027,sham,sham,60,pain NRS,pain,10,lower_better,8,post,,,10,chronic
Mine,2027,sham,sham,60,RMDQ-24,function,24,lower_better,8,post,7,,10,chronic
"""


@pytest.fixture
def planned(tmp_path):
    """A table with open follow-ups; a mean can be put in."""

    def write(needles=""):
        path = tmp_path / "planned.csv"
        path.write_text(PLANNED.format(needles=needles), encoding="utf-8")
        return str(path)

    return write


def json_of(capsys, *asked):
    assert main(["simulate", "arms", *asked, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_arms_of_a_table_without_means_get_bands_and_no_scores(planned, capsys):
    plain = json_of(capsys, planned())
    assert [(arm["start"], arm["observed"]) for arm in plain["arms"]] == [(62, None), (60, None)]
    assert plain["scores"] == []
    assert not plain["leave_one_out"]
    assert len(plain["learned_from"]) == 4


def test_a_mean_in_the_table_is_scored_and_changes_no_band(planned, capsys):
    unseen, seen = json_of(capsys, planned()), json_of(capsys, planned("3.0"))
    assert [arm["band_95"] for arm in seen["arms"]] == [arm["band_95"] for arm in unseen["arms"]]
    assert seen["scores"][0]["n_arms"] == 1


def test_trials_can_be_left_out_of_the_basis(planned, capsys):
    plain = json_of(capsys, planned(), "--leave-out", "tu2024", "--leave-out", "Yun 2012")
    assert plain["left_out"] == ["Tu 2024", "Yun 2012"]
    assert plain["learned_from"] == ["Brinkhaus 2006", "Pach 2013"]


def test_a_table_that_cannot_be_is_refused_with_rows(tmp_path, capsys):
    path = tmp_path / "bad.csv"
    path.write_text(PLANNED.format(needles="44").replace(",6.0,1.4", ",6.0,-1"), encoding="utf-8")
    assert main(["simulate", "arms", str(path)]) == 3
    told = capsys.readouterr().err
    assert "bad.csv, row 3, mean: given '44'" in told
    assert "bad.csv, row 4, sd: given '-1'" in told


def test_json_before_the_table_does_not_write_over_it(planned, capsys):
    path = planned()
    assert main(["simulate", "arms", "--json", path]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "deqi.arms/1"


def test_a_page_without_any_arm_to_foretell_says_so(tmp_path):
    path, page = tmp_path / "none.csv", tmp_path / "none.html"
    lines = PLANNED.format(needles="").splitlines()
    other = lines[5].replace("sham,sham", "needles,acupuncture")
    path.write_text("\n".join((lines[0], lines[5], other)) + "\n", encoding="utf-8")
    assert main(["simulate", "arms", str(path), "--html", str(page)]) == 0
    assert "None of these arms can be foretold" in page.read_text(encoding="utf-8")
