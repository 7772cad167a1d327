"""Everything about one patient, or about a clinic, as one archive that streams out."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

from deqi.access import Permission
from deqi.actions.acting import Actor
from deqi.actions.change import changing
from deqi.exchange import table_texts
from deqi.records import Course
from deqi.store.courses import course_of
from deqi.store.models import Clinic, Patient
from deqi.store.moving.moment import one_moment
from deqi.store.moving.people import people_of
from deqi.store.moving.writing import audit_lines, lines_of, patients_of

FORMAT = "deqi.export/1"
RECORD, AUDIT, MANIFEST = "record.jsonl", "audit.jsonl", "manifest.json"
AT_ONCE = 256 * 1024


@dataclass(slots=True)
class Part:
    """One file of an archive, as its manifest names it."""

    sha256: str
    n_bytes: int
    n_lines: int


@dataclass(slots=True)
class Manifest:
    """What an archive holds, and how to find out whether it is whole.

    Attributes
    ----------
    format : `deqi.export/1`.
    scope : `clinic` or `patient`; only a whole clinic can be read in again.
    id : of the clinic or the patient.
    made_at : the moment of which everything in it is.
    digest : of everything that is known, the same wherever it is kept: that of `record.jsonl`.
    parts : file name to its size and sha256.
    """

    format: str
    scope: str
    id: str
    made_at: datetime
    digest: str = ""
    parts: dict[str, Part] = field(default_factory=dict)


def export_patient(actor: Actor, patient: Patient, *, now: datetime) -> Iterator[bytes]:
    """The archive of one patient, piece by piece."""
    with changing(actor, Permission.EXPORT_PATIENT, patient, "patient.export", now=now) as noted:
        noted.subject = f"patient {patient.pk}"
    manifest = Manifest(FORMAT, "patient", str(patient.pk), now)
    return _archive(patient.clinic, patient, manifest)


def export_clinic(actor: Actor, clinic: Clinic, *, now: datetime) -> Iterator[bytes]:
    """The archive of a clinic, piece by piece, while others go on working."""
    with changing(actor, Permission.EXPORT_CLINIC, clinic, "clinic.export", now=now) as noted:
        noted.subject = f"clinic {clinic.pk}"
    return _archive(clinic, None, Manifest(FORMAT, "clinic", str(clinic.pk), now))


def courses_of(clinic: Clinic, only: Patient | None = None) -> Iterator[Course]:
    """Every episode as the course that `deqi report` reads from the tables."""
    for patient in patients_of(clinic, only):
        if patient.key is not None:
            for episode in patient.episodes.order_by("number"):
                episode.patient = patient
                yield course_of(episode)


def _archive(clinic: Clinic, only: Patient | None, manifest: Manifest) -> Iterator[bytes]:
    out = _Outbox()
    with one_moment(), ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, lines in _parts(clinic, only):
            yield from _written(archive, out, name, lines, manifest)
        manifest.digest = manifest.parts[RECORD].sha256
        whole = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
        yield from _written(archive, out, MANIFEST, [whole], manifest)
    yield out.taken()


def _parts(clinic: Clinic, only: Patient | None) -> Iterator[tuple[str, Iterable[bytes]]]:
    people = people_of(clinic, only)
    yield RECORD, lines_of(clinic, people, only)
    yield AUDIT, audit_lines(clinic, people, only)
    for name, text in table_texts(courses_of(clinic, only)).items():
        yield f"tables/{name}", text.encode().splitlines(keepends=True)


def _written(
    archive: ZipFile, out: _Outbox, name: str, lines: Iterable[bytes], manifest: Manifest
) -> Iterator[bytes]:
    """Write one part; what is packed so far goes out whenever there is enough of it."""
    part, seen = Part("", 0, 0), sha256()
    with _opened(archive, name, manifest.made_at) as file:
        for line in lines:
            file.write(line)
            seen.update(line)
            part.n_bytes, part.n_lines = part.n_bytes + len(line), part.n_lines + 1
            if out.n_bytes > AT_ONCE:
                yield out.taken()
    part.sha256 = seen.hexdigest()
    manifest.parts[name] = part


@contextmanager
def _opened(archive: ZipFile, name: str, at: datetime) -> Iterator[Any]:
    about = ZipInfo(name, at.timetuple()[:6])
    about.compress_type = ZIP_DEFLATED
    with archive.open(about, "w", force_zip64=True) as file:
        yield file


class _Outbox(io.RawIOBase):
    """What an archive wrote and nobody has taken yet."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.n_bytes = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        self.n_bytes += len(piece)
        return len(piece)

    def taken(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces, self.n_bytes = [], 0
        return taken
