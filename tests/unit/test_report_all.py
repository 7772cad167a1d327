"""A folder of many courses: a report each, a summary, a page; one bad patient stops nobody."""

from __future__ import annotations

import csv
import errno
import json
import os
from pathlib import Path

import pytest

from deqi.cli.main import main
from deqi.exchange import OutputError
from deqi.exchange.out_folder import OutFolder, csv_text, file_stems

TODAY = ("--today", "2026-03-10")
DAYS = range(1, 8)
Run = pytest.CaptureFixture[str]


def diary_of(*patients: str) -> str:
    rows = [f"{key},2026-03-{day:02d},{4 + day % 3}" for key in patients for day in DAYS]
    return "\n".join(["patient,date,pain", *rows, ""])


def quoted(key: str) -> str:
    return '"' + key.replace('"', '""') + '"'


@pytest.fixture
def practice(tmp_path: Path) -> Path:
    """Three patients, one of whom cannot be read."""
    folder = tmp_path / "practice"
    folder.mkdir()
    (folder / "diary.csv").write_text(diary_of("A", "B", "C") + "B,2026-03-08,11\n")
    (folder / "patients.csv").write_text("patient,saddle_numbness\nA,no\nB,no\nC,yes\n")
    return folder


def report_all(folder: Path, out: Path, *options: str) -> int:
    return main(["report", str(folder), "--all", "-o", str(out), "--json", *TODAY, *options])


def summary(out: Path) -> dict[str, dict[str, str]]:
    with (out / "summary.csv").open(newline="", encoding="utf-8") as file:
        return {row["patient"]: row for row in csv.DictReader(file)}


