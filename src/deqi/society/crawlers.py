"""Programs that read pages without a person before them: they are not counted."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def is_crawler(user_agent: str) -> bool:
    """Whether a browser that calls itself so is none.

    >>> is_crawler("Mozilla/5.0 (compatible; Googlebot/2.1)"), is_crawler("")
    (True, True)
    >>> is_crawler("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    False
    """
    said = user_agent.casefold().replace("cubot", "")  # the name of a telephone
    return not said or any(piece in said for piece in _pieces())


@cache
def _pieces() -> tuple[str, ...]:
    text = (files("deqi.society") / "crawlers.txt").read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
