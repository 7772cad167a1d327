"""A backup as one file: a zip whose last bytes are a checksum of all bytes before them.

The checksum is the zip's comment, so that every program for zips opens the file, and every changed
byte is found, those between the parts as well.
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from deqi.web.operations.errors import OperationError

FORMAT = "deqi backup/1"
MANIFEST, DATABASE = "manifest.json", "database"
DIGEST_LETTERS = 64
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes
    ----------
    program : version of deqi that made it.
    vendor : "sqlite" or "postgresql".
    migrations : every change to the tables that was made, so that a newer database is told apart.
    rows : number of rows of each table.
    key : fingerprint of the key that its content is sealed with.
    sha256 : of the database's part.
    """

    format: str
    program: str
    made_at: str
    vendor: str
    migrations: list[str]
    rows: dict[str, int]
    key: str
    sha256: str


def write_archive(path: Path, manifest: Manifest, database: Path) -> str:
    """Write a backup whole or not at all; its checksum.

    Raises
    ------
    OperationError
        If the file is there already, or the disk does not take it.
    """
    if path.exists():
        raise OperationError(f"{path} is there already, and was left alone. Give another name.")
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with zipfile.ZipFile(unfinished, "x", zipfile.ZIP_DEFLATED) as archive:
            archive.comment = b"0" * DIGEST_LETTERS
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
            archive.write(database, DATABASE)
        digest = _sign(unfinished)
        os.link(unfinished, path)  # unlike a rename, never over a file that came meanwhile
    except OSError as error:
        raise OperationError(
            f"The backup cannot be written to {path} ({os.strerror(error.errno or 0)}). Nothing "
            "is left of it. Give another place."
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)
    return digest


def read_archive(path: Path, database: Path) -> Manifest:
    """Check a backup to its last byte, and unpack its database.

    Raises
    ------
    OperationError
        If it is none, is damaged, or was written by a newer deqi.
    """
    _check_digest(path)
    try:
        with zipfile.ZipFile(path) as archive:
            plain = json.loads(archive.read(MANIFEST))
            if plain.get("format") != FORMAT:
                raise OperationError(
                    f"{path} is a backup of another kind ({plain.get('format')}); this deqi reads "
                    f"{FORMAT}. Take the version of deqi that made it, or a newer one."
                )
            manifest = Manifest(**plain)
            with archive.open(DATABASE) as packed, database.open("xb") as unpacked:
                shutil.copyfileobj(packed, unpacked, PIECE)
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError):
        raise OperationError(_damaged(path)) from None
    if digest_of(database) != manifest.sha256:
        raise OperationError(_damaged(path))
    return manifest


def digest_of(path: Path) -> str:
    """sha256 of a whole file."""
    with path.open("rb") as file:
        return _digest(file, path.stat().st_size)


def _sign(path: Path) -> str:
    n = path.stat().st_size - DIGEST_LETTERS
    with path.open("r+b") as file:
        digest = _digest(file, n)
        file.seek(n)
        file.write(digest.encode())
        file.flush()
        os.fsync(file.fileno())
    return digest


def _check_digest(path: Path) -> None:
    try:
        with path.open("rb") as file:
            n = path.stat().st_size - DIGEST_LETTERS
            said = _digest(file, max(n, 0)).encode()
            file.seek(max(n, 0))
            if n < 0 or file.read() != said:
                raise OperationError(_damaged(path))
    except OSError as error:
        raise OperationError(
            f"{path} cannot be read ({os.strerror(error.errno or 0)}). Give the file of a backup."
        ) from None


def _digest(file: IO[bytes], n: int) -> str:
    """Of the first `n` bytes."""
    digest = sha256()
    file.seek(0)
    while n > 0:
        piece = file.read(min(PIECE, n))
        if not piece:
            break
        digest.update(piece)
        n -= len(piece)
    return digest.hexdigest()


def _damaged(path: Path) -> str:
    return (
        f"{path} is damaged, or is no backup of deqi: its checksum does not fit. The present data "
        "was left alone. Take another backup."
    )
