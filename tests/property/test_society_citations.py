"""Whatever a title and its authors are called, a program that keeps references can read them."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from deqi.society.manuscripts.authors import Author
from deqi.society.manuscripts.citation import Citation, bibtex, csl_json

# What the Citation Style Language says of the members that are given here: names and types of
# "CSL input data" (resource.citationstyles.org, csl-data.json). It knows no others; nor does this.
_TEXT, _TEXT_OR_NUMBER = {"type": "string"}, {"type": ["string", "number"]}
_NAME = {
    "type": "object",
    "properties": {"family": _TEXT, "given": _TEXT, "literal": _TEXT},
    "minProperties": 1,
    "additionalProperties": False,
}
_DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3},
        }
    },
    "required": ["date-parts"],
    "additionalProperties": False,
}
CSL_DATA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "type": {"enum": ["article", "article-journal", "report", "webpage"]},
            "id": _TEXT_OR_NUMBER,
            "title": _TEXT,
            "author": {"type": "array", "items": _NAME, "minItems": 1},
            "container-title": _TEXT,
            "issue": _TEXT_OR_NUMBER,
            "version": _TEXT,
            "issued": _DATE,
            "URL": {"type": "string", "pattern": "^https?://"},
        },
        "required": ["type", "id"],
        "additionalProperties": False,
    },
}
_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40
).filter(str.strip)
_NAMES = _WORDS.map(lambda text: " ".join(text.replace(";", "").split())).filter(bool)
_CITED = st.builds(
    Citation,
    number=st.integers(1, 10**6),
    version=st.integers(1, 99),
    title=_WORDS,
    authors=st.lists(st.builds(Author, _NAMES, _NAMES), min_size=1, max_size=4).map(tuple),
    issued_on=st.dates(date(2026, 1, 1), date(2099, 12, 31)),
    society=st.just("Papers of the society at needle_and.example.org"),
    address=st.just("https://example.org/society/paper/7/2/"),
)


def _cited(title: str, *authors: Author) -> Citation:
    return Citation(
        7, 2, title, authors, date(2026, 11, 2), "The society", "https://example.org/7/"
    )


UNEVEN = _cited("One } too many, one { too few \\", Author("O{Brien", "J}"))
PREFIXES = _cited("A", Author("Society of Pain", "The"), Author("van der Berg", "Jan"))


@given(_CITED)
@example(UNEVEN)
def test_every_citation_is_csl_data(cited: Citation) -> None:
    given_data = json.loads(json.dumps(csl_json(cited)))
    Draft7Validator(CSL_DATA).validate(given_data)
    (item,) = given_data
    assert item["title"] == cited.title
    assert [(one["family"], one["given"]) for one in item["author"]] == _names(cited)
    assert item["issued"]["date-parts"] == [list(cited.issued_on.timetuple()[:3])]


@given(_CITED)
@example(UNEVEN)
@example(PREFIXES)
def test_every_citation_is_read_from_bibtex_as_it_was_given(cited: Citation) -> None:
    kind, key, fields = read_bibtex(bibtex(cited))
    assert (kind, key) == ("article", cited.key)
    assert _plain(fields["title"]) == " ".join(cited.title.split())
    assert [_read_name(one) for one in _split(fields["author"], " and ")] == _names(cited)
    assert fields["year"] == str(cited.issued_on.year)
    assert fields["month"] == f"{cited.issued_on:%b}".lower()
    assert fields["url"] == cited.address


def test_a_family_name_with_a_small_word_inside_stays_one_name() -> None:
    names = _split(read_bibtex(bibtex(PREFIXES))[2]["author"], " and ")
    assert names == ["{Society of Pain}, The", "van der Berg, Jan"]


def _names(cited: Citation) -> list[tuple[str, str]]:
    return [(one.family, one.given) for one in cited.authors]


def read_bibtex(text: str) -> tuple[str, str, dict[str, str]]:
    """One entry, as strictly as BibTeX reads it: a brace counts, with a backslash before it too."""
    head = re.match(r"@(\w+)\{([a-z0-9]+),", text)
    assert head is not None, text
    fields: dict[str, str] = {}
    at = head.end()
    while name := re.compile(r"\s*(\w+) = ").match(text, at):
        value, at = _value(text, name.end())
        assert name[1] not in fields
        fields[name[1]] = value
        at += text[at] == ","
    assert text[at:].strip() == "}"
    return head[1], head[2], fields


def _value(text: str, at: int) -> tuple[str, int]:
    if text[at] != "{":
        word = re.compile(r"[a-z]+").match(text, at)
        assert word is not None
        return word[0], word.end()
    end = _closing(text, at)
    return text[at + 1 : end], end + 1


def _closing(text: str, at: int) -> int:
    depth = 0
    for end in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        if depth == 0:
            return end
    raise AssertionError(f"a brace is open: {text}")


def _split(text: str, at: str) -> list[str]:
    """In pieces at what stands outside of braces."""
    pieces, depth, start = [], 0, 0
    for here, sign in enumerate(text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0 and text[here : here + len(at)].lower() == at:
            pieces.append(text[start:here])
            start = here + len(at)
    return [*pieces, text[start:]]


def _read_name(text: str) -> tuple[str, str]:
    parts = _split(text, ",")
    assert len(parts) == 2, text  # with three, the middle one were "Jr"
    family, given_names = (_plain(part.strip()) for part in parts)
    return family, given_names


_SIGNS: dict[str, Any] = {
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}",
    "textasciitilde": "~", "textasciicircum": "^",
}  # fmt: skip


def _plain(text: str) -> str:
    """What TeX prints; braces around the whole are no sign of it."""
    if text.startswith("{") and _closing(text, 0) == len(text) - 1:
        text = text[1:-1]
    assert not re.search(r"(?<!\\)[&%$#_~^]", text)
    return re.sub(r"\\(?:([a-z]+)\{\}|([&%$#_]))", lambda m: m[2] or _SIGNS[m[1]], text)
