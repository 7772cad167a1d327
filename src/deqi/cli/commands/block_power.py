"""Power of blocks as text, JSON and CSV; the same for one patient and for made-up people."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from deqi.cli.outputs import paragraph
from deqi.plan.blocks import BlockRequest, ListScheme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deqi.simulate.n_of_1 import Cell, Progress

HEADS = ("true relief", "test", "model", "test 80/95 %", "model 80/95 %", "wash-out")
HOW_TO_READ = (
    "test: share of made-up courses in which the randomisation test gives p at or below 5 %. "
    "model: share in which the pain model puts less pain at 95 % or more. After the sign: Monte "
    "Carlo standard error. 80/95 %: how often its intervals hold the truth. With no relief the "
    "shares are false alarms."
)


@contextmanager
def progress_bar(n: int, what: str) -> Iterator[Progress]:
    """A bar on a terminal, nothing elsewhere."""
    from tqdm import tqdm

    with tqdm(total=n, desc=what, unit="course", disable=not sys.stderr.isatty()) as bar:

        def one_more() -> None:
            bar.update()

        yield one_more


def design_words(request: BlockRequest) -> str:
    """A design in a few words.

    >>> from datetime import date
    >>> design_words(BlockRequest(ListScheme.PAIRS, date(2026, 1, 5)))
    '2 pairs of 42-day blocks after 14 days of run-in'
    """
    run_in = f"after {request.run_in_d} days of run-in"
    if request.scheme is ListScheme.PAIRS:
        pairs = f"{request.n_pairs} pair{'s' * (request.n_pairs != 1)}"
        return f"{pairs} of {request.block_d}-day blocks {run_in}"
    starts = len(request.possible_starts())
    return f"a start drawn from {starts} working days {run_in}, {request.total_d} days in all"


def power_lines(cells: Sequence[Cell]) -> list[str]:
    """A table for each design."""
    lines: list[str] = []
    for request in dict.fromkeys(cell.request for cell in cells):
        own = [cell for cell in cells if cell.request == request]
        rows = [HEADS, *(_row(cell) for cell in own)]
        widths = [max(len(row[k]) for row in rows) for k in range(len(HEADS))]
        title = f"{design_words(request)}; p-values not below {request.smallest_p:.2g}"
        lines += ["", paragraph(f"{title[0].upper()}{title[1:]}:")]
        lines += ["  " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    n = f"{cells[0].n} courses a line, {cells[0].n_fits} of them read by the pain model."
    return [*lines, "", paragraph(f"{n} {HOW_TO_READ}")]


def _row(cell: Cell) -> tuple[str, ...]:
    kind = "none" if cell.relief is None else f"{cell.effect_nrs:g}, {cell.relief.value}"
    return (
        kind,
        _share(cell.p_test, cell.mc_error(cell.p_test)),
        _share(cell.p_model, cell.mc_error(cell.p_model, of_fits=True)),
        f"{100 * cell.test80:.0f} / {100 * cell.test95:.0f}",
        f"{100 * cell.model80:.0f} / {100 * cell.model95:.0f}",
        f"{cell.wash_out_d:.0f} days",
    )


def _share(p: float, error: float) -> str:
    return f"{100 * p:.0f} % ±{100 * error:.0f}"


def power_json(cells: Iterable[Cell]) -> list[dict[str, Any]]:
    """Every cell with every share and its Monte Carlo error."""
    return [_plain(cell) for cell in cells]


def _plain(cell: Cell) -> dict[str, Any]:
    request = cell.request
    return {
        "design": design_words(request),
        "scheme": request.scheme.value,
        "run_in_days": request.run_in_d,
        "block_days": request.block_d if request.scheme is ListScheme.PAIRS else None,
        "pairs": request.n_pairs if request.scheme is ListScheme.PAIRS else None,
        "window_days": request.window_d if request.scheme is ListScheme.START else None,
        "days": request.total_d if request.scheme is ListScheme.START else None,
        "smallest_p": request.smallest_p,
        "relief": None if cell.relief is None else cell.relief.value,
        "effect_nrs": cell.effect_nrs,
        "n": cell.n,
        "n_fits": cell.n_fits,
        "n_no_test": cell.n_no_test,
        "power_test": cell.p_test,
        "power_test_mc_error": cell.mc_error(cell.p_test),
        "power_model": cell.p_model,
        "power_model_mc_error": cell.mc_error(cell.p_model, of_fits=True),
        "coverage_test_80": cell.test80,
        "coverage_test_95": cell.test95,
        "coverage_model_80": cell.model80,
        "coverage_model_95": cell.model95,
        "wash_out_d": cell.wash_out_d,
    }


def power_csv(cells: Iterable[Cell]) -> str:
    """The same as a table."""
    rows = power_json(cells)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
