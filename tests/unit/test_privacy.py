"""What a person wrote stays where it belongs: a canary in every free field, and a search for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import deqi
from deqi.cli.main import main
from deqi.exchange import write_course

CANARY = "Rosalind Canary told me so"
TODAY = ("--today", "2026-04-01")
COURSE = "id = 'P-1'\nphase = 'chronic'\ntime_zone = 'Europe/Vienna'\n"


def diary_with(medicine: str) -> str:
    rows = (f"2026-03-{day:02d},{5 + day % 3},{medicine},{CANARY}\n" for day in range(1, 29))
    return "date,pain,medicine,note\n" + "".join(rows)


def visits_with(reaction: str) -> str:
    rows = (f"2026-03-{day},10:00,{pain},{reaction},{CANARY}\n" for day, pain in ((10, 7), (17, 6)))
    return "date,time,pain_before,reaction,note\n" + "".join(rows)


COMMANDS = ("report", "plan", "infer", "track", "screen")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course folder with a canary in every free field."""
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "course.toml").write_text(COURSE, encoding="utf-8")
    (folder / "diary.csv").write_text(diary_with(medicine=CANARY), encoding="utf-8")
    (folder / "visits.csv").write_text(visits_with(reaction=CANARY), encoding="utf-8")
    return folder


@pytest.fixture
def folder_with_notes(folder: Path) -> Path:
    """The same with the canary in the notes only."""
    (folder / "diary.csv").write_text(diary_with(medicine=""), encoding="utf-8")
    (folder / "visits.csv").write_text(visits_with(reaction=""), encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_note_is_in_no_answer(command, form, folder_with_notes, capsys):
    assert main([command, str(folder_with_notes), *TODAY, *form]) == 0
    output = capsys.readouterr()
    assert "Canary" not in output.out + output.err


def test_a_note_is_on_no_page(folder_with_notes, tmp_path):
    page = tmp_path / "page.html"
    assert main(["report", str(folder_with_notes), *TODAY, "--html", str(page)]) == 0
    assert "Canary" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "bad_row",
    [
        f"2026-03-29,77,{CANARY},{CANARY}",
        f"2026-13-29,7,{CANARY},{CANARY}",
        f"2026-03-29,much,{CANARY},{CANARY}",
        f"2026-03-29,7,{CANARY},{CANARY}, {CANARY}, {CANARY}",
        f"2031-03-29,7,{CANARY},{CANARY}",
        f'2026-03-29,7,{CANARY},"{CANARY}',
    ],
)
def test_a_bad_row_is_told_without_its_other_cells(bad_row, folder, capsys):
    (folder / "diary.csv").write_text(diary_with(CANARY) + bad_row + "\n", encoding="utf-8")
    assert main(["report", str(folder), *TODAY]) == 3
    output = capsys.readouterr()
    assert "row 30" in output.err
    assert "Canary" not in output.out + output.err


@pytest.mark.parametrize("command", COMMANDS)
def test_a_fault_of_the_program_is_told_without_values(command, folder, monkeypatch, capsys):
    monkeypatch.delenv("DEQI_DEBUG", raising=False)

    def stumble(*arguments, **options):
        raise RuntimeError(f"cannot go on with {CANARY}")

    monkeypatch.setattr("deqi.cli.inputs.read_course", stumble)
    assert main([command, str(folder), *TODAY]) == 70
    output = capsys.readouterr()
    assert "RuntimeError" in output.err
    assert "Canary" not in output.out + output.err


def test_a_course_that_contradicts_itself_is_told_without_its_words(folder, capsys):
    text = COURSE + "onset = 2026-02-25\n"
    (folder / "course.toml").write_text(text, encoding="utf-8")
    assert main(["report", str(folder), *TODAY]) == 3
    output = capsys.readouterr()
    assert "acute" in output.err
    assert "Canary" not in output.out + output.err


def test_the_canary_would_be_found(folder, tmp_path):
    """The search itself: a course that is written back holds every word again."""
    course = deqi.read_course(folder)
    shutil.rmtree(folder)
    write_course(course, folder)
    assert (folder / "diary.csv").read_text(encoding="utf-8").count(CANARY) == 2 * 28
