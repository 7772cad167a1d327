"""At the times that were published, the bands of twelve weeks are the published numbers."""

from __future__ import annotations

from math import sqrt

import pytest

from deqi.evidence.expectation import CHRONIC_START_NRS, PainKind, PublishedBand, expect
from deqi.report.before.usual import harms_of_1000


def line_of(band: PublishedBand | None, name: str):
    assert band is not None
    (line,) = [line for line in band.lines if line.name == name]
    return line


def at(band: PublishedBand | None, week: float) -> tuple[float, float, float]:
    assert band is not None
    point = band.at(week)
    return point.mean_nrs, point.lo_nrs, point.hi_nrs


# Menezes Costa 2012, CMAJ 184:E613, abstract: pooled means with 95 % intervals, 0 to 100.
@pytest.mark.parametrize(
    ("week", "published"), [(0, (52, 48, 57)), (6, (23, 21, 25))], ids=["start", "6 weeks"]
)
def test_new_pain_at_published_times(week, published):
    expected = [x / 10 for x in published]
    assert at(expect(PainKind.ACUTE).without, week) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("week", "published"), [(0, (51, 44, 59)), (6, (33, 29, 38))], ids=["start", "6 weeks"]
)
def test_persistent_pain_of_cohorts_at_published_times(week, published):
    expected = [x / 10 for x in published]
    assert at(expect(PainKind.CHRONIC).cohorts, week) == pytest.approx(expected, abs=1e-12)


def test_new_pain_at_week_12_lies_on_the_straight_line_to_half_a_year():
    mean, _, _ = at(expect(PainKind.ACUTE).without, 12)
    assert mean == pytest.approx((23 + (12 - 23) * (12 - 6) / (26 - 6)) / 10, abs=1e-12)


# Brinkhaus 2006, Archives of Internal Medicine 166:450, abstract: change at week 8, mean (SD).
@pytest.mark.parametrize(
    ("group", "n", "change", "sd"), [("without", 74, -6.9, 22.0), ("with_course", 140, -28.7, 30.3)]
)
def test_changes_of_brinkhaus_at_week_8(group, n, change, sd):
    line = line_of(getattr(expect(PainKind.CHRONIC), group), "Brinkhaus 2006")
    point = line.at(8)
    assert point.mean_nrs - CHRONIC_START_NRS == pytest.approx(change / 10, abs=1e-12)
    half = 1.96 * sd / sqrt(n) / 10
    assert (point.hi_nrs - point.lo_nrs) / 2 == pytest.approx(half, abs=1e-12)
    assert not line.is_interval_borrowed


# Yun 2012: change of the VAS, 0 to 10, weeks 8 and 48.
def test_changes_of_yun_at_published_times_and_between():
    line = line_of(expect(PainKind.CHRONIC).without, "Yun 2012")
    assert line.at(8).mean_nrs - CHRONIC_START_NRS == pytest.approx(-0.5, abs=1e-12)
    at_12 = -0.5 + (-1.6 + 0.5) * (12 - 8) / (48 - 8)
    assert line.at(12).mean_nrs - CHRONIC_START_NRS == pytest.approx(at_12, abs=1e-12)
    assert line.is_interval_borrowed
    assert line.sd_change_nrs is None


def test_the_difference_at_week_8_holds_the_published_contrast_of_brinkhaus():
    """Published: -21.7 (-30.0 to -13.9), adjusted for the start; ours is the plain difference."""
    chronic = expect(PainKind.CHRONIC)
    ours = (
        line_of(chronic.with_course, "Brinkhaus 2006").at(8).mean_nrs
        - line_of(chronic.without, "Brinkhaus 2006").at(8).mean_nrs
    )
    assert ours == pytest.approx(-2.17, abs=0.02)


def test_harms_of_1000_people_are_the_pooled_frequencies():
    """Baumler 2021, BMJ Open 11:e045961: 9.31 %, 1.14 per 1,000 and 1.01 per 10,000 patients."""
    said = harms_of_1000().sentence
    assert "about 93 have some unwanted effect, about 1 needs treatment" in said
    assert said.endswith("about 1 in 10,000.")
