"""The words that patients agree to: files that are never changed, only followed by a next version.

`consents/<purpose>-<version>.<language>.md` holds a title, paragraphs, and after its second heading
what follows when the consent is taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import sha256
from importlib.resources import files

LANGUAGES = ("en", "es")


class Purpose(StrEnum):
    """What a consent is for."""

    DIARY = "diary"
    REMINDERS = "reminders"
    DOCTOR_LINK = "doctor_link"
    PUBLICATION = "publication"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version of the words for one purpose, in one language.

    Attributes
    ----------
    paragraphs : what is agreed to.
    if_withdrawn_title, if_withdrawn : what follows when it is taken back.
    digest : of the whole text; kept with the consent, it proves which words were agreed to.
    """

    purpose: Purpose
    version: str
    language: str
    title: str
    paragraphs: tuple[str, ...]
    if_withdrawn_title: str
    if_withdrawn: tuple[str, ...]
    digest: str


def current_text(purpose: Purpose, language: str) -> ConsentText:
    """The newest words for a purpose; in English where there are none in the language.

    Examples
    --------
    >>> text = current_text(Purpose.DIARY, "es")
    >>> text.title, text.version
    ('Su diario', '1')
    """
    return _read(purpose, _versions(purpose)[-1], language if language in LANGUAGES else "en")


def text_of_digest(purpose: Purpose, digest: str) -> ConsentText | None:
    """The words that a consent was given to; None if no shipped text has this digest."""
    texts = (_read(purpose, n, one) for n in _versions(purpose) for one in LANGUAGES)
    return next((text for text in texts if text.digest == digest), None)


@cache
def _versions(purpose: Purpose) -> tuple[str, ...]:
    names = [file.name for file in files("deqi.store").joinpath("consents").iterdir()]
    found = {name.split("-")[1].split(".")[0] for name in names if name.split("-")[0] == purpose}
    return tuple(sorted(found, key=int))


@cache
def _read(purpose: Purpose, version: str, language: str) -> ConsentText:
    name = f"{purpose.value}-{version}.{language}.md"
    whole = files("deqi.store").joinpath("consents", name).read_text(encoding="utf-8")
    agreed, withdrawn = whole.split("\n## ")
    title, *paragraphs = _paragraphs(agreed.removeprefix("# "))
    withdrawn_title, *after = _paragraphs(withdrawn)
    return ConsentText(
        purpose=purpose,
        version=version,
        language=language,
        title=title,
        paragraphs=tuple(paragraphs),
        if_withdrawn_title=withdrawn_title,
        if_withdrawn=tuple(after),
        digest=sha256(whole.encode()).hexdigest(),
    )


def _paragraphs(text: str) -> list[str]:
    """Paragraphs stand apart by an empty line; a line break within one means nothing."""
    return [" ".join(part.split()) for part in text.strip().split("\n\n")]
