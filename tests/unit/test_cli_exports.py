"""`--mapping` and `--patient`: one of many, asked for on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from deqi.cli.main import main

ROOT = Path(__file__).parents[2]
EXPORT = str(ROOT / "tests" / "fixtures" / "redcap" / "export.csv")
MAPPING = ["--mapping", str(ROOT / "docs" / "how-to" / "mappings" / "redcap.toml")]
TODAY = ["--today", "2026-03-10"]

Run = pytest.CaptureFixture[str]


@pytest.mark.parametrize("command", ["report", "screen", "track", "infer", "plan"])
def test_every_command_reads_one_patient_of_an_export(command: str, capsys: Run) -> None:
    assert main([command, EXPORT, *MAPPING, "--patient", "1", *TODAY]) == 0
    assert "1" in capsys.readouterr().out


def test_one_patient_of_a_table_folder(tmp_path: Path, capsys: Run) -> None:
    text = "patient,date,pain\nA,2026-03-01,5\nB,2026-03-01,6\nB,2026-03-02,4\n"
    (tmp_path / "diary.csv").write_text(text, encoding="utf-8")
    assert main(["track", str(tmp_path), "--patient", "B", *TODAY]) == 0
    assert "B: 2026-03-01 to 2026-03-02, 2 days" in capsys.readouterr().out


def test_a_patient_that_is_not_there_is_said(capsys: Run) -> None:
    assert main(["track", EXPORT, *MAPPING, "--patient", "11"]) == 4
    assert "There is no patient '11' in export.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([EXPORT, *MAPPING], "say which, --patient KEY"),
        (["--diary", EXPORT, "--patient", "1"], "--patient goes with a folder of tables"),
        (["--diary", EXPORT, *MAPPING], "--mapping goes with a folder of tables"),
        (
            [EXPORT, *MAPPING, "--patient", "1", "--scale", "0-100"],
            "--scale is said in the mapping",
        ),
        ([EXPORT, *MAPPING, "--patient", "1", "--visits-not-recorded"], "--visits-not-recorded is"),
    ],
)
def test_what_does_not_go_together_is_said(options: list[str], expected: str, capsys: Run) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["track", *options])
    assert expected in capsys.readouterr().err


def test_a_diary_may_say_that_visits_are_not_recorded(tmp_path: Path, capsys: Run) -> None:
    (tmp_path / "diary.csv").write_text("date,pain\n2026-03-01,5\n", encoding="utf-8")
    diary = str(tmp_path / "diary.csv")
    assert main(["report", "--diary", diary, "--visits-not-recorded", *TODAY]) == 0
    assert "Visits without dates" in capsys.readouterr().out


def test_everybody_of_an_export_is_read_as_its_mapping_file_says_and_not_otherwise(
    tmp_path: Path, capsys: Run
) -> None:
    options = [EXPORT, *MAPPING, "--all", "-o", str(tmp_path / "out")]
    with pytest.raises(SystemExit, match="2"):
        main(["report", *options, "--where", "a=b"])
    assert "--where is said in the mapping file" in capsys.readouterr().err
    assert main(["report", *options, "--json", "--jobs", "1", *TODAY]) == 0
    assert "Without an answer: 2" in capsys.readouterr().err
