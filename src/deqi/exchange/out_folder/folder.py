"""Answers to a folder, each file whole or not there; ended at any moment and taken up again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from deqi.exchange.out_folder.journal import Answered, Journal, journal_text
from deqi.exchange.output import OutputError, WouldOverwriteError, write_file

KEPT = ".deqi"  # inside the folder: the journal, the lock, and files that are being written


class OutFolder:
    """A folder of answers with a journal of what is in it. A context manager: one run at a time.

    Parameters
    ----------
    path : made if it is not there.
    inputs : folders that are read; none of them can be the output too.

    Raises
    ------
    WouldOverwriteError
        If the folder is one of the inputs.
    OutputError
        If it cannot be written to, or another run is writing to it.
    """

    def __init__(self, path: Path, inputs: Sequence[Path] = ()) -> None:
        self.path = path
        self._inputs = inputs
        self._kept = path / KEPT
        self._scratch = self._kept / "unfinished"
        self._journal = Journal(self._kept / "journal.jsonl")
        self._lock: IO[str] | None = None
        self._before: dict[str, Answered] = {}
        self._now: dict[str, Answered] = {}

    def __enter__(self) -> Self:
        inputs = [source for source in self._inputs if source.exists()]
        if self.path.exists() and any(self.path.samefile(source) for source in inputs):
            raise WouldOverwriteError(
                f"The output {self.path.name} is also the input. Give the output another folder."
            )
        with _told(self.path):
            self._scratch.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(self._kept / "lock")
            for left in self._scratch.iterdir():  # of a run that was ended
                left.unlink()
            self._before = self._journal.read()
        # A line that was cut short would swallow the next one.
        self._write(self._journal.path, journal_text(self._before.values()))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._journal.close()
        if self._lock is not None:
            self._lock.close()

    def answered(self, patient: str, digest: str, names: Iterable[str]) -> Answered | None:
        """The answer of an earlier run, if it was made from the same and stands there unchanged."""
        before = self._before.get(patient)
        if before is None or before.digest != digest or set(before.files) != set(names):
            return None
        if any(_digest_of(self.path / name) != there for name, there in before.files.items()):
            return None
        self._now[patient] = before
        return before

    def keep(self, patient: str, digest: str, texts: Mapping[str, str], line: Any) -> None:
        """Write the files of one answer, then its line in the journal."""
        for name, text in texts.items():
            self._write(self.path / name, text)
        files = {name: _digest(text.encode()) for name, text in texts.items()}
        answered = Answered(patient, digest, files, line)
        with _told(self._journal.path):
            self._journal.add(answered)
        self._now[patient] = answered

    def finish(self, patients: Iterable[str], texts: Mapping[str, str]) -> None:
        """Write what is about all of them; take away answers of an earlier run that hold no more.

        Parameters
        ----------
        patients : in the order of the journal, which ends the same however the run went.
        """
        for name, text in texts.items():
            self._write(self.path / name, text)
        files = {name for answered in self._now.values() for name in answered.files}
        for answered in self._before.values():
            for name in set(answered.files) - files:
                with suppress(FileNotFoundError), _told(self.path / name):
                    (self.path / name).unlink()
        self._journal.close()
        kept = [self._now[patient] for patient in patients if patient in self._now]
        self._write(self._journal.path, journal_text(kept))

    def _write(self, path: Path, text: str) -> None:
        write_file(path, text, scratch=self._scratch)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """A refusal of the file system as a sentence."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise OutputError(
            f"Cannot write {path}: {error.strerror or 'unknown reason'}. Check that the folder may "
            "be written to and that the disk has room; what is done is kept."
        ) from None


def _locked(path: Path) -> IO[str]:
    """The lock file, held until it is closed or the process ends, however it ends."""
    file = path.open("a", encoding="utf-8")
    try:
        import fcntl
    except ModuleNotFoundError:  # a system without such locks
        return file
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise OutputError(
            f"Another run is writing to {path.parent.parent}. Wait for it, or give another folder."
        ) from None
    return file


def _digest_of(path: Path) -> str | None:
    try:
        return _digest(path.read_bytes())
    except OSError:
        return None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
