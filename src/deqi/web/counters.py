"""Counts of tries, shared by all processes of the machine: small files that need not survive.

They lie in the data folder whatever the database is. In PostgreSQL one count took ten questions
and three waits for the disk. They hold JSON and nothing that could run.
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.utils import timezone

from deqi.store.decoders import decoder_of

TIDIED = 0.005  # the share of writes after which files whose time is over are removed
_SUFFIX = ".count"


class _Counted(msgspec.Struct, array_like=True):
    ends_s: float | None  # seconds since 1970; None: never
    value: Any


class CountersCache(BaseCache):
    """One file a key. Django's own cache in files pickles, lists its folder at each write, and lets
    two who add the same key at once both succeed.

    Examples
    --------
    >>> counters = CountersCache(tempfile.mkdtemp(), {})
    >>> counters.add("tries", [1.0], timeout=60), counters.add("tries", [2.0], timeout=60)
    (True, False)
    >>> counters.get("tries")
    [1.0]
    """

    def __init__(self, folder: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._folder = Path(folder)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """What was written, until its time is over."""
        found = _read(self._path(key, version))
        return default if found is None else found.value

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Write it unless it is there: of several who try at once one succeeds."""
        path = self._path(key, version)
        if _read(path) is not None:
            return False
        try:
            self._write(path, value, timeout, os.link)
        except FileExistsError:
            return False
        return True

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Write it in the place of what was there."""
        self._write(self._path(key, version), value, timeout, os.replace)

    def delete(self, key: str, version: int | None = None) -> bool:
        """Remove it; False if there was none."""
        return _remove(self._path(key, version))

    def clear(self) -> None:
        """Remove all."""
        for path in self._folder.glob(f"*{_SUFFIX}"):
            _remove(path)

    def _path(self, key: str, version: int | None) -> Path:
        named = self.make_and_validate_key(key, version=version)
        return self._folder / f"{sha256(named.encode()).hexdigest()}{_SUFFIX}"

    def _write(
        self, path: Path, value: Any, timeout: Any, put: Callable[[str, Path], object]
    ) -> None:
        """Whole or not at all: whoever reads meanwhile sees what was there before."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = msgspec.json.encode(_Counted(self.get_backend_timeout(timeout), value))
        handle, written = tempfile.mkstemp(dir=self._folder)
        try:
            with open(handle, "wb") as file:
                file.write(content)
            put(written, path)
        finally:
            Path(written).unlink(missing_ok=True)
        if random.random() < TIDIED:
            self._tidy()

    def _tidy(self) -> None:
        for path in self._folder.glob(f"*{_SUFFIX}"):
            _read(path)


def _read(path: Path) -> _Counted | None:
    """What a file holds; it is removed when its time is over, or when it was damaged."""
    try:
        found = decoder_of(_Counted).decode(path.read_bytes())
    except FileNotFoundError:
        return None
    except msgspec.DecodeError:
        found = _Counted(0.0, None)
    if found.ends_s is None or found.ends_s > timezone.now().timestamp():
        return found
    _remove(path)
    return None


def _remove(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True
