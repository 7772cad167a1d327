"""A date as people say it: in every sentence that somebody reads, whatever files write."""

from __future__ import annotations

from datetime import date

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(on: date) -> str:
    """A date with its year.

    >>> day(date(2026, 5, 3))
    '3 May 2026'
    """
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"
