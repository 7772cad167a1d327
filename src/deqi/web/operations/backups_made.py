"""The list of backups that were made: one line of JSON each, in the folder of the data."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

LIST = "backups.jsonl"


@dataclass(frozen=True, slots=True)
class BackupMade:
    """One backup.

    Attributes
    ----------
    made_at : in UTC; what was erased later is still in it.
    file : where it was written; it may have been moved since.
    digest : its checksum.
    """

    made_at: datetime
    file: str
    digest: str


def note_backup(path: Path, digest: str, now: datetime) -> None:
    """Add a line."""
    line = asdict(BackupMade(now, str(path), digest)) | {"made_at": now.isoformat()}
    with (settings.DEQI.home / LIST).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def backups_made() -> list[BackupMade]:
    """All of them, the first one first."""
    path = settings.DEQI.home / LIST
    if not path.exists():
        return []
    plain = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [
        BackupMade(datetime.fromisoformat(one["made_at"]), one["file"], one["digest"])
        for one in plain
    ]
