"""Praise in a hurry: from an account that was just made, or of one post after the other."""

from __future__ import annotations

from deqi.society.comments.accounts import is_just_made, minutes_before
from deqi.society.comments.comment import Comment
from deqi.society.comments.plain import Plain, undisguise
from deqi.society.comments.promotion import points_of_praise

POINTS_IN_A_HURRY = 1.5  # thanks of a new member who speaks to the matter come to less
MIN_WORDS = 3  # "Great, thanks!" may be anybody's first words


def praises_in_a_hurry(plain: Plain, comment: Comment) -> bool:
    """Whether a comment only praises, and its author had no time to read or praised just before.

    >>> from datetime import UTC, datetime, timedelta
    >>> now = datetime(2026, 3, 1, tzinfo=UTC)
    >>> made = now - timedelta(minutes=1)
    >>> known = {"posted_at": now, "account_created_at": made}
    >>> praise = Comment("c", "Very nice article, thanks for sharing.", **known)
    >>> thanks = Comment("c", "Thank you for table 2, I had the median wrong.", **known)
    >>> [praises_in_a_hurry(undisguise(c.text), c) for c in (praise, thanks)]
    [True, False]
    """
    if not (is_just_made(comment) or _praised_just_before(comment)):
        return False
    return _only_praises(plain, comment.post_title)


def _praised_just_before(comment: Comment) -> bool:
    return any(_only_praises(undisguise(post.text)) for post in minutes_before(comment))


def _only_praises(plain: Plain, title: str | None = None) -> bool:
    is_long_enough = len(plain.tokens) >= MIN_WORDS or not plain.text.isascii()
    return is_long_enough and points_of_praise(plain, title) >= POINTS_IN_A_HURRY
