"""Numbers in plain words. Negative change is less pain; nothing here promises anything."""

from __future__ import annotations

from datetime import date

from deqi.infer.results import Interval
from deqi.plan.reasons import percent as percent  # one rounding for reasons and pages
from deqi.records.dates import MONTHS
from deqi.records.dates import day as day
from deqi.track import Timeline

SHORT_MONTHS = tuple(month[:3] for month in MONTHS)  # what fits under an axis
NO_CHANGE_BELOW = 0.05  # points: what one decimal shows as 0.0
HOURS_UP_TO = 48  # longer times are told in days


def number(x: float) -> str:
    """One decimal, and never "-0.0".

    >>> number(-0.04), number(2.25)
    ('0.0', '2.2')
    """
    text = f"{x:.1f}"
    return "0.0" if text == "-0.0" else text


def short_day(on: date) -> str:
    """A date without its year.

    >>> short_day(date(2026, 9, 3))
    '3 Sep'
    """
    return f"{on.day} {SHORT_MONTHS[on.month - 1]}"


def count(n: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> count(1, "visit"), count(0, "day"), count(2, "entry", "entries")
    ('1 visit', '0 days', '2 entries')
    """
    return f"{n} {one if n == 1 else many or one + 's'}"


def ahead_words(timeline: Timeline) -> str:
    """Under what condition a forecast holds."""
    return "without further visits" if timeline.visits_recorded else "if things go on as they went"


def visit_count(timeline: Timeline) -> str:
    """How many visits the record holds, if it says."""
    if not timeline.visits_recorded:
        return "visits without dates"
    return count(timeline.n_visits, "visit")


def difference_range(lo: float, hi: float) -> str:
    """The two ends of an interval of a change in pain.

    >>> difference_range(-3.2, -1.0)
    '1.0 to 3.2 less'
    >>> difference_range(-1.2, 0.4)
    'from 1.2 less to 0.4 more'
    >>> difference_range(0.2, 1.4)
    '0.2 to 1.4 more'
    """
    if hi <= 0:
        return f"{number(-hi)} to {number(-lo)} less"
    if lo >= 0:
        return f"{number(lo)} to {number(hi)} more"
    return f"from {number(-lo)} less to {number(hi)} more"


def difference(x: float) -> str:
    """A change in pain in words.

    >>> difference(-2.1), difference(0.01), difference(0.7)
    ('about 2.1 points less pain', 'about no change in pain', 'about 0.7 points more pain')
    """
    if abs(x) < NO_CHANGE_BELOW:
        return "about no change in pain"
    return f"about {number(abs(x))} points {'less' if x < 0 else 'more'} pain"


def difference_with_interval(change: Interval) -> str:
    """A change in pain with its 80 % interval.

    >>> difference_with_interval(Interval(-2.1, -2.6, -1.5, -3.2, -1.0, -3.9, -0.3))
    'about 2.1 points less pain (80 % interval 1.0 to 3.2 less)'
    """
    interval = difference_range(change.lo80, change.hi80)
    return f"{difference(change.median)} (80 % interval {interval})"


def level_with_interval(level: Interval) -> str:
    """A level of pain with its 80 % interval.

    >>> level_with_interval(Interval(4.0, 3.7, 4.4, 3.2, 4.9, 2.8, 5.4))
    'about 4.0 (80 % interval 3.2 to 4.9)'
    """
    return (
        f"about {number(level.median)} (80 % interval {number(level.lo80)} to {number(level.hi80)})"
    )


def relief_with_interval(relief: Interval) -> str:
    """A relief (positive is less pain) with its 80 % interval.

    >>> relief_with_interval(Interval(0.5, 0.2, 0.8, -0.1, 1.2, -0.5, 1.6))
    'about 0.5 points less pain (80 % interval from 1.2 less to 0.1 more)'
    """
    return difference_with_interval(reversed_interval(relief))


def reversed_interval(x: Interval) -> Interval:
    """The interval of the negative of a quantity: relief from change, and back."""
    return Interval(-x.median, -x.hi50, -x.lo50, -x.hi80, -x.lo80, -x.hi95, -x.lo95)


def duration(hours: float) -> str:
    """A length of time in hours or days, whichever reads better.

    >>> duration(18.2), duration(90)
    ('18 hours', '3.8 days')
    """
    return f"{hours:.0f} hours" if hours < HOURS_UP_TO else f"{hours / 24:.1f} days"


def listed(words: list[str]) -> str:
    """Words in a row, the last with "and".

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
