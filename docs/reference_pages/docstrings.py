"""A docstring as Markdown: headings in bold, arguments as a list, examples as a fenced block."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

LONGEST_DEFAULT = 40
_RULE = re.compile(r"-{3,}")
_ITEM = re.compile(r"(?P<names>[\w*]+(?:, [\w*]+)*) : (?P<text>.+)")
_NAME_ALONE = re.compile(r"[A-Z]\w+(Error|Warning)?(, \d.*| or None)?")
_MARKS = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}
_LISTS = ("Parameters", "Attributes", "Returns", "Raises")


def markdown_of(thing: Any) -> str:
    """The docstring of a function or class.

    >>> def half(x):
    ...     '''Half of a number.
    ...
    ...     Parameters
    ...     ----------
    ...     x : any number.
    ...     '''
    >>> print(markdown_of(half))
    Half of a number.
    <BLANKLINE>
    **Parameters**
    <BLANKLINE>
    - `x`: any number.
    """
    parts = [_as_markdown(title, lines) for title, lines in _sections(inspect.getdoc(thing) or "")]
    return "\n\n".join(part for part in parts if part)


def signature_of(name: str, thing: Any) -> str:
    """How it is called, annotations as written, long defaults as three dots.

    >>> def half(x: float, digits: int = 2) -> float: ...
    >>> signature_of("half", half)
    'half(x: float, digits: int = 2) -> float'
    """
    try:
        signature = inspect.signature(thing)
    except ValueError:
        return name
    arguments = [_argument(p) for p in signature.parameters.values()]
    first_by_name = [
        k
        for k, p in enumerate(signature.parameters.values())
        if p.kind is inspect.Parameter.KEYWORD_ONLY
    ][:1]
    has_rest = any(
        p.kind is inspect.Parameter.VAR_POSITIONAL for p in signature.parameters.values()
    )
    if first_by_name and not has_rest:
        arguments.insert(first_by_name[0], "*")
    returned = signature.return_annotation
    shown = returned not in (inspect.Signature.empty, "None", None)
    inside = ", ".join(argument for argument in arguments if argument != "self")
    return f"{name}({inside})" + (f" -> {returned}" if shown else "")


def _argument(parameter: inspect.Parameter) -> str:
    text = _MARKS.get(parameter.kind.name, "") + parameter.name
    annotation = parameter.annotation
    is_annotated = annotation is not inspect.Parameter.empty
    if is_annotated:
        text += f": {annotation}"
    if parameter.default is inspect.Parameter.empty:
        return text
    default = _written(parameter.default)
    if len(default) > LONGEST_DEFAULT or default.startswith("<"):
        default = "..."
    return text + (f" = {default}" if is_annotated else f"={default}")


def _written(value: Any) -> str:
    """A default as one would type it."""
    return f"{type(value).__name__}.{value.name}" if isinstance(value, Enum) else repr(value)


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    """Parts under a heading that is ruled off; what comes before the first has no title."""
    title = ""
    lines: list[str] = []
    rows = text.splitlines()
    for k, row in enumerate(rows):
        if _RULE.fullmatch(row.strip()) and k and rows[k - 1].strip():
            yield title, lines[:-1]
            title, lines = rows[k - 1].strip(), []
        else:
            lines.append(row)
    yield title, lines


def _as_markdown(title: str, lines: list[str]) -> str:
    if title in _LISTS:
        body = _as_list(lines)
    elif title == "Examples":
        body = _as_examples(lines)
    else:
        body = "\n".join(_linked(line) for line in lines).strip()
    return f"**{title}**\n\n{body}" if title else body


def _as_list(lines: list[str]) -> str:
    return "\n".join("- " + item if is_item else item for is_item, item in _items(lines)).strip()


def _items(lines: list[str]) -> Iterator[tuple[bool, str]]:
    """Each line, and whether an item begins there; what goes on is indented under it."""
    inside = False
    for line in lines:
        match = _ITEM.fullmatch(line)
        if match and not line.startswith(" "):
            inside = True
            names = ", ".join(f"`{name.strip()}`" for name in match["names"].split(","))
            yield True, f"{names}: {match['text']}"
        elif line and not line.startswith(" ") and _NAME_ALONE.fullmatch(line):
            inside = True
            yield True, f"`{line}`:"
        elif inside and line.strip():
            yield False, "  " + line.strip()
        else:
            yield False, line.strip()


def _as_examples(lines: list[str]) -> str:
    """Code and its output in one fenced block, words between them outside of it."""
    out: list[str] = []
    is_code = False
    for line in [*lines, ""]:
        starts = line.startswith(">>>")
        if starts and not is_code:
            out.append("```pycon")
            is_code = True
        elif is_code and not line.strip():
            out.append("```")
            is_code = False
        out.append(line)
    return re.sub(r"```\n+```pycon\n", "\n", "\n".join(out)).strip()


def _linked(line: str) -> str:
    """Keys of sources in square brackets stay as they are: they are no links."""
    return re.sub(r"\[([a-z]+\d{4}[a-z]*)\]", r"\\[\1\\]", line)
