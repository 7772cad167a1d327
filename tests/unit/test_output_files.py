"""Output files are whole or not there, and never take the place of an input."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from deqi.exchange import OutputError, WouldOverwriteError, write_course, write_file
from deqi.records import Course


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "r.html"
    write_file(file, "one")
    write_file(file, "zwei ü")
    assert file.read_text(encoding="utf-8") == "zwei ü"
    assert [path.name for path in tmp_path.iterdir()] == ["r.html"]


def test_a_failed_write_leaves_the_old_file_and_no_scrap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "r.html"
    write_file(file, "old")

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match="No space left"):
        write_file(file, "new")
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["r.html"]


@pytest.mark.parametrize("how", ["same name", "a link to it", "another spelling", "in its folder"])
def test_an_input_is_never_replaced(tmp_path: Path, how: str) -> None:
    diary = tmp_path / "diary.csv"
    diary.write_text("date,pain\n")
    link = tmp_path / "link.csv"
    link.symlink_to(diary)
    output = {"a link to it": link, "another spelling": tmp_path / "." / ".." / tmp_path.name}
    target = output.get(how, diary)
    target = target / "diary.csv" if how == "another spelling" else target
    with pytest.raises(WouldOverwriteError):
        write_file(target, "gone", [tmp_path] if how == "in its folder" else [diary])
    assert diary.read_text() == "date,pain\n"


def test_a_link_to_another_place_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real.html"
    real.write_text("old")
    link = tmp_path / "link.html"
    link.symlink_to(real)
    write_file(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_a_new_file_gets_the_usual_rights(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    write_file(tmp_path / "ours", "x")
    assert stat.S_IMODE((tmp_path / "ours").stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_a_private_file_stays_private(tmp_path: Path) -> None:
    file = tmp_path / "r.html"
    file.touch(mode=0o600)
    write_file(file, "x")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["no/such/folder.html", "."])
def test_a_place_that_cannot_be_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="Cannot write"):
        write_file(tmp_path / name, "x")


def test_a_very_long_name_is_a_sentence_not_a_fault(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="too long"):
        write_file(tmp_path / ("n" * 300), "x")


def test_a_course_is_not_written_over_another(tmp_path: Path) -> None:
    write_course(Course("a"), tmp_path / "a")
    with pytest.raises(WouldOverwriteError, match="holds a course already"):
        write_course(Course("b"), tmp_path / "a")


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(OutputError, match="Cannot make the folder"):
        write_course(Course("b"), tmp_path / "a")
