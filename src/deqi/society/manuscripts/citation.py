"""How a published manuscript is cited: in words, as BibTeX, and as CSL-JSON."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from deqi.society.manuscripts.authors import Author

_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts an escaped brace as well
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited: one version of one manuscript."""

    number: int
    version: int
    title: str
    authors: tuple[Author, ...]
    issued_on: date
    society: str
    address: str

    @property
    def key(self) -> str:
        """Short and in plain letters, so that every program takes it.

        >>> one = Citation(7, 2, "", (Author("Müller", "A"),), date(2026, 3, 1), "", "")
        >>> one.key
        'muller2026n7v2'
        """
        plain = unicodedata.normalize("NFKD", self.authors[0].family.lower())
        word = re.sub(r"[^a-z]", "", plain) or "author"
        return f"{word}{self.issued_on.year}n{self.number}v{self.version}"


def in_words(cited: Citation) -> str:
    """One line for a list of references."""
    names = ", ".join(f"{one.family} {_initials(one.given)}".strip() for one in cited.authors)
    return (
        f"{names}. {cited.title.rstrip('.')}. {cited.society}, no. {cited.number}, version "
        f"{cited.version}; {cited.issued_on.isoformat()}. {cited.address}"
    )


def bibtex(cited: Citation) -> str:
    """An entry of a BibTeX file. Letters outside ASCII stay (UTF-8); signs of TeX are escaped."""
    names = " and ".join(f"{_name(one.family)}, {_name(one.given)}" for one in cited.authors)
    fields = {
        "author": f"{{{names}}}",
        "title": f"{{{{{_tex(cited.title)}}}}}",  # twice: its capitals stay
        "journal": f"{{{_tex(cited.society)}}}",
        "year": f"{{{cited.issued_on.year}}}",
        "month": _MONTHS[cited.issued_on.month - 1],  # without braces: styles know these words
        "number": f"{{{cited.number}}}",
        "note": f"{{Version {cited.version}}}",
        "url": f"{{{cited.address}}}",
    }
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
    return f"@article{{{cited.key},\n{lines}\n}}\n"


def csl_json(cited: Citation) -> list[dict[str, Any]]:
    """A list of one item of CSL-JSON."""
    issued = cited.issued_on
    return [
        {
            "id": cited.key,
            "type": "article-journal",
            "title": cited.title,
            "author": [{"family": one.family, "given": one.given} for one in cited.authors],
            "container-title": cited.society,
            "issue": str(cited.number),
            "version": str(cited.version),
            "issued": {"date-parts": [[issued.year, issued.month, issued.day]]},
            "URL": cited.address,
        }
    ]


def _initials(given: str) -> str:
    return "".join(word[0] for word in re.split(r"[\s-]+", given) if word)


def _name(text: str) -> str:
    """What BibTeX would read as two names or two parts of one is held together."""
    first, *others = text.split() or [""]
    has_prefix_inside = first[:1].isupper() and any(word[:1].islower() for word in others)
    held = "," in text or " and " in f" {text} ".lower() or has_prefix_inside
    return f"{{{_tex(text)}}}" if held else _tex(text)


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in " ".join(text.split()))
