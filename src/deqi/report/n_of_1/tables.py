"""The figures of a report on blocks as tables."""

from __future__ import annotations

from deqi.infer import Interval
from deqi.infer.blocks import RandomisationTest, Region, Scheme
from deqi.report.n_of_1.checklist import TO_BE_WRITTEN
from deqi.report.n_of_1.contents import BlocksReport
from deqi.report.n_of_1.words import p_words, region_words
from deqi.report.page_tables import NOTHING, Table, ends, signed
from deqi.report.wording import number, percent


def side_by_side(report: BlocksReport) -> Table:
    """Both answers on the same days; a column each, so that it fits a phone."""
    test, model = report.answer.test, report.answer.model
    left = _test_cells(test) if test else (NOTHING,) * 4
    right: tuple[str, ...] = (NOTHING,) * 4
    if model is not None:
        right = (*_model_cells(model.on_minus_off_nrs), f"{percent(model.p_less_pain)} less pain")
    names = ("On minus off", "80 %", "95 %", "How sure")
    rows = tuple(zip(names, left, right, strict=True))
    heads = ("in points of pain", "randomisation test", "pain model")
    return Table("Both answers; negative is less pain", heads, rows)


def _test_cells(test: RandomisationTest) -> tuple[str, ...]:
    p = "no p-value" if test.p is None else f"p = {p_words(test.p)}"
    return (signed(test.difference_nrs), _region(test.region80), _region(test.region95), p)


def _region(region: Region | None) -> str:
    if region is None:
        return NOTHING
    if region.lo is None or region.hi is None:
        return region_words(region)
    return ends(region.lo, region.hi)


def _model_cells(interval: Interval) -> tuple[str, ...]:
    return (
        signed(interval.median),
        ends(interval.lo80, interval.hi80),
        ends(interval.lo95, interval.hi95),
    )


def block_table(report: BlocksReport) -> Table:
    """Each block as the diary shows it."""
    rows = tuple(
        (
            f"{one.block.from_on} to {one.block.to_on}",
            "on" if one.block.is_on else "off",
            NOTHING if one.block.pair is None else str(one.block.pair),
            str(one.n_days),
            NOTHING if one.mean_nrs is None else number(one.mean_nrs),
            NOTHING
            if one.lo80 is None or one.hi80 is None
            else f"{number(one.lo80)} to {number(one.hi80)}",
        )
        for one in report.answer.means
    )
    heads = ("block", "visits", "pair", "days", "mean", "80 %")
    caption = "The blocks: days with a score, mean, and its 80 % interval from week means"
    return Table(caption, heads, rows)


def wash_out_table(report: BlocksReport) -> Table | None:
    """The test with every wash-out that the blocks can bear; None where none is needed."""
    tests = report.answer.by_wash_out
    if len(tests) < 2 or report.answer.design.scheme is Scheme.START:
        return None
    chosen = report.answer.test
    rows = tuple(
        (
            f"{t.wash_out_d}{', from the fit' if t is chosen else ''}",
            signed(t.difference_nrs),
            NOTHING if t.p is None else p_words(t.p),
            _region(t.region80),
            str(t.n_off),
        )
        for t in tests
    )
    heads = ("wash-out in days", "on minus off", "p", "not rejected at 80 %", "off days")
    return Table("The test with other wash-outs", heads, rows)


def checklist_table(report: BlocksReport) -> Table:
    """The CENT items with what the course answers."""
    rows = tuple(
        (
            f"{one.item.item}{'' if one.item.number_from == 'cent' else '*'} {one.item.topic}",
            one.item.wording,
            one.answer or TO_BE_WRITTEN,
        )
        for one in report.cent
    )
    heads = ("item", "what it asks for, in our words", "this course")
    return Table("Checklist for reporting (CENT 2015)", heads, rows)
