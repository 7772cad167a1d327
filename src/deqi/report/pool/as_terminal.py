"""A pool in a terminal: a forest plot in letters, the pooled figures, what should be known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from deqi.evidence.pooling import PooledGroup, PoolQuestion, PoolResult
from deqi.report.pool import sentences as say
from deqi.report.pool.axis import Axis, axis_for
from deqi.report.pool.figures import figure, interval, with_interval
from deqi.report.text_width import display_width, shortened, wrapped

NAME_WIDTH = 18
PLOT_WIDTH = 30
MOST_ROWS = 60  # comparisons drawn for one group; the rest is in the JSON


def write_pool_text(
    result: PoolResult, width: int, left_out: Iterable[str] = (), reading: Iterable[str] = ()
) -> str:
    """The whole answer in lines of at most `width` columns."""
    return "\n".join(_lines(result, width, tuple(left_out), tuple(reading))) + "\n"


def _lines(
    result: PoolResult, width: int, left_out: Sequence[str], reading: Sequence[str]
) -> Iterator[str]:
    question = result.question
    yield say.title(result).upper()
    yield from wrapped(f"In {result.unit}; {result.favours}.", width)
    yield from wrapped(say.asked(question), width)
    groups = result.groups or ((result.whole,) if result.whole else ())
    axis = axis_for(groups, question.measure)
    for group in groups:
        yield from _group(group, axis, question, width)
    if result.groups and result.whole is not None:
        yield from ("", "ALL TOGETHER")
        yield from _pooled(result.whole, axis, question, width)
    if result.between is not None:
        yield ""
        yield from wrapped(say.difference_between(result.between), width)
    notes = [
        f"{contrast.trial}: {said}."
        for contrast in result.contrasts
        if (said := say.notes_of(contrast))
    ]
    yield from _list("To know before it is believed", (*reading, *result.warnings), width)
    yield from _list("About the comparisons", dict.fromkeys(notes), width)
    yield from _list("Rows left out", left_out, width)
    yield from _list("Rows that do not count here", say.reasons_set_aside(result), width)
    yield from _list("What a pool cannot tell", say.LIMITS, width)


def _group(group: PooledGroup, axis: Axis, question: PoolQuestion, width: int) -> Iterator[str]:
    yield ""
    yield from wrapped(f"{say.group_name(group, question)}: {say.size(group)}".upper(), width)
    for contrast in group.contrasts[:MOST_ROWS]:
        plot = _plot(axis, contrast.lo, contrast.estimate, contrast.hi, "#")
        told = (
            f"{figure(question.measure, contrast.estimate)} "
            f"({interval(question.measure, contrast.lo, contrast.hi)})"
        )
        yield _row(contrast.trial, plot, told)
    if group.k > MOST_ROWS:
        yield f"  and {group.k - MOST_ROWS} more comparisons (see --json)"
    yield from _pooled(group, axis, question, width)


def _pooled(group: PooledGroup, axis: Axis, question: PoolQuestion, width: int) -> Iterator[str]:
    fit, found = group.random, group.heterogeneity
    if found is None:
        return
    plot = _plot(axis, fit.lo, fit.estimate, fit.hi, "<>")
    yield _row("Random effects", plot, with_interval(question.measure, fit))
    for name, other in (
        ("DerSimonian-Laird", group.dersimonian_laird),
        ("Fixed effect", group.fixed),
    ):
        yield _row(name, " " * PLOT_WIDTH, with_interval(question.measure, other))
    yield from wrapped(say.prediction(found, question), width, "  ")
    yield from wrapped(say.spread(found), width, "  ")
    told = say.without_one(group, question)
    if told:
        yield from wrapped(told, width, "  ")


def _row(name: str, plot: str, told: str) -> str:
    short = shortened(name, NAME_WIDTH)
    return f"{short}{' ' * (NAME_WIDTH - display_width(short))} {plot}  {told}".rstrip()


def _plot(axis: Axis, lo: float, estimate: float, hi: float, mark: str) -> str:
    """An interval in letters: `|` no difference, `-` the interval, `#` or `<>` the estimate.

    >>> _plot(Axis(-1.0, 1.0, ()), -0.5, -0.2, 0.4, "#")
    '       -----#-|------         '
    """
    last = PLOT_WIDTH - 1
    cells = [" "] * PLOT_WIDTH
    first, end = round(axis.share(lo) * last), round(axis.share(hi) * last)
    cells[first : end + 1] = "-" * (end + 1 - first)
    if axis.is_beyond(lo):
        cells[0] = "<"
    if axis.is_beyond(hi):
        cells[last] = ">"
    cells[round(axis.share(0.0) * last)] = "|"
    at = round(axis.share(estimate) * last)
    at = min(at, PLOT_WIDTH - len(mark))
    cells[at : at + len(mark)] = mark
    return "".join(cells)


def _list(title: str, lines: Iterable[str], width: int) -> Iterator[str]:
    marked = [line for text in lines for line in wrapped(text, width, "- ")]
    if marked:
        yield from ("", f"{title}:", *marked)
