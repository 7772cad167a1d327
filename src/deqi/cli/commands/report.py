"""`deqi report`: the whole answer as text, page or JSON."""

from __future__ import annotations

from argparse import Namespace

from deqi.cli.inputs import course_from
from deqi.cli.outputs import WIDTH, put
from deqi.report import Report, assemble_report, write_html, write_json, write_terminal


def run(arguments: Namespace) -> None:
    """Write the report to wherever it was asked for; the terminal's 80 columns otherwise."""
    report = report_on(arguments)
    if arguments.html is not None:
        put(write_html(report), arguments.html, arguments)
    if arguments.json is not None:
        put(write_json(report), arguments.json, arguments)
    if arguments.html is None and arguments.json is None:
        put(write_terminal(report, WIDTH), "-", arguments)


def report_on(arguments: Namespace) -> Report:
    """The report on the course that was asked for."""
    course, today = course_from(arguments)
    return assemble_report(course, as_of=arguments.as_of, today=today, seed=arguments.seed)
