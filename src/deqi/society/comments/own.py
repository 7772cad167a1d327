"""The society's own site and mail address, which are nobody's contact details."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from deqi.society.comments.plain import Plain

_HIDDEN = "\x01"


def without_own(plain: Plain, own: Collection[str]) -> Plain:
    """The text with the society's own addresses made unreadable, so that no rule finds them.

    Parameters
    ----------
    plain : the comment.
    own : hosts, with which go their links and mail addresses, or single mail addresses.

    Examples
    --------
    >>> from deqi.society.comments.plain import undisguise
    >>> plain = undisguise("safety@care.example, care.example/rules, not care.example.com")
    >>> without_own(plain, ["care.example"]).text.replace(_HIDDEN, "*")
    '*******************, ******************, not care.example.com'
    """
    if not own:
        return plain
    text = _own(frozenset(own)).sub(lambda found: _HIDDEN * len(found[0]), plain.text)
    return plain if text == plain.text else replace(plain, text=text)


@lru_cache(maxsize=8)
def _own(own: frozenset[str]) -> re.Pattern[str]:
    addresses = "|".join(sorted(re.escape(name) for name in own if "@" in name))
    hosts = "|".join(re.escape(name.removeprefix("www.")) for name in own if "@" not in name)
    not_longer = r"(?![\w@-]|\.\w)"  # another site may begin with the same name
    # Of the path so much is hidden as can hold no address or telephone number of somebody else.
    path = r"(?::\d+)?(?![\w@-]|\.\w)(?:[/?#](?!\S*(?:@|\d{7}))[^\s,;)]*)?"
    before = r"(?<![\w.@/+-])(?:https?://|[\w.+-]+@)?(?:[\w-]+\.)*"
    patterns = []
    if addresses:
        patterns.append(rf"(?<![\w.+-])(?:{addresses}){not_longer}")
    if hosts:
        patterns.append(rf"{before}(?:{hosts}){not_longer}{path}")
    return re.compile("|".join(patterns), re.IGNORECASE)
