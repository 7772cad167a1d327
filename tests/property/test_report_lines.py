"""Lines, dates on the axis, and words about change keep their promises for any input."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from deqi.infer import Interval
from deqi.report.chart_ticks import choose_ticks
from deqi.report.text_width import display_width, printable, shortened, wrapped
from deqi.report.wording import difference_with_interval, number, reversed_interval

TEXTS = st.text(max_size=300)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1))


@given(TEXTS, st.integers(20, 100))
def test_wrapped_lines_fit(words: str, width: int) -> None:
    assert all(display_width(line) <= width for line in wrapped(words, width, "12. "))


@given(TEXTS, st.integers(20, 100))
def test_wrapping_loses_no_letter(words: str, width: int) -> None:
    together = "".join("".join(wrapped(words, width)).split())
    assert together == "".join(printable(words).split())


@given(TEXTS, st.integers(1, 60))
def test_a_shortened_text_fits_and_is_a_beginning(words: str, width: int) -> None:
    short = shortened(words, width)
    assert display_width(short) <= width
    assert words.startswith(short.removesuffix("…"))


@given(MOMENTS, st.floats(0.2, 6000), st.integers(3, 14))
def test_dates_on_the_axis_are_few_in_order_and_inside(
    starts_at: datetime, n_days: float, n_at_most: int
) -> None:
    starts_at = starts_at.replace(hour=0, minute=0, second=0, microsecond=0)
    ends_at = starts_at + timedelta(days=n_days)
    ticks = choose_ticks(starts_at, ends_at, n_at_most)
    places = [tick.at for tick in ticks]
    assert len(ticks) <= n_at_most
    assert places == sorted(set(places))
    assert all(starts_at <= at <= ends_at for at in places)
    assert [tick.year for tick in ticks][:1] == [str(at.year) for at in places[:1]]


@given(MOMENTS, st.integers(1, 3000), st.integers(4, 14))
def test_dates_on_the_axis_are_evenly_spread(
    starts_at: datetime, n_days: int, n_at_most: int
) -> None:
    """No two labels stand closer than three quarters of the widest gap: months differ in length."""
    starts_at = datetime.combine(starts_at.date(), datetime.min.time())
    ticks = choose_ticks(starts_at, starts_at + timedelta(days=n_days), n_at_most)
    gaps = [(b.at - a.at).days for a, b in pairwise(ticks)]
    assert not gaps or min(gaps) >= 0.75 * max(gaps)


@given(st.lists(st.floats(-10, 10), min_size=7, max_size=7).map(sorted))
def test_less_pain_is_never_called_more(ends: list[float]) -> None:
    lo95, lo80, lo50, median, hi50, hi80, hi95 = ends
    words = difference_with_interval(Interval(median, lo50, hi50, lo80, hi80, lo95, hi95))
    assert ("points less" in words) == (median <= -0.05)
    assert ("points more" in words) == (median >= 0.05)
    assert "-" not in words


@given(st.lists(st.floats(-10, 10), min_size=7, max_size=7).map(sorted))
def test_a_relief_turned_round_twice_is_itself(ends: list[float]) -> None:
    lo95, lo80, lo50, median, hi50, hi80, hi95 = ends
    relief = Interval(median, lo50, hi50, lo80, hi80, lo95, hi95)
    turned = reversed_interval(relief)
    assert turned.lo95 <= turned.lo80 <= turned.median <= turned.hi80 <= turned.hi95
    assert reversed_interval(turned) == relief


@given(st.floats(-20, 20))
def test_a_number_is_shown_to_one_decimal_and_never_as_minus_zero(x: float) -> None:
    assert abs(float(number(x)) - x) <= 0.0501
    assert number(x) != "-0.0"
