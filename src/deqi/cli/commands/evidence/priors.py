"""`deqi evidence priors`: where the prior set `informed` comes from, and what would move."""

from __future__ import annotations

from argparse import Namespace

from deqi.cli.outputs import WIDTH, paragraph, put, put_answer


def run(arguments: Namespace) -> None:
    """Rebuild the set, print what moved, and write the set if a folder is given."""
    from deqi.evidence.pedigree import (
        FILE_NAME,
        Tables,
        cohort_curves,
        expected_beside_published,
        pedigree_toml,
        rebuild_informed,
    )
    from deqi.report.priors import pedigree_json, pedigree_lines, write_pedigree_html

    tables = Tables.shipped(arguments.with_memory)
    found = rebuild_informed(tables)
    beside = expected_beside_published(found, tables)
    if arguments.write is not None:
        arguments.write.mkdir(parents=True, exist_ok=True)
        put(pedigree_toml(found), str(arguments.write / FILE_NAME), arguments)
    if arguments.html is not None:
        page = write_pedigree_html(found, beside, cohort_curves(found, tables))
        put(page, arguments.html, arguments)
    if arguments.html is None or arguments.json is not None:
        lines = map(_wrapped, pedigree_lines(found, beside))
        put_answer(arguments, lines, pedigree_json(found, beside))


def _wrapped(line: str) -> str:
    """Sentences and list items in 80 columns; rows of the table, which begin indented, as is."""
    is_row = line.startswith("  ") or len(line) <= WIDTH
    return line if is_row else paragraph(line.removeprefix("- "), "- " * line.startswith("- "))
