"""The picture: the same to the bit, nothing outside its frame, told without colour too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from deqi.report import Report
from deqi.report.chart import chart_spec, chart_svg
from deqi.report.chart_layout import NARROW, WIDE, Layout
from deqi.report.chart_plot import y_of
from deqi.report.picture import Picture, draw_up_picture, smooth_interval

ReportOf = Callable[[str], Report]
LAYOUTS = pytest.mark.parametrize("layout", [WIDE, NARROW], ids=lambda layout: layout.name)
DRAWN = pytest.mark.parametrize(
    "name", ["usual", "without scores before", "early", "no scores", "rude", "years"]
)


def picture_of(report: Report) -> Picture:
    picture = draw_up_picture(report)
    assert picture is not None
    return picture


def layers_of(spec: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for view in spec["vconcat"]:
        yield from ((view, layer) for layer in view["layer"])


def layers_like(spec: dict[str, Any], **mark: Any) -> list[dict[str, Any]]:
    return [
        layer
        for _, layer in layers_of(spec)
        if all(layer["mark"].get(key) == value for key, value in mark.items())
    ]


@LAYOUTS
@DRAWN
def test_every_mark_lies_inside_the_frame(report_of: ReportOf, name: str, layout: Layout) -> None:
    spec = chart_spec(picture_of(report_of(name)), layout)
    for view, layer in layers_of(spec):
        frame = view["layer"][0]["data"]["values"][0]
        for row in layer["data"]["values"]:
            for x in (row["x"], row.get("x2", row["x"])):
                assert frame["x"] <= x <= frame["x2"]
            for y in (row.get("y", row.get("lo")), row.get("y2", row.get("hi", row.get("y")))):
                assert frame["y"] <= y <= frame["y2"]


@LAYOUTS
@DRAWN
def test_words_fit_between_the_edges_and_do_not_lie_on_each_other(
    report_of: ReportOf, name: str, layout: Layout
) -> None:
    spec = chart_spec(picture_of(report_of(name)), layout)
    for view in spec["vconcat"]:
        frame = view["layer"][0]["data"]["values"][0]
        boxes = [box for layer in view["layer"] for box in boxes_of_words(layer)]
        for lo, hi, _, words in boxes:
            assert frame["x"] <= lo + 1, words
            assert hi <= frame["x2"] + 1, words
        for k, (lo, hi, y, words) in enumerate(boxes):
            for other_lo, other_hi, other_y, other in boxes[k + 1 :]:
                is_beside = hi <= other_lo or other_hi <= lo or abs(y - other_y) >= layout.font - 2
                assert is_beside or words == other, (words, other)


def boxes_of_words(layer: dict[str, Any]) -> Iterator[tuple[float, float, float, str]]:
    """Left, right, height, words; letters are taken as 0.55 of the font wide, wide ones as 1."""
    mark = layer["mark"]
    if mark["type"] != "text":
        return
    for row in layer["data"]["values"]:
        wide = sum(1 if ord(c) > 0x2E80 else 0.55 for c in row["text"]) * mark["fontSize"]
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[mark["align"]]
        yield row["x"] - share * wide, row["x"] + (1 - share) * wide, row["y"], row["text"]


@LAYOUTS
def test_the_svg_is_the_same_to_the_bit_and_as_wide_as_its_layout(
    report_of: ReportOf, layout: Layout
) -> None:
    picture = picture_of(report_of("usual"))
    svg = chart_svg(picture, layout, "a title", "words & more")
    assert svg == chart_svg(picture, layout, "a title", "words & more")
    assert f'viewBox="0 0 {layout.width} ' in svg
    # A mark with a role of its own and no words would be announced as an unnamed image.
    assert re.findall(r'\brole="([^"]*)"', svg) == ["img"]
    assert "<desc" in svg
    assert "words &amp; more" in svg


def test_the_two_pictures_share_no_id(report_of: ReportOf) -> None:
    picture = picture_of(report_of("years"))
    wide, narrow = (
        set(re.findall(r'\bid="([^"]*)"', chart_svg(picture, layout, "t", "d")))
        for layout in (WIDE, NARROW)
    )
    assert wide
    assert not wide & narrow


def test_words_of_the_record_cannot_become_markup_in_the_picture(report_of: ReportOf) -> None:
    svg = chart_svg(picture_of(report_of("rude")), WIDE, "t", "d")
    assert "<script" not in svg
    assert "&lt;script" in svg


def test_visits_before_and_after_and_forecasts_differ_without_colour(report_of: ReportOf) -> None:
    spec = chart_spec(picture_of(report_of("usual")), WIDE)
    assert layers_like(spec, shape="circle")
    before, after = layers_like(spec, shape="diamond")
    assert before["mark"]["fill"] != "#ffffff"
    assert after["mark"]["fill"] == "#ffffff"
    dashes = [
        tuple(layer["mark"].get("strokeDash", ())) for layer in layers_like(spec, type="line")
    ]
    assert len(set(dashes)) == len(dashes)


def test_the_dots_stand_where_the_scores_say(report_of: ReportOf) -> None:
    report = report_of("usual")
    spec = chart_spec(picture_of(report), WIDE)
    (dots,) = layers_like(spec, shape="circle")
    drawn = [row["y"] for row in dots["data"]["values"]]
    scores = [e.pain_nrs for e in report.timeline.entries]
    assert drawn == [y_of(nrs, WIDE.plot_height) for nrs in scores if nrs is not None]
    assert (y_of(10, 300), y_of(0, 300)) == (0, 300)


def test_the_course_without_visits_is_drawn_only_when_it_can_be_told(report_of: ReportOf) -> None:
    assert picture_of(report_of("usual")).without_visits
    assert not picture_of(report_of("without scores before")).without_visits
    assert not picture_of(report_of("early")).without_visits


def test_years_are_shown_as_a_close_up_and_as_a_whole(report_of: ReportOf) -> None:
    assert len(chart_spec(picture_of(report_of("years")), WIDE)["vconcat"]) == 2
    assert len(chart_spec(picture_of(report_of("usual")), WIDE)["vconcat"]) == 1


def test_the_drawn_fan_holds_the_share_it_says(report_of: ReportOf) -> None:
    forecast = report_of("usual").beliefs.forecast
    assert forecast is not None
    p_nrs = forecast.p_nrs[0]
    drawn = smooth_interval(p_nrs)
    inside = sum(
        p * max(0.0, min(k + 0.5, drawn.hi80) - max(k - 0.5, drawn.lo80))
        for k, p in enumerate(p_nrs)
    )
    assert inside == pytest.approx(0.8, abs=1e-6)
