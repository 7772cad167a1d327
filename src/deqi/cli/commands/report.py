"""`deqi report`: the whole answer as text, page or JSON."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from deqi.cli.inputs import course_from, policy_from, with_days_away
from deqi.cli.outputs import WIDTH, put

if TYPE_CHECKING:
    from deqi.report import Report

LONG_RECORD = 500  # entries


def run(arguments: Namespace) -> None:
    """Write the report to wherever it was asked for; the terminal's 80 columns otherwise."""
    if arguments.all:
        from deqi.cli.commands.report_all import run_all

        run_all(arguments)
        return
    if arguments.pdf is not None:
        from deqi.report.pdf import require_pdf

        require_pdf()  # before the work, which would be in vain
    report = report_on(arguments, with_page=arguments.html is not None or arguments.pdf is not None)
    from deqi.report import write_json, write_terminal

    if arguments.html is not None:
        put(_html(report, arguments.reader), arguments.html, arguments)
    if arguments.pdf is not None:
        from deqi.report.doctor import write_doctor_pdf

        put(write_doctor_pdf(report), arguments.pdf, arguments)
    if arguments.json is not None:
        put(write_json(report), arguments.json, arguments)
    if (arguments.html, arguments.pdf, arguments.json) == (None, None, None):
        put(write_terminal(report, WIDTH), "-", arguments)


def _html(report: Report, reader: str | None) -> str:
    if reader == "doctor":
        from deqi.report.doctor import write_doctor_html

        return write_doctor_html(report)
    from deqi.report import write_html

    return write_html(report)


def report_on(arguments: Namespace, with_page: bool = False) -> Report:
    """The report on the course that was asked for; bad input is told before anything is loaded."""
    course, today = course_from(arguments)
    course = with_days_away(course, arguments)
    _announce_long_work(len(course.entries))
    if with_page:
        from deqi.report import start_renderer

        start_renderer()  # loads beside the numbers, on a second core if there is one
    from deqi.report import assemble_report

    return assemble_report(
        course,
        as_of=arguments.as_of,
        today=today,
        seed=arguments.seed,
        policy=policy_from(arguments),
    )


def _announce_long_work(n_entries: int) -> None:
    """Years of entries take seconds, not a moment; a person waiting should know."""
    if n_entries >= LONG_RECORD and sys.stderr.isatty():
        print(f"Weighing {n_entries:,} entries; this takes some seconds ...", file=sys.stderr)
