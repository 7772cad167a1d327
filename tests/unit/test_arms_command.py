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