def contents(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def test_one_bad_patient_is_a_named_outcome_and_the_others_go_on(
    practice: Path, tmp_path: Path, capsys: Run
) -> None:
    out = tmp_path / "out"
    assert report_all(practice, out) == 0
    rows = summary(out)
    assert [row["outcome"] for row in rows.values()] == ["answered", "bad_input", "answered"]
    assert "diary.csv, row 23, pain: given '11'" in rows["B"]["problem"]
    assert rows["B"]["level_nrs"] == ""
    assert sorted(path.name for path in out.glob("*.json")) == ["A.json", "C.json"]
    assert "Without an answer: 1" in capsys.readouterr().err


def test_the_page_is_sorted_by_need(practice: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report_all(practice, out)
    page = (out / "index.html").read_text(encoding="utf-8")
    headings = [page.index(f'<h2 id="{need}">') for need in ("emergency", "no_answer", "not_asked")]
    assert headings == sorted(headings)
    assert '<a href="C.json">C</a>' in page
    assert "<script" not in page


def test_one_score_is_not_a_change_of_nothing(tmp_path: Path) -> None:
    folder, out = tmp_path / "practice", tmp_path / "out"
    folder.mkdir()
    (folder / "diary.csv").write_text("patient,date,pain\nA,2026-03-01,6\n")
    report_all(folder, out)
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "nothing to compare with yet" in page
    assert "since the start (" not in page


def test_without_a_format_there_are_both_and_the_page_leads_to_the_pages(tmp_path: Path) -> None:
    folder, out = tmp_path / "practice", tmp_path / "out"
    folder.mkdir()
    (folder / "diary.csv").write_text(diary_of("A"))
    assert main(["report", str(folder), "--all", "-o", str(out), *TODAY]) == 0
    assert {path.name for path in out.glob("A.*")} == {"A.html", "A.json"}
    assert '<a href="A.html">' in (out / "index.html").read_text(encoding="utf-8")


def test_an_option_before_the_folder_does_not_swallow_it(practice: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["report", "--all", "-o", str(out), *TODAY, "--json", str(practice)]) == 0
    assert (out / "A.json").exists()


def test_the_report_is_that_of_the_one_course(practice: Path, tmp_path: Path, capsys: Run) -> None:
    alone = tmp_path / "A"
    alone.mkdir()
    (alone / "course.toml").write_text('[red_flags]\nsaddle_numbness = "no"\n')
    rows = [line.removeprefix("A,") for line in diary_of("A").splitlines()]
    (alone / "diary.csv").write_text("\n".join(["date,pain", *rows[1:], ""]))
    out = tmp_path / "out"
    report_all(practice, out)
    capsys.readouterr()
    main(["report", str(alone), "--json", *TODAY])
    assert capsys.readouterr().out == (out / "A.json").read_text(encoding="utf-8")


def test_a_second_run_computes_nothing_and_leaves_the_same(
    practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    report_all(practice, out)
    before = contents(out)
    monkeypatch.setattr("deqi.cli.commands.report_all.answer_course", None)
    report_all(practice, out)
    assert contents(out) == before


def test_only_what_changed_is_computed_again(
    practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, asked = tmp_path / "out", []
    report_all(practice, out)
    text = (practice / "diary.csv").read_text().replace("B,2026-03-08,11", "B,2026-03-08,1")
    first, rest = text.split("\n", 1)
    (practice / "diary.csv").write_text(f"{first}\nC,2026-03-08,5\n{rest}")
    from deqi.report.practice import answer_course

    def watched(question):
        asked.append(question.course.id)
        return answer_course(question)

    monkeypatch.setattr("deqi.cli.commands.report_all.answer_course", watched)
    report_all(practice, out)
    assert asked == ["B", "C"]
    assert all(row["outcome"] == "answered" for row in summary(out).values())


@pytest.mark.parametrize("options", [("--seed", "1"), ("--as-of", "2026-03-06")])
def test_another_question_is_computed_again(
    practice: Path, tmp_path: Path, options: tuple[str, str]
) -> None:
    out = tmp_path / "out"
    report_all(practice, out)
    before = (out / "A.json").read_bytes()
    report_all(practice, out, *options)
    assert (out / "A.json").read_bytes() != before


def test_an_answer_that_holds_no_more_is_taken_away(practice: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report_all(practice, out)
    (out / "notes.txt").write_text("my own")
    (practice / "diary.csv").write_text(diary_of("A", "B") + "A,2026-03-08,12\n")
    (practice / "patients.csv").unlink()
    report_all(practice, out)
    assert {path.name for path in out.iterdir() if path.is_file()} == {
        "B.json",
        "index.html",
        "summary.csv",
        "notes.txt",
    }


def test_a_file_that_somebody_changed_is_written_again(practice: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report_all(practice, out)
    before = contents(out)
    (out / "A.json").write_text("{}")
    (out / "C.json").unlink()
    report_all(practice, out)
    assert contents(out) == before


def test_a_journal_that_was_cut_short_costs_one_answer(practice: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report_all(practice, out)
    before, journal = contents(out), out / ".deqi" / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-20] + b"\xff")
    (out / ".deqi" / "unfinished" / ".A.json.x1").write_text("{")
    report_all(practice, out)
    assert contents(out) == before


KEYS = (
    *("a", "A", "CON", "index", "../up", "a/b", "..", "Łukasz 痛み", "x" * 300, "=1+1", "Doe, J."),
    *('the "tall" one', "<b>bold</b>", "nul.txt", "summary", ".hidden", "-o", "ends."),
)


def test_any_key_has_files_of_its_own_inside_the_folder(tmp_path: Path) -> None:
    folder, out = tmp_path / "practice", tmp_path / "out"
    folder.mkdir()
    (folder / "diary.csv").write_text(diary_of(*map(quoted, KEYS)), encoding="utf-8")
    assert report_all(folder, out) == 0
    rows = summary(out)
    files = [row["file"] for row in rows.values()]
    assert len({name.casefold() for name in files}) == len(KEYS)
    assert all((out / f"{name}.json").exists() for name in files)
    assert {path.name for path in tmp_path.iterdir()} == {"practice", "out"}
    for key, name in zip(KEYS, files, strict=True):
        report = json.loads((out / f"{name}.json").read_text(encoding="utf-8"))
        assert report["course"] == key
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "<b>bold" not in page
    assert "&lt;b&gt;bold" in page


def test_a_plain_key_is_its_own_name() -> None:
    assert file_stems(["P-014", "anna_2"]) == {"P-014": "P-014", "anna_2": "anna_2"}


def test_nothing_in_the_summary_is_run_by_a_spreadsheet(tmp_path: Path) -> None:
    for text in ("=1+1", "+1", "-1", "@x", "\t=1", " =1"):
        assert csv_text(["patient"], [[text]]).splitlines()[1].lstrip('"').startswith("'")
    assert csv_text(["change"], [[-1.5]]).splitlines()[1] == "-1.5"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--all"], "-o DIR"),
        (["-o", "out"], "add --all"),
        (["--jobs", "2"], "add --all"),
        (["--all", "-o", "out", "--example", "builds-up"], "for one course"),
        (["--all", "-o", "out", "--jobs", "2", "--cluster", "tcp://x:1"], "give one of them"),
        (["--all", "-o", "out", "--json", "x.json"], "without a file"),
        (["--all", "-o", "out", "--jobs", "0"], "whole number from 1"),
    ],
)
def test_what_does_not_go_together_is_said(
    practice: Path, options: list[str], sentence: str, capsys: Run
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["report", str(practice), *options])
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


def test_no_patients_give_an_empty_page(tmp_path: Path, capsys: Run) -> None:
    folder, out = tmp_path / "practice", tmp_path / "out"
    folder.mkdir()
    (folder / "diary.csv").write_text("patient,date,pain\n")
    assert report_all(folder, out) == 0
    assert summary(out) == {}
    assert "0 patients" in (out / "index.html").read_text(encoding="utf-8")


def test_an_empty_folder_is_refused_and_nothing_is_written(tmp_path: Path, capsys: Run) -> None:
    (tmp_path / "practice").mkdir()
    assert report_all(tmp_path / "practice", tmp_path / "out") == 3
    assert not (tmp_path / "out").exists()


def test_the_output_may_not_be_the_input(practice: Path, capsys: Run) -> None:
    before = contents(practice)
    assert report_all(practice, practice) == 6
    assert contents(practice) == before


def test_a_file_in_the_way_of_the_folder_is_said(
    practice: Path, tmp_path: Path, capsys: Run
) -> None:
    (tmp_path / "out").write_text("in the way")
    assert report_all(practice, tmp_path / "out") == 5
    assert "Cannot write" in capsys.readouterr().err


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_said(
    practice: Path, tmp_path: Path, capsys: Run
) -> None:
    (tmp_path / "out").mkdir(mode=0o500)
    assert report_all(practice, tmp_path / "out") == 5
    assert "Cannot write" in capsys.readouterr().err


def test_a_full_disk_ends_the_run_with_a_sentence_and_the_next_run_goes_on(
    practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Run
) -> None:
    whole, out = tmp_path / "whole", tmp_path / "out"
    report_all(practice, whole)
    replace, names = os.replace, []

    def full(source, target):
        names.append(Path(target).name)
        if Path(target).name == "C.json":
            raise OSError(errno.ENOSPC, "No space left on device")
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        assert report_all(practice, out) == 5
    assert "No space left" in capsys.readouterr().err
    assert (out / "A.json").exists()
    assert not (out / "C.json").exists()
    report_all(practice, out)
    assert contents(out) == contents(whole)


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path) -> None:
    with OutFolder(tmp_path / "out"), pytest.raises(OutputError, match="Another run"):
        OutFolder(tmp_path / "out").__enter__()


def test_rows_of_nobody_are_told(practice: Path, tmp_path: Path, capsys: Run) -> None:
    with (practice / "diary.csv").open("a") as file:
        file.write(",2026-03-09,5\nZ,2026-03-09,5\n")
    out = tmp_path / "out"
    assert report_all(practice, out) == 0
    assert "Rows that belong to no patient: 1" in capsys.readouterr().err
    assert summary(out)["Z"]["outcome"] == "bad_input"
    assert "nobody" in (out / "index.html").read_text(encoding="utf-8")


def test_what_a_person_wrote_is_neither_on_the_page_nor_in_the_summary(tmp_path: Path) -> None:
    folder, out = tmp_path / "practice", tmp_path / "out"
    folder.mkdir()
    diary = diary_of("A").replace("pain\n", "pain,note,medicine\n", 1)
    rows = [line + ",Canary note,Canary drops" for line in diary.splitlines()[1:]]
    (folder / "diary.csv").write_text("\n".join([diary.splitlines()[0], *rows, ""]))
    visits = "patient,date,pain_before,reaction\nA,2026-03-03,5,Canary fainted\n"
    (folder / "visits.csv").write_text(visits)
    treatments = "patient,what,from\nA,Canary tea,2026-03-02\n"
    (folder / "treatments.csv").write_text(treatments)
    assert report_all(folder, out) == 0
    assert summary(out)["A"]["outcome"] == "answered"
    for name in ("index.html", "summary.csv"):
        assert "Canary" not in (out / name).read_text(encoding="utf-8")
