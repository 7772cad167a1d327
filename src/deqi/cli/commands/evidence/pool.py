"""`deqi evidence pool`: a table of trials weighed together, as text, page or JSON."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from deqi.cli.inputs import once, untangle_table
from deqi.cli.outputs import WIDTH, as_json, put
from deqi.evidence import read_arms
from deqi.exchange.arm_table import ArmTable, read_arm_table

if TYPE_CHECKING:
    from deqi.evidence.pooling import PoolQuestion

OWN_TABLE = "trials.csv"
OWN_OUTCOMES = {"RD": "responder", "RR": "responder", "OR": "responder"}


def run(arguments: Namespace) -> None:
    """Read the table, pool it, and write the answer to wherever it was asked for."""
    untangle_table(arguments)
    table = _table(arguments)
    question = _question(arguments, table)
    from deqi.evidence.pooling import pool

    result = pool(table.rows, question)
    left_out = [str(problem) for problem in table.left_out]
    if arguments.html is not None:
        from deqi.report.pool import write_pool_html

        page = write_pool_html(result, table.file, left_out, table.warnings)
        put(page, arguments.html, arguments)
    if arguments.json is not None:
        from deqi.report.pool import pool_json

        reading = {"left_out": left_out, "reading_warnings": list(table.warnings)}
        put(as_json(pool_json(result, table.file, reading)), arguments.json, arguments)
    if arguments.html is None and arguments.json is None:
        from deqi.report.pool import write_pool_text

        put(write_pool_text(result, WIDTH, left_out, table.warnings), "-", arguments)


def _table(arguments: Namespace) -> ArmTable:
    if arguments.table is None:
        return ArmTable(OWN_TABLE, read_arms())
    mapping = once(arguments.map, "--map")
    return read_arm_table(arguments.table, mapping, arguments.leave_out == "bad-rows")


def _question(arguments: Namespace, table: ArmTable) -> PoolQuestion:
    from deqi.evidence.pooling import Measure, PoolQuestion

    measure = arguments.measure or _usual_measure(table)
    outcome, by = arguments.outcome, arguments.by
    if arguments.table is None:
        outcome = outcome or (None if by == "outcome" else OWN_OUTCOMES.get(measure, "pain"))
        by = by or (None if len(arguments.comparator) == 1 else "comparator")
    return PoolQuestion(
        measure=Measure(measure),
        by=None if by == "nothing" else by,
        outcome=outcome,
        comparators=arguments.comparator,
        conditions=arguments.condition,
        weeks=arguments.weeks,
        when=arguments.when,
        scores=arguments.which_scores,
        with_memory=arguments.with_memory,
        lower_better=arguments.lower_better,
        to_scale=arguments.to_scale,
        shared=arguments.shared,
        knapp_hartung=arguments.knapp_hartung,
        level=arguments.level,
        leave_out=tuple(arguments.without),
    )


def _usual_measure(table: ArmTable) -> str:
    """Standardised differences, unless the table holds events only."""
    has_scores = any(row.mean is not None and row.n_events is None for row in table.rows)
    return "SMD" if has_scores else "RD"
