"""The two bands of twelve weeks, for a wide page and for a phone, in pixels."""

from __future__ import annotations

from typing import Any

from deqi.evidence.expectation import N_WEEKS, Expectation, PublishedBand
from deqi.report import chart_marks as m
from deqi.report.chart_layout import NARROW, WIDE, Layout
from deqi.report.renderer import SCHEMA, named_svg, render_svg

AXIS_PX = 44
LABEL_GAP = 9
STEP_WEEKS = 0.5


def outlook_svgs(expectation: Expectation, title: str, description: str) -> tuple[str, ...]:
    """The chart for a wide page and for a phone; none when no band was published."""
    if expectation.without is None:
        return ()
    return tuple(
        named_svg(
            render_svg(outlook_spec(expectation, layout)),
            f"{expectation.kind.value}-{layout.name}",
            title,
            description,
        ).replace('class="picture ', f'class="picture picture-{layout.name} ')
        for layout in (WIDE, NARROW)
    )


def outlook_spec(expectation: Expectation, layout: Layout) -> dict[str, Any]:
    """The chart as a Vega-Lite specification."""
    plot = _Plot(layout)
    layers = [*plot.frame(), *plot.held(expectation), *plot.axes()]
    without, with_course = expectation.without, expectation.with_course
    if without is not None:
        layers += m.area(plot.edges(without), m.WITHOUT, 0.3)
    if with_course is not None:
        layers += m.area(plot.edges(with_course), m.LEVEL, 0.25)
    if without is not None:
        layers += m.line(plot.means(without), m.WITHOUT_LINE, 2.2, (7, 4))
        layers += m.symbols(plot.published(without), "diamond", m.WITHOUT_LINE, 55)
    if with_course is not None:
        layers += m.line(plot.means(with_course), m.LEVEL, 2.4)
        layers += m.symbols(plot.published(with_course), "circle", m.LEVEL, 50)
    if expectation.cohorts is not None:
        layers += m.line(plot.means(expectation.cohorts), m.INK, 1.6, (1, 4))
        layers += m.symbols(plot.published(expectation.cohorts), "square", m.INK, 40)
    layers += plot.words(expectation)
    return {
        "$schema": SCHEMA,
        "width": layout.plot_width,
        "height": layout.plot_height,
        "layer": layers,
        "padding": 0,
        "background": "#ffffff",
        "config": {"view": {"stroke": None}, "aria": False},
    }


class _Plot:
    """Places of weeks and scores on one layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout

    def x(self, week: float) -> float:
        return round(week / N_WEEKS * self.layout.plot_width, 2)

    def y(self, nrs: float) -> float:
        return round((1 - nrs / 10) * self.layout.plot_height, 2)

    def frame(self) -> list[m.Layer]:
        """A fixed size, so that the picture's size does not hang on font metrics."""
        lay = self.layout
        corners = {
            "x": -lay.left,
            "y": -lay.top,
            "x2": lay.plot_width + lay.right,
            "y2": lay.plot_height + AXIS_PX,
        }
        title = [
            {"x": -lay.left + 2, "y": -lay.top + lay.font + 4, "text": "Average pain, 0 to 10"}
        ]
        return m.boxes([corners], "#ffffff") + m.texts(title, lay.font, colour=m.INK, weight="bold")

    def held(self, expectation: Expectation) -> list[m.Layer]:
        """The weeks for which some study has no figure of its own."""
        last = min(
            band.last_week for band in (expectation.without, expectation.with_course) if band
        )
        if last >= N_WEEKS:
            return []
        box = {"x": self.x(last), "y": 0, "x2": self.layout.plot_width, "y2": self.y(0)}
        word = [{"x": self.x(last) + 5, "y": self.layout.font + 2, "text": "last figures held"}]
        return m.boxes([box], m.AHEAD) + m.texts(word, self.layout.font)

    def axes(self) -> list[m.Layer]:
        lay = self.layout
        scores = range(0, 11, 2)
        weeks = range(0, N_WEEKS + 1, 2)
        grid = [{"x": 0, "y": self.y(k), "x2": lay.plot_width, "y2": self.y(k)} for k in scores]
        labels = [{"x": -7, "y": self.y(k), "text": str(k)} for k in scores]
        below = [{"x": self.x(k), "y": self.y(0) + lay.font + 5, "text": str(k)} for k in weeks]
        name = [{"x": lay.plot_width / 2, "y": self.y(0) + 2 * lay.font + 10, "text": "weeks"}]
        return (
            m.rules(grid, m.GRID)
            + m.texts(labels, lay.font, align="right", baseline="middle")
            + m.texts(below, lay.font, align="center")
            + m.texts(name, lay.font, align="center")
        )

    def edges(self, band: PublishedBand) -> list[m.Row]:
        points = [band.at(k * STEP_WEEKS) for k in range(int(N_WEEKS / STEP_WEEKS) + 1)]
        return [
            {"x": self.x(p.week), "lo": self.y(p.lo_nrs), "hi": self.y(p.hi_nrs)} for p in points
        ]

    def means(self, band: PublishedBand) -> list[m.Row]:
        points = [band.at(k * STEP_WEEKS) for k in range(int(N_WEEKS / STEP_WEEKS) + 1)]
        return [{"x": self.x(p.week), "y": self.y(p.mean_nrs)} for p in points]

    def published(self, band: PublishedBand) -> list[m.Row]:
        """Every published mean within the twelve weeks."""
        return [
            {"x": self.x(p.week), "y": self.y(p.mean_nrs)}
            for line in band.lines
            for p in line.points
            if p.week <= N_WEEKS
        ]

    def words(self, expectation: Expectation) -> list[m.Layer]:
        """Names beside the lines, at the right end where they lie apart."""
        named = (
            (expectation.without, _without_name(expectation), m.WITHOUT_LINE, -1),
            (expectation.with_course, "with a course", m.LEVEL, -1),
            (expectation.cohorts, "followed, any care", m.INK, 1),
        )
        layers: list[m.Layer] = []
        for band, name, colour, side in named:
            if band is not None:
                y = self.y(band.at(N_WEEKS).mean_nrs) + (side * LABEL_GAP + (5 if side > 0 else 0))
                row = [{"x": self.layout.plot_width - 4, "y": y, "text": name}]
                layers += m.haloed(row, self.layout.font, colour, align="right")
        return layers


def _without_name(expectation: Expectation) -> str:
    return "followed, any care" if expectation.is_followed_only else "without a course"
