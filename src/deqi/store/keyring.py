"""The vault of this instance, opened once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from deqi.store.vault import Vault, read_key_file


def vault() -> Vault:
    """The vault of the key file that the settings name."""
    return _vault(Path(settings.DEQI_KEY_FILE))


@lru_cache(maxsize=4)
def _vault(path: Path) -> Vault:
    return read_key_file(path)
