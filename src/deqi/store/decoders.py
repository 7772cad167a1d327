"""Readers of the JSON that is kept, made one at a time.

msgspec works out what a type looks like at its first use. A second thread that uses the type
meanwhile sees it half done, and the whole process falls (seen with msgspec 0.22: two first requests
at once). So readers are made behind a lock; a made one may be used by all threads.
"""

from __future__ import annotations

from threading import Lock
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
_made: dict[Any, msgspec.json.Decoder[Any]] = {}
_lock = Lock()


def decoder_of(wanted: type[T]) -> msgspec.json.Decoder[T]:
    """The reader of a type.

    >>> decoder_of(tuple[int, ...]).decode(b"[1, 2]")
    (1, 2)
    """
    found = _made.get(wanted)
    if found is None:
        with _lock:
            found = _made[wanted] = msgspec.json.Decoder(wanted)
    return found
