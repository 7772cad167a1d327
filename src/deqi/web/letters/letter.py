"""What a letter is made of, for the modules that put letters into words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse

from deqi.store.models import Letter


@dataclass(frozen=True, slots=True)
class Words:
    """A letter, ready to be sent."""

    subject: str
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)


Write = Callable[[Letter, Mapping[str, str]], Words]


def link(name: str, *args: object) -> str:
    """The whole address of a page of ours."""
    return str(settings.DEQI.base_url + reverse(name, args=args))


def paragraphs(*parts: str) -> str:
    """The body, with an empty line between the parts."""
    return "\n\n".join(parts) + "\n"


def one_click(stop: str) -> Mapping[str, str]:
    """The headers by which a mail program stops such letters by itself (RFC 8058)."""
    return {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
