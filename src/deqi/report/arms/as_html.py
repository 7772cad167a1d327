"""Foretold arms as one self-contained page: a picture of bands, and every figure in a table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from deqi.evidence import read_sources
from deqi.report.arms import words
from deqi.report.bands import Axis, BandRow, band_pictures
from deqi.report.page_tables import Table
from deqi.report.shell import render_page
from deqi.simulate.arms import UNINFORMATIVE_WIDTH, ArmPrediction, Foretold

MODEL_SOURCES = ("artus2014", "macpherson2017", "menezescosta2012")
AXIS = Axis(0, 100, (0, 20, 40, 60, 80, 100), "mean pain, 0 to 100 (100 is worst)")


def write_arms_html(told: Foretold, about_table: Sequence[str] = ()) -> str:
    """The page; `about_table` is what should be known about the reading of somebody's table.

    >>> from deqi.simulate.arms import foretell_own_trials
    >>> page = write_arms_html(foretell_own_trials(leave_out=["Pach 2013"]))
    >>> page.startswith("<!DOCTYPE html>"), "<script" in page
    (True, False)
    """
    return render_page(
        "arms/page.html.j2",
        {**_values(told), "about_table": tuple(about_table)},
        ("bands.css",),
    )


def _values(told: Foretold) -> dict[str, Any]:
    keys = dict.fromkeys(key for one in told.predictions for key in one.arm.sources)
    known = read_sources()
    shown = [known[key] for key in (*keys, *MODEL_SOURCES) if key in known]
    return {
        "title": words.title(told),
        "basis": words.basis(told),
        "summary": words.summary(told),
        "limit": f"{UNINFORMATIVE_WIDTH:g}",
        "pictures": _pictures(told) if told.predictions else (),
        "arms": _arms(told),
        "remarks": Table("What had to be assumed", ("trial", "assumed"), _remarks(told)),
        "scores": _scores(told),
        "others": _others(told),
        "sources": list(dict.fromkeys(shown)),
    }


def _pictures(told: Foretold) -> tuple[str, ...]:
    rows: list[BandRow] = []
    for trial, of_trial in groupby(told.predictions, key=lambda one: one.arm.trial):
        rows.append(BandRow(trial, "group"))
        rows += map(_row, of_trial)
    words_of = " ".join(words.summary(told))
    return band_pictures(rows, AXIS, "arms", words.title(told), f"{words_of} Figures: table below.")


def _row(one: ArmPrediction) -> BandRow:
    return BandRow(
        _short(one.arm.arm),
        "band" if one.is_informative else "weak",
        f"in week {words.week(one)}",
        f"width {words.width(one)}",
        one.lo95,
        one.lo50,
        one.median,
        one.hi50,
        one.hi95,
        one.arm.observed,
        one.arm.baseline,
    )


def _kind(one: ArmPrediction) -> str:
    """What the arm was given, unless its name says so."""
    kind = words.KINDS[one.arm.kind]
    return "" if kind in one.arm.arm.lower() else f" ({kind})"


def _short(name: str, at_most: int = 24) -> str:
    return name if len(name) <= at_most else name[: at_most - 1] + "\N{HORIZONTAL ELLIPSIS}"


def _arms(told: Foretold) -> Table:
    return Table(
        "Mean pain, 0 to 100 (~ assumed)",
        ("arm", "week", "people", "start", "seen", "median", "50 % band", "95 % band", "width"),
        tuple(
            (
                f"{one.arm.trial}, {one.arm.arm}{_kind(one)}",
                words.week(one),
                f"{one.arm.n}",
                words.start(one),
                words.seen(one),
                f"{one.median:.0f}",
                words.band(one.lo50, one.hi50),
                words.band(one.lo95, one.hi95),
                words.width(one),
            )
            for one in told.predictions
        ),
    )


def _remarks(told: Foretold) -> tuple[tuple[str, ...], ...]:
    return tuple(words.remarks(told.predictions))


def _scores(told: Foretold) -> Table:
    return Table(
        "Scores over the arms whose follow-up is known",
        ("forecast", "inside 50 %", "inside 95 %", "mean error", "CRPS", "mean width of 95 %"),
        tuple(
            (
                one.name,
                words.share(one.inside50),
                words.share(one.inside95),
                f"{one.mean_absolute_error:.1f}",
                f"{one.crps:.1f}",
                "-" if one.mean_width95 is None else f"{one.mean_width95:.0f}",
            )
            for one in told.scores
        ),
    )


def _others(told: Foretold) -> Table:
    rows = tuple(words.reasons(told.not_comparable))
    return Table("Not predicted, and why", ("trial", "arms", "reason"), rows)
