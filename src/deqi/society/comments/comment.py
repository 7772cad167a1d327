"""What is judged, and the judgement: values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class EarlierPost:
    """Something the same author has written before; `posted_at` is None when it is not known."""

    text: str
    posted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment before it is shown. What is None is not known, and no reason is drawn from it.

    Attributes
    ----------
    id : the site's own key, given back as it came.
    text : what was written.
    post_title : title of the post it stands under.
    author : the name that the site shows.
    posted_at, account_created_at : aware times.
    member : whether the author is a member of the society.
    earlier_posts : what the author has written before.
    """

    id: str | int
    text: str
    post_title: str | None = None
    author: str | None = None
    posted_at: datetime | None = None
    account_created_at: datetime | None = None
    member: bool | None = None
    earlier_posts: tuple[EarlierPost, ...] = ()


class Decision(StrEnum):
    """What becomes of a comment: shown at once, or kept until a moderator has looked."""

    PUBLISH = "publish"
    HOLD = "hold"


class Code(StrEnum):
    """Why a comment is held. Trust lifts the reasons that are `is_soft`, and no other."""

    CONTACT_DETAILS = "contact_details"
    PROMOTION = "promotion"
    LINK = "link"
    COPIED_TEXT = "copied_text"
    SPUN_TEXT = "spun_text"
    POSTS_FAST = "posts_fast"

    @property
    def is_soft(self) -> bool:
        """Whether a long-standing member is trusted not to need this reason."""
        return self in (Code.LINK, Code.SPUN_TEXT, Code.POSTS_FAST)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to hold a comment, for its author and for the moderator.

    Attributes
    ----------
    code : the kind of reason.
    sentence : what was seen and what the author can do.
    found : the pieces of the comment that gave the reason, as they were written.
    """

    code: Code
    sentence: str
    found: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The decision on one comment, with every reason; a published one has none."""

    id: str | int
    reasons: tuple[Reason, ...] = ()

    @property
    def decision(self) -> Decision:
        """Held when there is any reason.

        >>> Judgement("c1").decision.value
        'publish'
        """
        return Decision.HOLD if self.reasons else Decision.PUBLISH
