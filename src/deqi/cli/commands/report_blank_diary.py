"""`deqi report --blank-diary`: an empty diary to print, and the same as an empty CSV file."""

from __future__ import annotations

from argparse import Namespace

from deqi.cli.outputs import WIDTH, put
from deqi.exchange.template import blank_diary_csv


def run(arguments: Namespace) -> None:
    """Write the diary in every form that was asked for; as text if in none."""
    from deqi.report import blank_diary as paper

    first_on = arguments.first_day
    if arguments.html is not None:
        put(paper.write_blank_diary_html(first_on), arguments.html, arguments)
    if arguments.pdf is not None:
        put(paper.write_blank_diary_pdf(first_on), arguments.pdf, arguments)
    if arguments.csv is not None:
        put(blank_diary_csv(first_on), arguments.csv, arguments)
    if (arguments.html, arguments.pdf, arguments.csv) == (None, None, None):
        put(paper.write_blank_diary_text(WIDTH, first_on), "-", arguments)
