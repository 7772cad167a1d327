"""What is known of who writes: is the account new and quick, or has it been here for long?"""

from __future__ import annotations

from datetime import timedelta

from deqi.society.comments.comment import Comment, EarlierPost

NEW = timedelta(days=7)
FAST = timedelta(hours=1)
N_FAST = 3  # comments within an hour, this one included
LONG_STANDING = timedelta(days=365)
JUST_MADE = timedelta(minutes=10)
MINUTES_AGO = timedelta(minutes=15)
FORTNIGHT = timedelta(days=14)
THREE_DAYS = timedelta(days=3)


def posts_fast(comment: Comment) -> bool:
    """Whether a new account posts one comment after the other. False when times are not known."""
    age = _age(comment)
    if age is None or age >= NEW or comment.posted_at is None:
        return False
    since = comment.posted_at - FAST
    moments = [post.posted_at for post in comment.earlier_posts if post.posted_at is not None]
    return 1 + sum(since <= moment <= comment.posted_at for moment in moments) >= N_FAST


def is_just_made(comment: Comment) -> bool:
    """Whether the account was made minutes before the comment. False when it is not known."""
    age = _age(comment)
    return age is not None and age < JUST_MADE


def minutes_before(comment: Comment) -> list[EarlierPost]:
    """What the author wrote minutes before; nothing when times are not known."""
    return [
        post
        for post in comment.earlier_posts
        if comment.posted_at is not None
        and post.posted_at is not None
        and comment.posted_at - post.posted_at < MINUTES_AGO
    ]


def written_within(span: timedelta, comment: Comment) -> list[str]:
    """What the author wrote in that time or nobody knows when: diaries and wishes come again.

    >>> comment = Comment("c", "Happy new year!", earlier_posts=(EarlierPost("Good morning!"),))
    >>> written_within(FORTNIGHT, comment)
    ['Good morning!']
    """
    return [
        post.text
        for post in comment.earlier_posts
        if comment.posted_at is None
        or post.posted_at is None
        or comment.posted_at - post.posted_at < span
    ]


def is_trusted(comment: Comment) -> bool:
    """Whether the author is a member whose account is at least a year old."""
    age = _age(comment)
    return comment.member is True and age is not None and age >= LONG_STANDING


def _age(comment: Comment) -> timedelta | None:
    if comment.posted_at is None or comment.account_created_at is None:
        return None
    return comment.posted_at - comment.account_created_at
