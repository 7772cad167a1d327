"""What `deqi` prints and with which status it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deqi.cli.main import main
from deqi.exchange import read_course, read_table_folder
from docs.reference_pages.command_line import subcommands

DIARY = "date,pain\n2026-03-01,5\n2026-03-02,4\n2026-03-03,6\n"
AS_OF_A_DAY = ["--today", "2026-03-10"]

Run = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small course folder."""
    path = tmp_path / "anna"
    path.mkdir()
    (path / "diary.csv").write_text(DIARY)
    return path


@pytest.mark.parametrize("command", ["screen", "track", "infer", "plan", "report"])
def test_each_subcommand_answers_in_80_columns(folder: Path, command: str, capsys: Run) -> None:
    assert main([command, str(folder), *AS_OF_A_DAY]) == 0
    out = capsys.readouterr().out
    assert "anna" in out
    assert all(len(line) <= 80 for line in out.splitlines())


@pytest.mark.parametrize("command", ["screen", "track", "infer", "plan", "report"])
def test_each_subcommand_answers_in_json(folder: Path, command: str, capsys: Run) -> None:
    assert main([command, str(folder), *AS_OF_A_DAY, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema"] == f"deqi.{command}/1"
    assert answer["course"] == "anna"
    assert answer["data"]["left_out"] == []


def test_json_before_the_folder_does_not_swallow_it(folder: Path, capsys: Run) -> None:
    assert main(["track", "--json", str(folder), *AS_OF_A_DAY]) == 0
    assert json.loads(capsys.readouterr().out)["course"] == "anna"


def test_the_parts_are_those_of_the_report(folder: Path, capsys: Run) -> None:
    answers = {}
    for command in ("infer", "plan", "report"):
        main([command, str(folder), *AS_OF_A_DAY, "--json"])
        answers[command] = json.loads(capsys.readouterr().out)
    for command in ("infer", "plan"):
        assert answers[command].pop("schema") == f"deqi.{command}/1"
        for key, value in answers[command].items():
            assert answers["report"][key] == value


def test_a_plan_that_speaks_of_visits_tells_what_trials_say_of_needling(capsys: Run) -> None:
    assert main(["plan", "--example", "builds-up"]) == 0
    told = capsys.readouterr().out
    assert "about a fifth" in " ".join(told.split())
    assert not any(line.lstrip().startswith("%") for line in told.splitlines())


def test_two_files_are_enough(folder: Path, tmp_path: Path, capsys: Run) -> None:
    visits = tmp_path / "v.csv"
    visits.write_text("date,pain_before\n2026-03-02,5\n")
    diary = str(folder / "diary.csv")
    assert main(["track", "--diary", diary, "--visits", str(visits), *AS_OF_A_DAY, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["data"]["entries"], len(answer["visits"])) == (3, 1)


def test_options_reach_the_reader(tmp_path: Path, capsys: Run) -> None:
    diary = tmp_path / "d.csv"
    diary.write_text("who;day;mm;leg\nb;3/4/2026;55;4\na;4/4/2026;33,3;5\nb;5/4/2026;x;5\n")
    options = ["--map", "pain=mm", "--where", "who=b", "--scale", "0-100", "--scale", "leg=0-5"]
    options += ["--date-order", "day-first", "--leave-out", "bad-rows", "--phase", "chronic"]
    options += ["--time-zone", "Europe/Vienna", "--today", "2026-04-30", "--json"]
    assert main(["track", "--diary", str(diary), *options]) == 0
    answer = json.loads(capsys.readouterr().out)
    (score,) = answer["scores"]
    assert (score["on"], score["nrs"]) == ("2026-04-03", 5.5)
    assert (answer["phase"], answer["time_zone"]) == ("chronic", "Europe/Vienna")
    assert len(answer["data"]["left_out"]) == 1


def test_bad_input_has_its_own_status_and_lists_every_row(tmp_path: Path, capsys: Run) -> None:
    diary = tmp_path / "d.csv"
    diary.write_text("date,pain\n2026-03-01,11\n2026-03-02,x\n2027-01-01,3\n")
    assert main(["report", "--diary", str(diary), *AS_OF_A_DAY]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert "the input has 3 problems" in said.err
    for place in ("row 2, pain", "row 3, pain", "row 4, date"):
        assert place in said.err
    assert "--leave-out bad-rows" in said.err
    assert "Traceback" not in said.err


def test_a_missing_column_is_not_mended_by_leaving_out_rows(tmp_path: Path, capsys: Run) -> None:
    diary = tmp_path / "d.csv"
    diary.write_text("date,Score today\n2026-03-01,5\n")
    line = ["report", "--diary", str(diary), "--map", "pain=Score todya", *AS_OF_A_DAY]
    assert main(line) == 3
    told = capsys.readouterr().err
    assert "'Score todya', which is no heading here. Did you mean 'Score today'?" in told
    assert "--leave-out" not in told


def test_the_future_is_judged_by_the_clock_unless_today_is_given(
    tmp_path: Path, capsys: Run
) -> None:
    diary = tmp_path / "d.csv"
    diary.write_text("date,pain\n2150-01-01,3\n")
    assert main(["track", "--diary", str(diary)]) == 3
    assert main(["track", "--diary", str(diary), "--today", "2150-01-02"]) == 0


WRONG_LINES = {
    "nothing to read": ["report"],
    "two inputs": ["report", "anna", "--diary", "d.csv"],
    "scores without pain": ["report", "--scores", "s.csv"],
    "no command": [],
    "an unknown command": ["cure"],
    "an unknown option": ["report", "anna", "--colour", "red"],
    "a shortened option": ["report", "anna", "--time", "UTC"],
    "a scale in words": ["report", "anna", "--scale", "wide"],
    "a mapping without two sides": ["report", "anna", "--map", "pain"],
    "no such day": ["report", "anna", "--today", "2026-02-30"],
    "a negative seed": ["report", "anna", "--seed", "-1"],
    "a page in place of a table": ["evidence", "pool", "--html", "trials.csv"],
    "a sheet in place of a table": ["report", "anna", "--pdf", "anna/diary.csv"],
    "a policy for nobody": ["report", "--before", "--policy", "flare"],
    "a phase for nobody": ["report", "--before", "--phase", "acute"],
    "an empty CSV beside all": ["report", "anna", "--all", "-o", "out", "--csv", "x"],
    "two answers to one place": ["report", "anna", "--html", "-", "--json"],
}


@pytest.mark.parametrize("line", WRONG_LINES.values(), ids=WRONG_LINES.keys())
def test_a_wrong_command_line_ends_with_2(line: list[str], capsys: Run) -> None:
    with pytest.raises(SystemExit) as ended:
        main(line)
    assert ended.value.code == 2
    what, where = capsys.readouterr().err.splitlines()  # not a screen of options
    assert re.match(r"deqi[a-z ]*: error: .", what)
    assert re.fullmatch(r"Every option: deqi[a-z ]* --help", where)


OTHER_ERRORS = {
    "an unknown example": (["report", "--example", "miracle"], 4, "Choose one of"),
    "as-of after today": (
        ["report", "--example", "builds-up", "--as-of", "2100-01-01"],
        4,
        "after",
    ),
    "a field that no table has": (["track", "{folder}", "--map", "pian=x"], 4, "'pain'"),
    "a column mapped twice": (
        ["track", "{folder}", "--map", "pain=a", "--map", "pain=b"],
        4,
        "twice",
    ),
    "made-up courses beside a record": (
        ["simulate", "courses", "three-arms", "{folder}", "--n", "1"],
        6,
        "not empty",
    ),
    "no folder for the output": (
        ["track", "{folder}", "--json", "{folder}/no/out.json"],
        5,
        "Cannot write",
    ),
    "the output is an input": (
        ["track", "{folder}", "--json", "{folder}/diary.csv"],
        6,
        "also an input",
    ),
    "a folder that holds a course": (["simulate", "{folder}"], 6, "holds a course already"),
    "no folder": (["screen", "nowhere"], 3, "no such folder"),
}


@pytest.mark.parametrize(("line", "status", "said"), OTHER_ERRORS.values(), ids=OTHER_ERRORS.keys())
def test_each_error_has_its_status(
    folder: Path, line: list[str], status: int, said: str, capsys: Run
) -> None:
    line = [part.replace("{folder}", str(folder)) for part in line]
    assert main([*line, *(AS_OF_A_DAY if line[0] == "track" else [])]) == status
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert (folder / "diary.csv").read_text() == DIARY


def test_output_files_are_written_whole_and_named(
    folder: Path, tmp_path: Path, capsys: Run
) -> None:
    html, out = tmp_path / "r.html", tmp_path / "r.json"
    line = ["report", str(folder), *AS_OF_A_DAY, "--html", str(html), "--json", str(out)]
    assert main(line) == 0
    assert html.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")
    assert json.loads(out.read_text(encoding="utf-8"))["course"] == "anna"
    assert f"Written: {html}" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["anna", "r.html", "r.json"]


def test_simulate_writes_a_folder_that_report_reads(tmp_path: Path, capsys: Run) -> None:
    made = tmp_path / "made"
    assert main(["simulate", str(made), "--example", "acute-heals"]) == 0
    assert main(["report", str(made), "--today", "2026-03-02", "--json"]) == 0
    from_folder = json.loads(capsys.readouterr().out)
    assert main(["report", "--example", "acute-heals", "--today", "2026-03-02", "--json"]) == 0
    from_example = json.loads(capsys.readouterr().out)
    assert from_folder["verdict"] == from_example["verdict"]
    assert from_folder["change"] == from_example["change"]


def test_another_seed_is_another_person(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        assert main(["simulate", str(tmp_path / seed), "--seed", seed]) == 0
    diaries = [(tmp_path / seed / "diary.csv").read_text() for seed in ("1", "2")]
    assert diaries[0] != diaries[1]


def test_new_makes_a_folder_that_waits_for_its_first_score(tmp_path: Path, capsys: Run) -> None:
    made = tmp_path / "P-7"
    assert main(["new", str(made)]) == 0
    assert main(["report", str(made), *AS_OF_A_DAY]) == 3
    assert "no pain score" in capsys.readouterr().err
    with (made / "diary.csv").open("a") as diary:
        diary.write("2026-03-01,20:00,5,,,,,,,,\n")
    assert main(["report", str(made), *AS_OF_A_DAY]) == 0


def test_evidence_lists_its_sources(capsys: Run) -> None:
    assert main(["evidence", "sources"]) == 0
    assert "[brinkhaus2006]" in capsys.readouterr().out
    assert main(["evidence", "sources", "--json"]) == 0
    assert "brinkhaus2006" in {s["key"] for s in json.loads(capsys.readouterr().out)["sources"]}


def test_a_fault_is_told_without_any_value_of_the_record(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Run
) -> None:
    (folder / "diary.csv").write_text("date,pain,note\n2026-03-01,5,CANARY\n")

    def fail(course: object, as_of: object) -> None:
        raise RuntimeError(f"cannot work with {course}")

    monkeypatch.setattr("deqi.cli.commands.track.build_timeline", fail)
    assert main(["track", str(folder), *AS_OF_A_DAY]) == 70
    said = capsys.readouterr().err
    assert "RuntimeError" in said
    assert "DEQI_DEBUG=1" in said
    assert "CANARY" not in said
    monkeypatch.setenv("DEQI_DEBUG", "1")
    with pytest.raises(RuntimeError, match="CANARY"):
        main(["track", str(folder), *AS_OF_A_DAY])


def python(code: str) -> subprocess.CompletedProcess[str]:
    """Run some Python by itself, so that what it imports is its own."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )


def loaded_after(line: list[str]) -> set[str]:
    code = (
        "import sys\nfrom deqi.cli.main import main\n"
        f"try:\n    main({line!r})\nexcept SystemExit:\n    pass\n"
        "print('LOADED', *sys.modules)"
    )
    return set(python(code).stdout.rpartition("LOADED")[2].split())


def test_every_help_page_fits_80_columns() -> None:
    for _, parser in subcommands():
        assert all(len(line) <= 80 for line in parser.format_help().splitlines())


def test_help_loads_no_numbers(folder: Path) -> None:
    assert not {"numpy", "scipy", "jinja2", "vl_convert"} & loaded_after(["--help"])


@pytest.mark.parametrize("command", ["screen", "track"])
def test_screen_and_track_load_no_numbers(folder: Path, command: str) -> None:
    loaded = loaded_after([command, str(folder), *AS_OF_A_DAY])
    assert "deqi.exchange" in loaded
    assert not {"numpy", "scipy", "jinja2", "vl_convert"} & loaded


def test_reading_loads_no_numbers() -> None:
    done = python("import sys, deqi.exchange; print('numpy' in sys.modules)")
    assert done.stdout.strip() == "False"


def test_sums_are_taken_on_one_thread() -> None:
    code = (
        "import os\nfrom deqi.cli.main import main\nmain(['evidence', 'sources', '--json'])\n"
        "print(os.environ['OPENBLAS_NUM_THREADS'], os.environ['OMP_NUM_THREADS'])"
    )
    assert python(code).stdout.splitlines()[-1] == "1 1"


def test_a_reader_that_leaves_early_is_not_an_error(folder: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m deqi evidence sources | head -n 1 >/dev/null'],
        capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert done.stderr == ""


def test_a_terminal_without_these_letters_still_reads(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "deqi", "evidence", "sources"],
        capture_output=True, check=False, timeout=60,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )  # fmt: skip
    assert done.returncode == 0
    assert b"brinkhaus2006" in done.stdout


def test_simulated_courses_read_as_folders_and_as_tables(tmp_path: Path, capsys: Run) -> None:
    line = ["simulate", "courses", "messy-diaries", str(tmp_path / "t"), "--n", "4"]
    assert main([*line, "--form", "table", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["n"] == 4
    tables = read_table_folder(tmp_path / "t")
    assert main(["simulate", "courses", "messy-diaries", str(tmp_path / "c"), "--n", "4"]) == 0
    for key in tables.patients:
        alone = read_course(tmp_path / "c" / key)
        for one, other in zip(tables.course(key).entries, alone.entries, strict=True):
            assert (one.at, one.pain_nrs) == (other.at, other.pain_nrs)
    assert (tmp_path / "t" / "truth.csv").read_text() == (tmp_path / "c" / "truth.csv").read_text()
    assert main(line) == 6
    assert "is not empty" in capsys.readouterr().err


def test_a_simulated_trial_answers_in_every_form(tmp_path: Path, capsys: Run) -> None:
    file = tmp_path / "mine.toml"
    arms = '[[arms]]\nname = "a <b>"\nvisits = "weekly"\n[[arms]]\nname = "b"\n'
    file.write_text(arms + "[trial]\nn_per_arm = [10, 20]\nn_trials = 30\nweek = 2\n")
    html, rows = tmp_path / "t.html", tmp_path / "t.csv"
    line = ["simulate", "trial", str(file), "--html", str(html), "--csv", str(rows), "--json"]
    assert main(line) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "deqi.trial/1"
    assert {s["n_per_arm"] for s in found["summaries"]} == {10, 20}
    assert len(rows.read_text().splitlines()) == 1 + 2 * 2 * 2 * 30
    page = html.read_text(encoding="utf-8")
    assert "a &lt;b&gt;" in page
    assert "<script" not in page
    assert main(["simulate", "trial", str(file)]) == 0
    told = capsys.readouterr().out
    assert "Monte Carlo standard error" in " ".join(told.split())
    assert max(map(len, told.splitlines())) <= 80


def test_bad_scenarios_are_refused(tmp_path: Path, capsys: Run) -> None:
    assert main(["simulate", "trial", "messy-diaries"]) == 4
    assert "no arms to compare" in capsys.readouterr().err
    assert main(["simulate", "trial", str(tmp_path / "none.toml")]) == 3
    assert main(["simulate", "scenario", "none"]) == 4
    assert main(["simulate", "scenario"]) == 0
    assert "three-arms" in capsys.readouterr().out
