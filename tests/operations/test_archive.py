"""A backup that was changed anywhere is refused."""

from __future__ import annotations

import zipfile

import pytest

from deqi.web.operations.archive import (
    DATABASE,
    FORMAT,
    MANIFEST,
    Manifest,
    digest_of,
    read_archive,
    write_archive,
)
from deqi.web.operations.errors import OperationError


@pytest.fixture
def written(tmp_path):
    database = tmp_path / "database"
    database.write_bytes(b"rows " * 4000)
    manifest = Manifest(FORMAT, "0", "2026-05-01", "sqlite", [], {}, "key", digest_of(database))
    write_archive(tmp_path / "backup.zip", manifest, database)
    return tmp_path / "backup.zip"


def test_a_backup_is_read_as_it_was_written(written, tmp_path):
    manifest = read_archive(written, tmp_path / "unpacked")
    assert manifest.key == "key"
    assert (tmp_path / "unpacked").read_bytes() == b"rows " * 4000


def test_every_program_for_zips_opens_it(written):
    with zipfile.ZipFile(written) as archive:
        assert archive.namelist() == [MANIFEST, DATABASE]
        assert archive.testzip() is None


def test_each_changed_byte_is_found(written, tmp_path):
    whole = written.read_bytes()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        written.write_bytes(bytes(changed))
        with pytest.raises(OperationError, match="damaged"):
            read_archive(written, tmp_path / "unpacked")
    assert not (tmp_path / "unpacked").exists()


@pytest.mark.parametrize("content", [b"", b"no zip", b"x" * 100])
def test_another_file_is_refused(tmp_path, content):
    other = tmp_path / "other.zip"
    other.write_bytes(content)
    with pytest.raises(OperationError, match="no backup of deqi"):
        read_archive(other, tmp_path / "unpacked")


def test_a_cut_backup_is_refused(written, tmp_path):
    written.write_bytes(written.read_bytes()[:-1])
    with pytest.raises(OperationError, match="damaged"):
        read_archive(written, tmp_path / "unpacked")


def test_a_file_that_is_there_is_not_written_over(written, tmp_path):
    manifest = read_archive(written, tmp_path / "unpacked")
    with pytest.raises(OperationError, match="is there already"):
        write_archive(written, manifest, tmp_path / "unpacked")
