"""An exported clinic comes into an instance that has no patients yet: whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import IO
from zipfile import BadZipFile, ZipFile

from deqi.access import Permission
from deqi.actions.acting import Actor
from deqi.actions.change import changing
from deqi.actions.exporting import AUDIT, FORMAT, MANIFEST, RECORD, Manifest
from deqi.store.decoders import decoder_of
from deqi.store.fits import want_fit
from deqi.store.models import Clinic, Episode, Patient
from deqi.store.moving.reading import Arrivals, MovingError
from deqi.store.moving.writing import digest_of

PIECE = 1024 * 1024
# A clinic of a thousand courses has some 100 MB in a dozen parts.
MAX_PARTS = 1000
MAX_UNPACKED = 8 * 1024**3
MAX_MANIFEST = PIECE


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read in.

    Attributes
    ----------
    clinic : as it stands now.
    digest : of everything, here and in the archive.
    n_patients, n_rows, n_audit : how much there was.
    """

    clinic: Clinic
    digest: str
    n_patients: int
    n_rows: int
    n_audit: int


def import_clinic(actor: Actor, file: IO[bytes], *, now: datetime) -> Imported:
    """Read an exported clinic in, in one transaction.

    Raises
    ------
    MovingError
        If there are patients already, the archive is damaged or not one of a whole clinic, or what
        was read in is not what was written out.
    """
    with changing(actor, Permission.IMPORT_CLINIC, None, "clinic.import", now=now) as noted:
        _require_empty()
        with _open_archive(file) as archive:
            manifest = _check(archive)
            imported = _take_in(archive, manifest, now)
        noted.subject = f"clinic {imported.clinic.pk}"
        noted.details = {"digest": imported.digest, "audit_rows": imported.n_audit}
    return imported


def _require_empty() -> None:
    if Patient.objects.exists():
        raise MovingError(
            "There are patients here already. A clinic is read into an instance without any: "
            "start a new one with a DEQI_HOME of its own. Nothing was changed."
        )


def _open_archive(file: IO[bytes]) -> ZipFile:
    try:
        return ZipFile(file)
    except BadZipFile:
        raise MovingError(
            "This file is not an archive, or its end is missing. Give a file that was exported "
            "here, and download it again if it is damaged. Nothing was changed."
        ) from None


def _check(archive: ZipFile) -> Manifest:
    """Whether it is an export of a clinic, from this version or an older one, and whole."""
    _require_sizes(archive)
    manifest = _manifest(archive)
    if manifest.format != FORMAT:
        raise MovingError(
            f"The archive is of the format {manifest.format}; this deqi reads {FORMAT}. Read it in "
            "with the version that wrote it, or a newer one. Nothing was changed."
        )
    if manifest.scope != "clinic":
        raise MovingError(
            "The archive holds one patient. Only a whole clinic can be read in. Export the clinic. "
            "Nothing was changed."
        )
    broken = [name for name, part in manifest.parts.items() if _sha(archive, name) != part.sha256]
    if broken or not {RECORD, AUDIT} <= set(manifest.parts):
        raise _damaged(", ".join(broken) or "a part")
    return manifest


def _require_sizes(archive: ZipFile) -> None:
    """Before anything is unpacked: a small file can unfold into more than the machine holds."""
    sizes = {part.filename: part.file_size for part in archive.infolist()}
    unpacked = sum(part.file_size for part in archive.infolist())
    if (
        len(archive.infolist()) > MAX_PARTS
        or unpacked > MAX_UNPACKED
        or sizes.get(MANIFEST, 0) > MAX_MANIFEST
    ):
        raise MovingError(
            f"The archive would unfold into {len(archive.infolist())} parts and "
            f"{unpacked / 1e9:.1f} GB, more than a clinic has. Give a file that was exported here. "
            "Nothing was changed."
        )


def _manifest(archive: ZipFile) -> Manifest:
    with _whole(MANIFEST):
        return decoder_of(Manifest).decode(archive.read(MANIFEST))


def _sha(archive: ZipFile, name: str) -> str:
    seen = sha256()
    with _whole(name), archive.open(name) as file:
        while piece := file.read(PIECE):
            seen.update(piece)
    return seen.hexdigest()


@contextmanager
def _whole(name: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # a damaged part fails in as many ways as it has bytes
        raise _damaged(name) from error


def _damaged(what: str) -> MovingError:
    return MovingError(
        f"The archive is damaged: {what} is not as it was written. Download it again. Nothing was "
        "changed."
    )


def _take_in(archive: ZipFile, manifest: Manifest, now: datetime) -> Imported:
    arrivals = Arrivals()
    for line in _lines(archive, RECORD):
        arrivals.take(line)
    clinic = arrivals.clinic
    if clinic is None or digest_of(clinic) != manifest.digest:
        raise MovingError(
            "What was read in is not what was written out, so it was given up. Nothing was "
            "changed. Read it in with the version of deqi that wrote it."
        )
    for line in _lines(archive, AUDIT):
        arrivals.take_audit(line)
    patients = Patient.objects.filter(clinic=clinic)
    for episode in Episode.objects.filter(patient__in=patients):
        want_fit(episode, now)
    n_audit = manifest.parts[AUDIT].n_lines
    return Imported(clinic, manifest.digest, patients.count(), arrivals.n_rows, n_audit)


def _lines(archive: ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as file:
        yield from file
