"""docs/reference/public-face.md: every name of `deqi.__all__`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import deqi
from docs.reference_pages.docstrings import markdown_of, signature_of

_OPENING = """\
# The public face

What `import deqi` offers. This page is made from the docstrings; every example on it runs in the
tests. Names load their room when they are first used, so that `import deqi` costs nothing. Other
modules can be imported too, but may change without notice.

| name | in one sentence |
|---|---|
"""


def describe_public_face() -> str:
    """The whole page as Markdown."""
    names = deqi.__all__
    rows = [f"| [`{name}`](#{_anchor(name)}) | {_first_sentence(name)} |" for name in names]
    return _OPENING + "\n".join([*rows, "", *(_about(name) for name in names)]).rstrip() + "\n"


def _anchor(name: str) -> str:
    return f"deqi-{name.lower().replace('_', '-')}"


def _first_sentence(name: str) -> str:
    paragraph = (inspect.getdoc(getattr(deqi, name)) or "").split("\n\n")[0]
    return " ".join(paragraph.split())


def _about(name: str) -> str:
    thing = getattr(deqi, name)
    parts = [
        f"({_anchor(name)})=",
        f"## `deqi.{name}`\n",
        f"```python\n{_wrapped(signature_of(f'deqi.{name}', thing))}\n```\n",
        markdown_of(thing),
        "",
        *(_about_member(name, *member) for member in _members(thing)),
    ]
    return "\n".join(parts)


def _members(thing: Any) -> Iterator[tuple[str, Any]]:
    if not inspect.isclass(thing) or issubclass(thing, Exception):
        return
    for name, value in vars(thing).items():
        is_member = inspect.isfunction(value) or isinstance(value, property)
        if is_member and not name.startswith("_"):
            yield name, value


def _about_member(owner: str, name: str, member: Any) -> str:
    if isinstance(member, property):
        how = f"{owner}.{name}"
    else:
        how = _wrapped(signature_of(f"{owner}.{name}", member))
    return f"### `{owner}.{name}`\n\n```python\n{how}\n```\n\n{markdown_of(member)}\n"


def _wrapped(call: str) -> str:
    """One argument a line when the call is too long for one."""
    if len(call) <= 90 or "(" not in call:
        return call
    head, _, rest = call.partition("(")
    inside, _, tail = rest.rpartition(")")
    lines = "".join(f"    {argument},\n" for argument in _split(inside))
    return f"{head}(\n{lines}){tail}"


def _split(arguments: str) -> Iterator[str]:
    """Arguments between their own commas, not those inside brackets."""
    depth, start = 0, 0
    for k, letter in enumerate(arguments):
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            yield arguments[start:k].strip()
            start = k + 1
    yield arguments[start:].strip()
