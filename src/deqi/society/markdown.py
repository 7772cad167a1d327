"""Markdown of members to HTML that cannot do harm: parsed, then everything unknown taken out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

PICTURE = "picture:"  # ![what is seen](picture:ID) stands for a picture that was handed in
LINK_REL = "nofollow ugc noopener"
NO_PICTURES: Mapping[str, str] = MappingProxyType({})
_BLOCKS = {"p", "br", "hr", "pre", "blockquote", "ul", "ol", "li", "div"}
_HEADINGS = {f"h{level}" for level in range(2, 7)}
_TABLES = {"table", "thead", "tbody", "tr", "th", "td"}
_INLINE = {"em", "strong", "del", "code", "a", "img"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "div": {"tabindex"},
    **{heading: {"id"} for heading in _HEADINGS},
}
_CLASSES = {"div": {"table"}, "th": {"n"}, "td": {"n"}}


def render_markdown(
    text: str, pictures: Mapping[str, str] = NO_PICTURES, n_references: int = 0
) -> str:
    """HTML of a text, below the page's own first heading.

    HTML in the text is shown as it was typed. A picture of which nothing was handed in leaves the
    words that describe it.

    Parameters
    ----------
    text : CommonMark with tables.
    pictures : address for each id that `picture:ID` may name.
    n_references : `[1]` up to this number links to `#ref-1`, the entry of the list of references.

    Examples
    --------
    >>> print(render_markdown("# Aim\\n\\nLess *pain* ![A knee](https://elsewhere.example/1.png)"))
    <h2 id="text-aim">Aim</h2>
    <p>Less <em>pain</em> [A knee]</p>
    """
    tokens = _PARSER.parse(text, _environment(n_references))
    _lower_headings(tokens)
    _place_pictures(tokens, pictures)
    _align_numbers(tokens)
    raw = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return nh3.clean(
        raw,
        tags=_BLOCKS | _HEADINGS | _TABLES | _INLINE,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https", "mailto"},
        link_rel=LINK_REL,
    )


def plain_text(text: str) -> str:
    """The words of a text without their marks, for searching and for summaries.

    >>> plain_text("# Aim\\n\\nLess *pain*, see [here](https://example.org).")
    'Aim Less pain, see here.'
    """
    pieces = (_words(token) for token in _PARSER.parse(text))
    return " ".join(" ".join(pieces).split())


def anchors_of(text: str) -> dict[str, str]:
    """The anchor of each heading, with its words, in the order of the text.

    >>> anchors_of("# Aim\\n## Aim")
    {'text-aim': 'Aim', 'text-aim-2': 'Aim'}
    """
    tokens = _PARSER.parse(text)
    _lower_headings(tokens)
    return {
        str(token.attrs["id"]): _words(tokens[at + 1])
        for at, token in enumerate(tokens)
        if token.type == "heading_open"
    }


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    # A wide table scrolls by itself, and by keyboard.
    parser.add_render_rule("table_open", lambda *_: '<div class="table" tabindex="0"><table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    parser.add_render_rule("s_open", lambda *_: "<del>")
    parser.add_render_rule("s_close", lambda *_: "</del>")
    return parser


def _environment(n_references: int) -> dict[str, Any]:
    numbers = range(1, n_references + 1)
    return {"references": {str(n): {"title": "", "href": f"#ref-{n}"} for n in numbers}}


def _lower_headings(tokens: list[Token]) -> None:
    """One level down, since the page has a first heading; an anchor for each."""
    seen: Counter[str] = Counter()
    for at, token in enumerate(tokens):
        if token.type not in ("heading_open", "heading_close"):
            continue
        token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
        if token.type == "heading_open":
            anchor = _anchor(_words(tokens[at + 1]))
            seen[anchor] += 1
            n = seen[anchor]
            token.attrs = {"id": anchor if n == 1 else f"{anchor}-{n}"}


def _anchor(words: str) -> str:
    letters = unicodedata.normalize("NFKC", words).casefold()
    return "text-" + re.sub(r"\W+", "-", letters).strip("-")


def _place_pictures(tokens: list[Token], pictures: Mapping[str, str]) -> None:
    for token in tokens:
        for child in token.children or ():
            if child.type == "image":
                _place_picture(child, pictures)


def _place_picture(image: Token, pictures: Mapping[str, str]) -> None:
    address = pictures.get(str(image.attrs.get("src", "")).removeprefix(PICTURE))
    if address is None:
        words = _words(image)
        image.type, image.tag, image.content = "text", "", f"[{words}]"
    else:
        image.attrs["src"] = address


def _align_numbers(tokens: list[Token]) -> None:
    """By a class, since the page allows no styles in the markup."""
    for token in tokens:
        if token.attrs.pop("style", None) == "text-align:right":
            token.attrs["class"] = "n"


def _words(token: Token) -> str:
    if token.children:
        return "".join(_words(child) for child in token.children)
    return " " if token.type in ("softbreak", "hardbreak") else token.content


_PARSER = _make_parser()
