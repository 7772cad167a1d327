"""A scenario of blocks: read with its defaults, or refused key by key."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from deqi.cli.main import main
from deqi.records import BadInputError
from deqi.simulate.n_of_1 import Relief, read_n_of_1_scenario

SMALL = """
name = "small"
effects_nrs = [2]
relief = ["fast"]
courses = 3
fits = 1

[[design]]
scheme = "pairs"
pairs = 2
block_days = 14

[[design]]
scheme = "start"
window_days = 28
days = 90
"""


def test_what_is_not_said_has_its_default():
    scenario = read_n_of_1_scenario('[[design]]\nscheme = "pairs"\n', "s.toml")
    assert (scenario.population, scenario.phase, scenario.least_nrs) == ("informed", "chronic", 4)
    assert {relief for relief, _ in scenario.truths()} == {None, Relief.FAST, Relief.SLOW}
    assert next(scenario.truths()) == (None, 0.0)


@pytest.mark.parametrize(
    ("old", "new", "place", "expected"),
    [
        ("courses = 3", "courses = 0", "courses", "a whole number from 1"),
        (
            "effects_nrs = [2]",
            "effects_nrs = [20]",
            "effects_nrs",
            "a list of numbers, each from 0.1 to 10",
        ),
        ('relief = ["fast"]', 'relief = ["both"]', "relief", "of fast, slow"),
        ('scheme = "start"', 'scheme = "stop"', "design[2].scheme", '"pairs" or "start"'),
        ("block_days = 14", "block_days = 10", "design[1]", "whole weeks"),
        (
            "window_days = 28",
            "blocks_days = 28",
            "design[2].blocks_days",
            "one of the keys scheme, run_in_days",
        ),
        ("pairs = 2", "pairs = 2.5", "design[1].pairs", "a whole number"),
        ('name = "small"', 'nam = "small"', "nam", "one of the keys name"),
    ],
)
def test_a_wrong_key_is_named_with_what_is_expected(old, new, place, expected):
    with pytest.raises(BadInputError) as refused:
        read_n_of_1_scenario(SMALL.replace(old, new), "s.toml")
    (problem,) = refused.value.problems
    assert problem.column == place
    assert expected in problem.expected


@pytest.mark.parametrize("text", ["", "design = 3", "= 3"])
def test_a_file_without_a_design_or_without_toml_is_refused(text):
    with pytest.raises(BadInputError):
        read_n_of_1_scenario(text, "s.toml")


def test_the_command_prints_every_design_and_writes_every_figure(tmp_path: Path, capsys):
    file = tmp_path / "small.toml"
    file.write_text(SMALL)
    assert main(["simulate", "n-of-1", str(file)]) == 0
    told = capsys.readouterr().out
    assert "2 pairs of 14-day blocks" in told
    assert "A start drawn from 20 working days" in told
    out, table = tmp_path / "power.json", tmp_path / "power.csv"
    assert main(["simulate", "n-of-1", str(file), "--json", str(out), "--csv", str(table)]) == 0
    cells = json.loads(out.read_text())["cells"]
    assert [(c["scheme"], c["effect_nrs"]) for c in cells] == [
        ("pairs", 0.0), ("pairs", 2.0), ("start", 0.0), ("start", 2.0)
    ]  # fmt: skip
    assert cells[0]["power_test"] == 0.0
    with table.open() as rows:
        assert len(list(csv.DictReader(rows))) == len(cells)


def test_a_missing_scenario_is_said_to_be_missing(tmp_path: Path, capsys):
    assert main(["simulate", "n-of-1", str(tmp_path / "none.toml")]) == 3
    assert "no file that can be read" in capsys.readouterr().err


def test_power_in_a_patients_own_noise_is_printed_and_in_the_json(tmp_path: Path):
    out = tmp_path / "list.json"
    line = ["plan", "--example", "at-once", "--as-of", "2026-02-01", "--blocks", "start"]
    assert (
        main([*line, "--seed", "1", "--power", "--n", "2", "--fits", "1", "--json", str(out)]) == 0
    )
    plain = json.loads(out.read_text())
    assert [c["effect_nrs"] for c in plain["power"]] == [0, 1, 2, 3, 1, 2, 3]
    assert plain["patients"][0]["blocks"][0]["from"] == "2026-02-02"
