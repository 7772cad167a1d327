"""Foretold arms in the terminal, 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from deqi.report.arms import words
from deqi.simulate.arms import ArmPrediction, Foretold

ARM_WIDTH = 25
_HEAD = f"  {'arm':<{ARM_WIDTH}} {'week':>5} {'start':>5} {'seen':>4} {'median':>6}"
_HEAD += f" {'50 % band':>9} {'95 % band':>9} {'width':>5}"


def arms_lines(told: Foretold) -> Iterator[str]:
    """Lines of the answer; long sentences are left to be wrapped."""
    yield words.title(told)
    yield words.basis(told)
    yield ""
    yield from words.summary(told)
    if told.predictions:
        yield ""
        yield "Mean pain, 0 to 100, 100 is worst; * a 95 % band too wide to tell much."
    for trial, of_trial in groupby(told.predictions, key=lambda one: one.arm.trial):
        yield from ("", trial, _HEAD, *map(_line, of_trial))
    yield from _titled("What had to be assumed", (f"{t}: {m}" for t, m in _remarks(told)))
    yield from _scores(told)
    yield from _titled("Not comparable", (f"{t}: {r}" for t, _, r in _reasons(told)))


def _line(one: ArmPrediction) -> str:
    name = one.arm.arm if len(one.arm.arm) <= ARM_WIDTH else one.arm.arm[: ARM_WIDTH - 3] + "..."
    band50, band95 = (
        f"{lo:.0f}-{hi:.0f}" for lo, hi in ((one.lo50, one.hi50), (one.lo95, one.hi95))
    )
    return (
        f"  {name:<{ARM_WIDTH}} {words.week(one):>5} {words.start(one):>5} {words.seen(one):>4}"
        f" {one.median:>6.0f} {band50:>9} {band95:>9} {one.width95:>5.0f}"
        + (" *" if not one.is_informative else "")
    )


def _remarks(told: Foretold) -> list[tuple[str, str]]:
    return words.remarks(told.predictions)


def _reasons(told: Foretold) -> list[tuple[str, str, str]]:
    return words.reasons(told.not_comparable)


def _titled(title: str, items: Iterator[str]) -> Iterator[str]:
    marked = [f"- {item}" for item in items]
    if marked:
        yield from ("", f"{title}:", *marked)


def _scores(told: Foretold) -> Iterator[str]:
    if not told.scores:
        return
    yield ""
    yield f"{'Scores':<38} {'in 50 %':>7} {'in 95 %':>7} {'error':>6} {'CRPS':>5} {'width':>6}"
    for one in told.scores:
        width = "-" if one.mean_width95 is None else f"{one.mean_width95:.0f}"
        yield (
            f"  {one.name:<36} {words.share(one.inside50):>7} {words.share(one.inside95):>7}"
            f" {one.mean_absolute_error:>6.1f} {one.crps:>5.1f} {width:>6}"
        )
