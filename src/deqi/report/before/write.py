"""The page before the first visit as HTML, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from deqi.evidence.expectation import N_WEEKS, Expectation, PublishedBand, PublishedLine
from deqi.report.before.chart import outlook_svgs
from deqi.report.before.contents import FOR_NOBODY, HOW_BANDS_ARE_MADE, KindOutlook, Outlook
from deqi.report.contents import Statement
from deqi.report.page_tables import Table
from deqi.report.shell import render_page
from deqi.report.text_width import wrapped
from deqi.report.wording import number

TITLE = "Before the first visit"
SHOWN_WEEKS = (0, 2, 4, 6, 8, 10, 12)
NOT_PUBLISHED = "not published"


def write_before_html(outlook: Outlook) -> str:
    """The page as one self-contained HTML file, for a phone first."""
    values = {
        "title": TITLE,
        "outlook": outlook,
        "kinds": [_drawn(kind) for kind in outlook.kinds],
        "for_nobody": FOR_NOBODY,
        "how": HOW_BANDS_ARE_MADE,
        "numbers": {key: k for k, key in enumerate(outlook.sources, start=1)},
        "sources": list(outlook.sources.values()),
    }
    return render_page("before/page.html.j2", values, ("before/page.css",))


def _drawn(kind: KindOutlook) -> dict[str, Any]:
    expectation = kind.expectation
    return {
        "id": expectation.kind.value,
        "name": kind.name,
        "statements": kind.statements,
        "pictures": outlook_svgs(expectation, f"Twelve weeks: {kind.name}", _in_words(expectation)),
        "has_both": expectation.with_course is not None,
        "tables": tuple(_tables(kind)) if expectation.without else (),
    }


def _in_words(expectation: Expectation) -> str:
    parts = [
        f"{name}: {_interval(band, 0)} at the start, {_interval(band, N_WEEKS)} after 12 weeks."
        for name, band in named_bands(expectation)
    ]
    return " ".join([*parts, "The tables below hold the figures."])


def named_bands(expectation: Expectation) -> list[tuple[str, PublishedBand]]:
    """The bands that were published, with their names."""
    without = "Followed, with any care" if expectation.is_followed_only else "Without a course"
    named = (
        (without, expectation.without),
        ("With a course", expectation.with_course),
        ("Followed, with any care", expectation.cohorts),
    )
    return [(name, band) for name, band in named if band is not None]


def _interval(band: PublishedBand, week: float) -> str:
    point = band.at(week)
    if point.lo_nrs == point.hi_nrs:
        return number(point.mean_nrs)
    return f"{number(point.mean_nrs)} ({number(point.lo_nrs)} to {number(point.hi_nrs)})"


def _tables(kind: KindOutlook) -> Iterable[Table]:
    bands = named_bands(kind.expectation)
    yield Table(
        f"{kind.name}: average pain by week, mean of the studies (lowest to highest end of their "
        "intervals)",
        ("Week", *(name for name, _ in bands)),
        tuple((str(week), *(_interval(band, week) for _, band in bands)) for week in SHOWN_WEEKS),
    )
    yield Table(
        f"{kind.name}: published figures that the bands are made of (95 % interval of the average)",
        ("Study", "People", "Week", "Average pain", "Standard deviation of the change"),
        tuple(row for _, band in bands for line in band.lines for row in _published(line)),
    )


def _published(line: PublishedLine) -> Iterable[tuple[str, ...]]:
    n = NOT_PUBLISHED if line.n is None else str(line.n)
    sd = NOT_PUBLISHED if line.sd_change_nrs is None else number(line.sd_change_nrs)
    mark = " (interval borrowed)" if line.is_interval_borrowed else ""
    for point in line.points[1:]:
        interval = f"{number(point.lo_nrs)} to {number(point.hi_nrs)}"
        yield line.name, n, f"{point.week:g}", f"{number(point.mean_nrs)} ({interval}){mark}", sd


def write_before_text(outlook: Outlook, width: int) -> str:
    """The same as text."""
    doctor = outlook.see_a_doctor
    lines = [TITLE.upper(), "", *wrapped(FOR_NOBODY, width), ""]
    lines += ["SEE A DOCTOR FIRST"]
    for name, found in (
        ("Emergency, now", doctor.now),
        ("The same day", doctor.today),
        ("Before the first needle", doctor.first),
        ("Tell the practitioner of", doctor.tell),
    ):
        lines += wrapped(f"{name}: {'; '.join(found)}.", width, rest="  ")
    for kind in outlook.kinds:
        lines += ["", f"WHAT USUALLY HAPPENS IN 12 WEEKS: {kind.name.upper()}"]
        lines += _weeks(kind.expectation)
        lines += _bullets(kind.statements, width)
    for title, statements in (
        ("WHERE A CHANGE COMES FROM", outlook.shares),
        ("UNWANTED EFFECTS", outlook.harms),
        ("ASK YOUR DOCTOR", outlook.for_the_doctor),
        ("ASK THE PRACTITIONER", outlook.for_the_practitioner),
        ("HOW THE BANDS ARE MADE", tuple(map(Statement, HOW_BANDS_ARE_MADE))),
    ):
        lines += ["", title, *_bullets(statements, width)]
    lines += ["", "SOURCES"]
    for key, source in outlook.sources.items():
        lines += wrapped(source.citation, width, f"[{key}] ", "  ")
    return "\n".join(lines) + "\n"


def _weeks(expectation: Expectation) -> list[str]:
    bands = named_bands(expectation)
    if not bands:
        return []
    heads = "".join(f"{name:>25}" for name, _ in bands)
    rows = [
        f"{week:>4}" + "".join(f"{_interval(band, week):>25}" for _, band in bands)
        for week in SHOWN_WEEKS
    ]
    return [f"week{heads}", *rows]


def _bullets(statements: Iterable[Statement], width: int) -> list[str]:
    lines: list[str] = []
    for s in statements:
        cited = s.sentence + "".join(f" [{key}]" for key in s.sources)
        lines += wrapped(cited, width, "- ")
    return lines


def before_json(outlook: Outlook) -> dict[str, Any]:
    """The same for programs: `deqi.before/1`, every key always there."""
    doctor = outlook.see_a_doctor
    return {
        "schema": "deqi.before/1",
        "about": FOR_NOBODY,
        "kinds": [_kind_json(kind) for kind in outlook.kinds],
        "shares": _said(outlook.shares),
        "harms": _said(outlook.harms),
        "see_a_doctor": {
            "now": list(doctor.now),
            "today": list(doctor.today),
            "before_the_first_needle": list(doctor.first),
            "tell_the_practitioner": list(doctor.tell),
        },
        "questions": {
            "for_the_doctor": _said(outlook.for_the_doctor),
            "for_the_practitioner": _said(outlook.for_the_practitioner),
        },
        "how_bands_are_made": list(HOW_BANDS_ARE_MADE),
        "sources": {key: source.citation for key, source in outlook.sources.items()},
    }


def _kind_json(kind: KindOutlook) -> dict[str, Any]:
    expectation = kind.expectation
    without, cohorts = expectation.without, expectation.cohorts
    if expectation.is_followed_only:
        without, cohorts = None, without
    return {
        "kind": expectation.kind.value,
        "name": kind.name,
        "without_course": _band_json(without),
        "with_course": _band_json(expectation.with_course),
        "cohorts": _band_json(cohorts),
        "why_no_without_course": expectation.why_no_without or None,
        "why_no_with_course": expectation.why_no_with or None,
        "statements": _said(kind.statements),
    }


def _band_json(band: PublishedBand | None) -> dict[str, Any] | None:
    if band is None:
        return None
    points = [band.at(week) for week in range(N_WEEKS + 1)]
    return {
        "weeks": [
            {
                "week": p.week,
                "mean_nrs": round(p.mean_nrs, 3),
                "lo_nrs": round(p.lo_nrs, 3),
                "hi_nrs": round(p.hi_nrs, 3),
                "is_held": p.is_held,
            }
            for p in points
        ],
        "studies": [_line_json(line) for line in band.lines],
    }


def _line_json(line: PublishedLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "n": line.n,
        "sd_change_nrs": line.sd_change_nrs,
        "is_interval_borrowed": line.is_interval_borrowed,
        "points": [
            {"week": p.week, "mean_nrs": p.mean_nrs, "lo_nrs": p.lo_nrs, "hi_nrs": p.hi_nrs}
            for p in line.points
        ],
        "sources": list(line.sources),
    }


def _said(statements: Iterable[Statement]) -> list[dict[str, Any]]:
    return [{"sentence": s.sentence, "sources": list(s.sources)} for s in statements]
