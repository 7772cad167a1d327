"""Who wrote a manuscript, one a line, and whether an ORCID can be one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from deqi.records import DeqiError

_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])")
_PARTS = 4


class AuthorError(DeqiError):
    """A line of the list of authors that cannot be read, or an ORCID that is none."""

    code = "author"
    exit_status = 61


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who wrote it; `orcid` in groups of four, or empty."""

    family: str
    given: str
    orcid: str = ""
    affiliation: str = ""

    @property
    def name(self) -> str:
        """As it is written on the page."""
        return f"{self.given} {self.family}".strip()


def read_authors(text: str) -> tuple[Author, ...]:
    """Authors from lines of `family; given; ORCID; affiliation`, the last two may be missing.

    Raises
    ------
    AuthorError
        If there is none, or a line cannot be read.

    Examples
    --------
    >>> [author.name for author in read_authors("Carberry; Josiah; 0000-0002-1825-0097; Brown")]
    ['Josiah Carberry']
    """
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise AuthorError("No author is named. Give one a line: family name; given names.")
    return tuple(_read_author(n, line) for n, line in lines)


def write_authors(authors: tuple[Author, ...]) -> str:
    """The lines that `read_authors` reads to the same.

    >>> write_authors((Author("Carberry", "Josiah"),))
    'Carberry; Josiah'
    """
    rows = ((one.family, one.given, one.orcid, one.affiliation) for one in authors)
    return "\n".join("; ".join(row).rstrip("; ") for row in rows)


def read_orcid(text: str) -> str:
    """An ORCID iD in its usual form.

    Its last sign is computed from the others (ISO 7064 MOD 11-2), so that a slip of the pen shows.

    Raises
    ------
    AuthorError
        If it has not the form, or the last sign does not fit.

    Examples
    --------
    >>> read_orcid("https://orcid.org/0000000218250097")
    '0000-0002-1825-0097'
    """
    match = _ORCID.fullmatch(text.strip())
    if match is None:
        raise AuthorError(f"'{text[:60]}' is no ORCID iD. Expected 0000-0000-0000-0000.")
    digits = "".join(match.groups())
    if digits[-1] != _check_sign(digits[:-1]):
        raise AuthorError(
            f"'{text[:60]}' is no ORCID iD: its last sign does not fit the others. Copy it again."
        )
    return "-".join(match.groups())


def _read_author(n: int, line: str) -> Author:
    family, given, orcid, affiliation = ([part.strip() for part in line.split(";", 3)] + [""] * 3)[
        :_PARTS
    ]
    if not family or not given:
        raise AuthorError(
            f"Line {n} names no author. Expected: family name; given names; ORCID; affiliation. "
            "Put a semicolon between them; leave what there is not empty."
        )
    return Author(family, given, read_orcid(orcid) if orcid else "", affiliation)


def _check_sign(digits: str) -> str:
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)
