"""The society's own texts, each with its version: what it is, its terms, its privacy policy.

The texts that come with deqi are drafts. A file of the same name in the folder `society` of the
data takes their place; its first line names its version.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from django.conf import settings

ABOUT, TERMS, PRIVACY = "about", "terms", "privacy"
TO_ACCEPT = (TERMS, PRIVACY)  # before anything is written
_MARK = "Version:"


@dataclass(frozen=True, slots=True)
class Text:
    """One of the texts, in Markdown."""

    name: str
    version: str
    body: str
    is_draft: bool

    @property
    def digest(self) -> str:
        """Of what was read by whoever accepted it."""
        return sha256(self.body.encode()).hexdigest()


def read_text(name: str) -> Text:
    """The society's own text, or the draft that comes with deqi.

    >>> read_text("terms").version
    '1'
    """
    own = Path(settings.DEQI.home) / "society" / f"{name}.md"
    is_draft = not own.exists()
    written = _draft(name) if is_draft else own.read_text("utf-8")
    first, _, rest = written.partition("\n")
    if not first.startswith(_MARK):
        return Text(name, sha256(written.encode()).hexdigest()[:8], written, is_draft)
    return Text(name, first.removeprefix(_MARK).strip()[:20], rest.strip() + "\n", is_draft)


def _draft(name: str) -> str:
    return (files("deqi.store.society") / "documents" / f"{name}.md").read_text("utf-8")
