"""Writing files so that nothing is ever half written and no input is overwritten."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from deqi.records import DeqiError


class OutputError(DeqiError):
    """A file cannot be written there: no such folder, no permission, or the disk is full."""

    code = "output"
    exit_status = 5


class WouldOverwriteError(DeqiError):
    """The output would replace a file that holds somebody's record."""

    code = "would_overwrite"
    exit_status = 6


def write_file(
    path: Path, text: str | bytes, inputs: Iterable[Path] = (), scratch: Path | None = None
) -> None:
    """Write a whole file, or leave what was there before: never half of one.

    Parameters
    ----------
    path : where to write; its folder must exist.
    text : written as UTF-8; bytes, such as a PDF, as they are.
    inputs : files, or folders of files, that must not be replaced.
    scratch : folder on the same disk for the file while it is written; default: where it will be.

    Raises
    ------
    WouldOverwriteError
        If `path` is one of `inputs`.
    OutputError
        If the file cannot be written.
    """
    for source in inputs:
        if _is_same(path, source):
            raise WouldOverwriteError(
                f"The output {path.name} is also an input. Give the output another name."
            )
    try:
        _replace(path, text, scratch)
    except OSError as error:
        raise OutputError(
            f"Cannot write {path}: {error.strerror or 'unknown reason'}. "
            "Check that its folder exists and may be written to."
        ) from None


def _is_same(path: Path, source: Path) -> bool:
    files = list(source.iterdir()) if source.is_dir() else [source]
    return any(path.exists() and file.exists() and path.samefile(file) for file in files)


def _replace(path: Path, text: str | bytes, scratch: Path | None) -> None:
    if path.is_dir():
        raise IsADirectoryError(21, "it is a folder")
    target = path.resolve()  # through a link, so that the link stays one
    handle, temporary = tempfile.mkstemp(
        dir=scratch or target.parent, prefix=f".{target.name[:40]}."
    )
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _mode(target: Path) -> int:
    """The mode of the file that is replaced, or what a new file gets here."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
