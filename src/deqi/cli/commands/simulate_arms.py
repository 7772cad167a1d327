"""`deqi simulate arms`: bands for mean pain in the arms of trials."""

from __future__ import annotations

from argparse import Namespace

from deqi.cli.outputs import WIDTH, paragraph, put, put_answer


def run(arguments: Namespace) -> None:
    """Foretell each trial of the package's tables from the others."""
    from deqi.report.arms import arms_json, arms_lines, write_arms_html
    from deqi.simulate.arms import foretell_own_trials

    asked = {
        "leave_out": tuple(arguments.leave_out),
        "with_memory": arguments.with_memory,
        "seed": arguments.seed,
    }
    told = foretell_own_trials(**asked)
    if arguments.html is not None:
        put(write_arms_html(told), arguments.html, arguments)
    if arguments.html is None or arguments.json is not None:
        put_answer(arguments, map(_wrapped, arms_lines(told)), arms_json(told))


def _wrapped(line: str) -> str:
    """Sentences and list items in 80 columns; rows of tables, which begin indented, as they are."""
    is_row = line.startswith("  ") or len(line) <= WIDTH
    return line if is_row else paragraph(line.removeprefix("- "), "- " * line.startswith("- "))
