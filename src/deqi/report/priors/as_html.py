"""Where the priors come from, as one page: each number with its data in a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, floor, log10
from typing import Any

from deqi.evidence import read_sources
from deqi.evidence.pedigree import (
    Beside,
    CohortCurves,
    Datum,
    Pedigree,
    PriorLine,
    Value,
    parts,
    shown,
)
from deqi.model import LogNormal
from deqi.report.bands import Axis, BandRow, band_pictures
from deqi.report.page_tables import Table
from deqi.report.priors import words
from deqi.report.priors.course_picture import course_pictures
from deqi.report.shell import render_page

Z50, Z95 = 0.674490, 1.959964
MOST_TICKS = 6
LOG_TICKS = (1, 3)
_MORE_PX = 46  # letters that fit beside a figure on a phone


@dataclass(frozen=True, slots=True)
class Section:
    """One number with its picture, rule and rows."""

    line: PriorLine
    shipped: str
    rebuilt: str
    moved: str
    pictures: tuple[str, ...]
    table: Table
    course: str
    course_pictures: tuple[str, ...]


def write_pedigree_html(
    found: Pedigree, beside: Sequence[Beside], curves: Sequence[CohortCurves]
) -> str:
    """The page: the numbers, what groups are expected to do, and cohorts with their curves.

    >>> from deqi.evidence.pedigree import rebuild_informed
    >>> page = write_pedigree_html(rebuild_informed(), (), ())
    >>> page.startswith("<!DOCTYPE html>"), "<script" in page
    (True, False)
    """
    by_name = {one.name: one for one in curves}
    sections = [
        _section(line, by_name.get(line.name)) for line in found.lines if line.origin == "tables"
    ]
    known = read_sources()
    keys = dict.fromkeys(
        key for line in found.lines for datum in line.data for key in datum.sources
    )
    values: dict[str, Any] = {
        "title": "Where the priors come from",
        "headline": words.headline(found),
        "stays": words.SHIPPED_STAYS,
        "sections": sections,
        "overview": _overview(sections),
        "beside": _beside(beside),
        "kept": _kept(found),
        "sceptical": words.SCEPTICAL.replace("`", ""),
        "sceptical_table": Table(
            "Where sceptical differs", ("number", "value"), tuple(words.sceptical_values())
        ),
        "digest": found.shipped_sha256,
        "sources": [known[key] for key in keys if key in known],
    }
    return render_page("priors/page.html.j2", values, ("bands.css",))


def _section(line: PriorLine, curves: CohortCurves | None) -> Section:
    rows = Table(
        f"Rows that bear on {line.name}",
        ("row", f"figure{f' ({line.unit})' if line.unit else ''}", "sources"),
        tuple(
            (words.label(datum), words.figure(datum), ", ".join(datum.sources))
            for datum in line.data
        ),
    )
    return Section(
        line,
        words.value(line, True),
        words.value(line, False),
        words.moved_by(line),
        _pictures(line),
        rows,
        curves.title if curves else "",
        course_pictures(curves) if curves else (),
    )


def _pictures(line: PriorLine) -> tuple[str, ...]:
    rows = [
        _band("shipped", "shipped", line.shipped),
        _band("what the tables give", "rebuilt", line.rebuilt),
        *(_figure(datum) for datum in line.data if not datum.unit),
    ]
    name = "prior-" + "-".join(line.path).replace("_", "-")
    description = (
        f"{line.meaning}: shipped {words.value(line, True)}, the tables give "
        f"{words.value(line, False)}. Figures: table below."
    )
    return band_pictures(rows, _axis(line, rows), name, line.name, description)


def _band(name: str, kind: Any, value: Value) -> BandRow:
    lo95, lo50, middle, hi50, hi95 = (_quantile(value, z) for z in (-Z95, -Z50, 0.0, Z50, Z95))
    aside = shown(value)
    if isinstance(value, float):
        return BandRow(name, kind, aside=aside, middle=middle)
    return BandRow(name, kind, "", aside, lo95, lo50, middle, hi50, hi95)


def _quantile(value: Value, z: float) -> float:
    centre, spread = parts(value)
    return centre * exp(spread * z) if isinstance(value, LogNormal) else centre + spread * z


def _figure(datum: Datum) -> BandRow:
    name = datum.label if len(datum.label) <= _MORE_PX else f"{datum.label[: _MORE_PX - 1]}\u2026"
    kind: Any = "datum" if datum.is_used else "unused"
    return BandRow(name, kind, lo95=datum.lo, middle=datum.value, hi95=datum.hi)


def _axis(line: PriorLine, rows: Sequence[BandRow]) -> Axis:
    """From the lowest to the highest of all that is drawn, at round places."""
    drawn = [v for row in rows for v in (row.lo95, row.middle, row.hi95) if v is not None]
    title = line.name + (f", {line.unit}" if line.unit else "")
    if isinstance(line.rebuilt, LogNormal):
        return _log_axis(min(drawn), max(drawn), title)
    lo, hi = min(0.0, *drawn), max(drawn)
    step = _step((hi - lo) / MOST_TICKS)
    first, last = floor(lo / step), -floor(-hi / step)
    ticks = tuple(round(k * step, 6) for k in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks, title)


def _step(at_least: float) -> float:
    """The next of 1, 2, 5 times a power of ten."""
    power = 10.0 ** floor(log10(at_least))
    return next(k * power for k in (1, 2, 5, 10) if k * power >= at_least)


def _log_axis(lo: float, hi: float, title: str) -> Axis:
    ticks = tuple(
        k * 10.0**e
        for e in range(floor(log10(lo)), floor(log10(hi)) + 1)
        for k in LOG_TICKS
        if lo <= k * 10.0**e <= hi
    )
    return Axis(lo / 1.1, hi * 1.1, ticks, title, is_log=True)


def _overview(sections: Sequence[Section]) -> Table:
    return Table(
        "Numbers that follow from the tables",
        ("number", "what it is", "shipped", "the tables give", "moves"),
        tuple((s.line.name, s.line.meaning, s.shipped, s.rebuilt, s.moved) for s in sections),
    )


def _beside(beside: Sequence[Beside]) -> Table:
    return Table(
        "Expected of groups, points of 0-10 or a share",
        ("what", "published", "shipped set", "rebuilt set"),
        tuple(
            (row.what, words.published(row), f"{row.shipped:.2f}", f"{row.rebuilt:.2f}")
            for row in beside
        ),
    )


def _kept(found: Pedigree) -> Table:
    kept = (line for line in found.lines if line.origin != "tables")
    return Table("Kept as they are", ("number", "value", "why"), tuple(_kept_rows(kept)))


def _kept_rows(lines: Iterator[PriorLine]) -> Iterator[tuple[str, str, str]]:
    for line in lines:
        yield line.name, words.value(line, True), line.rule.removeprefix("kept: ")
