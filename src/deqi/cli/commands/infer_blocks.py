"""`deqi infer --blocks`: the pain model and a randomisation test, side by side."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable

from deqi.cli.inputs import course_from
from deqi.cli.outputs import as_json, cited, data_lines, paragraph, put
from deqi.report.contents import Statement
from deqi.report.n_of_1 import (
    BlocksReport,
    assemble_blocks_report,
    blocks_json,
    write_blocks_html,
)
from deqi.report.n_of_1.tables import block_table, wash_out_table
from deqi.report.page_tables import Table


def run(arguments: Namespace) -> None:
    """Write the comparison to wherever it was asked for; the terminal otherwise."""
    course, today = course_from(arguments)
    report = assemble_blocks_report(course, as_of=arguments.as_of, today=today, seed=arguments.seed)
    if arguments.html is not None:
        put(write_blocks_html(report), arguments.html, arguments)
    if arguments.json is not None:
        put(as_json(blocks_json(report)), arguments.json, arguments)
    if arguments.html is None and arguments.json is None:
        put("\n".join(_lines(report)), "-", arguments)


def _lines(report: BlocksReport) -> list[str]:
    n_open = sum(one.answer is None for one in report.cent)
    checklist = (
        f"Checklist for reporting (CENT 2015): this course answers {len(report.cent) - n_open} of "
        f"{len(report.cent)} items, {n_open} are to be written by a person; --html or --json lists "
        "them."
    )
    by_wash_out = wash_out_table(report)
    return [
        paragraph(f"{report.course.id}, up to {report.as_of}: {report.headline}"),
        *([paragraph(report.screen.sentence)] if report.screen.failed else []),
        "",
        *_table(block_table(report)),
        *_part("Randomisation test", report.test),
        *_part("Pain model", report.model),
        *_part("Wash-out", report.wash_out),
        *(["", *_table(by_wash_out)] if by_wash_out else []),
        *_part("Where the course left the plan", map(Statement, report.answer.contradictions)),
        *_part("What this cannot tell", report.limits),
        *data_lines(report.course.left_out, report.warnings),
        "",
        paragraph(cited(checklist, ("vohra2015",))),
    ]


def _part(title: str, statements: Iterable[Statement]) -> list[str]:
    told = [paragraph(cited(s.sentence, s.sources), "- ") for s in statements]
    return ["", f"{title}:", *told] if told else []


def _table(table: Table) -> list[str]:
    """Columns as wide as they need to be."""
    rows = [table.heads, *table.rows]
    widths = [max(len(row[k]) for row in rows) for k in range(len(table.heads))]
    return [
        "  "
        + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
