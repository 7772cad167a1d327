"""`deqi simulate arms`: bands for mean pain in the arms of trials."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from deqi.cli.inputs import once, untangle_table
from deqi.cli.outputs import WIDTH, paragraph, put, put_answer
from deqi.exchange.arm_table import ArmTable, read_arm_table

if TYPE_CHECKING:
    from deqi.simulate.arms import Foretold

BAD_ROWS = "bad-rows"


def run(arguments: Namespace) -> None:
    """Foretell the arms of a table, or each trial of the package's own."""
    from deqi.report.arms import arms_json, arms_lines, write_arms_html

    untangle_table(arguments)
    table = _table(arguments)
    told = _foretell(arguments, table)
    about_table = () if table is None else (*table.warnings, *map(str, table.left_out))
    if arguments.html is not None:
        put(write_arms_html(told, about_table), arguments.html, arguments)
    if arguments.html is None or arguments.json is not None:
        lines = (*map(_wrapped, arms_lines(told)), *_about(about_table))
        put_answer(arguments, lines, arms_json(told, about_table))


def _table(arguments: Namespace) -> ArmTable | None:
    if arguments.table is None:
        return None
    mapping = once(arguments.map, "--map")
    return read_arm_table(arguments.table, mapping, BAD_ROWS in arguments.leave_out)


def _foretell(arguments: Namespace, table: ArmTable | None) -> Foretold:
    from deqi.simulate.arms import foretell_own_trials, foretell_table

    trials = tuple(name for name in arguments.leave_out if name != BAD_ROWS)
    if table is None:
        return foretell_own_trials(
            leave_out=trials, with_memory=arguments.with_memory, seed=arguments.seed
        )
    return foretell_table(
        table.rows, leave_out=trials, with_memory=arguments.with_memory, seed=arguments.seed
    )


def _about(sentences: tuple[str, ...]) -> Iterator[str]:
    """What should be known about the reading of the table, if anything."""
    if sentences:
        yield from ("", "About the table:", *(paragraph(one, "- ") for one in sentences))


def _wrapped(line: str) -> str:
    """Sentences and list items in 80 columns; rows of tables, which begin indented, as they are."""
    is_row = line.startswith("  ") or len(line) <= WIDTH
    return line if is_row else paragraph(line.removeprefix("- "), "- " * line.startswith("- "))
