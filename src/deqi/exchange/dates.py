"""Dates and times as people write them, to one moment: refused when they have two readings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from zoneinfo import ZoneInfo

from deqi.exchange.findings import CellError

FIRST_YEAR, LAST_YEAR = 1900, 2199
_DATE = (
    r"(?:(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"|(?P<y8>\d{4})(?P<m8>\d{2})(?P<d8>\d{2})"
    r"|(?P<p1>\d{1,2})(?P<sep>[-/.])(?P<p2>\d{1,2})(?P=sep)(?P<py>\d{4}))"
)
_TIME = (
    r"(?P<hh>\d{1,2}):(?P<mm>\d{2})(?::(?P<ss>\d{2})(?:[.,](?P<frac>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|UTC|[+-]\d{2}:?\d{2}(?::?\d{2})?)?"
)
_WHEN = re.compile(rf"{_DATE}(?:(?:T|,?\s+){_TIME})?", re.ASCII | re.IGNORECASE)
_CLOCK = re.compile(_TIME, re.ASCII | re.IGNORECASE)
_TWO_DIGIT_YEAR = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}", re.ASCII)

CORRECT_DATE = "Correct the date."


class DateOrder(StrEnum):
    """Which of two numbers in a date such as 03/04/2026 is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True)
class When:
    """A date, and what else was written: time of day, and offset from UTC."""

    on: date
    clock: time | None = None
    offset: timezone | None = None


def find_date_order(texts: Iterable[str]) -> DateOrder | None:
    """The order in which a whole column writes day and month; None if it does not show.

    A column that shows both orders shows none.

    >>> find_date_order(["03/04/2026", "25/04/2026"]).value
    'day-first'
    """
    shown = set()
    for text in texts:
        match = _WHEN.match(text.strip())
        if match and match["p1"]:
            if int(match["p1"]) > 12:
                shown.add(DateOrder.DAY_FIRST)
            if int(match["p2"]) > 12:
                shown.add(DateOrder.MONTH_FIRST)
    return shown.pop() if len(shown) == 1 else None


@dataclass(frozen=True, slots=True)
class DateHabit:
    """How a whole file writes its dates: their order, and whether each carries an idle 00:00."""

    order: DateOrder | None
    ignores_clock: bool


def read_when(text: str, order: DateOrder | None) -> When:
    """A date with or without a time of day and an offset.

    Raises
    ------
    CellError
        If it is no date, no such day, or a date with two readings and `order` is not known.

    Examples
    --------
    >>> read_when("2026-03-01 20:15", None).clock.isoformat()
    '20:15:00'
    """
    match = _WHEN.fullmatch(text)
    if match is None:
        raise _not_a_date(text)
    on = _date(match, order)
    return When(on) if match["hh"] is None else When(on, _clock(match), _offset(match))


def read_clock(text: str) -> tuple[time, timezone | None]:
    """A time of day with or without an offset.

    >>> read_clock("8:05 pm")[0].isoformat()
    '20:05:00'
    """
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise CellError("a time such as 20:15", "Correct it, or leave it empty if it is not known.")
    return _clock(match), _offset(match)


def date_of(year: int, month: int, day: int) -> date:
    """A date between 1900 and 2199, refused if there is no such day."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellError(f"a year from {FIRST_YEAR} to {LAST_YEAR}", CORRECT_DATE)
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise CellError("a day that exists", CORRECT_DATE) from None


def _not_a_date(text: str) -> CellError:
    if _TWO_DIGIT_YEAR.match(text):
        return CellError("a date with a year of four digits", "Write it as 2026-03-31.")
    return CellError("a date such as 2026-03-31, or 2026-03-31 20:15", CORRECT_DATE)


def _date(match: re.Match[str], order: DateOrder | None) -> date:
    if match["p1"] is None:
        year, month, day = (match[k] or match[k + "8"] for k in "ymd")
        return date_of(int(year), int(month), int(day))
    first, second, year_n = int(match["p1"]), int(match["p2"]), int(match["py"])
    order = order or _order_of_one(first, second, match["sep"])
    if order is DateOrder.DAY_FIRST:
        return date_of(year_n, second, first)
    if order is DateOrder.MONTH_FIRST:
        return date_of(year_n, first, second)
    raise CellError(
        f"a date with one reading; this is {date_of(year_n, second, first)} (day first) "
        f"or {date_of(year_n, first, second)} (month first)",
        "Write dates as 2026-03-31, or say --date-order day-first or month-first.",
    )


def _order_of_one(first: int, second: int, separator: str) -> DateOrder | None:
    # 31.12.2026: dots are written by countries that put the day first, and by no other.
    if first > 12 or first == second or separator == ".":
        return DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST if second > 12 else None


def _clock(match: re.Match[str]) -> time:
    hour, half = int(match["hh"]), (match["half"] or "").lower()[:1]
    if half:
        hour = hour % 12 + 12 * (half == "p") if 1 <= hour <= 12 else 99
    fraction = int((match["frac"] or "0").ljust(6, "0")[:6])
    try:
        return time(hour, int(match["mm"]), int(match["ss"] or 0), fraction)
    except ValueError:
        raise CellError("a time from 00:00 to 23:59", "Correct the time.") from None


def _offset(match: re.Match[str]) -> timezone | None:
    text = match["zone"]
    if text is None:
        return None
    if text.upper() in ("Z", "UTC"):
        return UTC
    digits = text[1:].replace(":", "").ljust(6, "0")
    hours, minutes, seconds = (int(digits[k : k + 2]) for k in (0, 2, 4))
    size = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if size > timedelta(hours=15):
        raise CellError("an offset from UTC up to 15 hours", "Correct the offset.")
    return timezone(size if text[0] == "+" else -size)


def to_utc(local: datetime, zone: ZoneInfo) -> tuple[datetime, bool]:
    """A local time as UTC, and whether the clocks showed it twice (then the first is taken).

    Raises
    ------
    CellError
        If the clocks jumped over this time.

    Examples
    --------
    >>> to_utc(datetime(2026, 10, 25, 2, 30), ZoneInfo("Europe/Vienna"))
    (datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.timezone.utc), True)
    """
    first = local.replace(tzinfo=zone, fold=0)
    at = first.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != local:
        raise CellError(
            f"a time that exists in {zone.key}; the clocks jump over this one",
            "Correct the time, or the time zone.",
        )
    return at, first.utcoffset() != local.replace(tzinfo=zone, fold=1).utcoffset()
