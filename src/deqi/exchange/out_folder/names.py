"""File names for any patient's key, on any file system, and still readable."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

MAX_STEM = 80
READABLE_PART = 48
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
_DEVICES = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(10))}
_OURS = {"index", "summary"}


def file_stems(keys: Iterable[str]) -> dict[str, str]:
    """A name without suffix for each key: the key itself where that is safe everywhere.

    Else what is left of its letters in ASCII, with a part of its digest: so names never meet, not
    in capitals either, and never leave the folder.

    >>> file_stems(["P-014", "Jos\\u00e9 / 2", "con"])
    {'P-014': 'P-014', 'José / 2': 'Jose_2~0a1ee8ef15', 'con': 'con~1143da2bc5'}
    """
    keys = tuple(keys)
    alike = Counter(key.casefold() for key in keys)
    return {
        key: key if _is_safe(key) and alike[key.casefold()] == 1 else _made(key) for key in keys
    }


def _is_safe(key: str) -> bool:
    first = key.split(".")[0].casefold()
    return (
        len(key) <= MAX_STEM
        and _PLAIN.fullmatch(key) is not None
        and not key.endswith(".")
        and first not in _DEVICES
        and first not in _OURS
    )


def _made(key: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9]+", "_", ascii_only).strip("_")[:READABLE_PART]
    return f"{words or 'patient'}~{hashlib.sha256(key.encode()).hexdigest()[:10]}"
