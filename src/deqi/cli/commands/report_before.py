"""`deqi report --before`: what usually happens, harms, doctors and questions, without a course."""

from __future__ import annotations

from argparse import Namespace

from deqi.cli.outputs import WIDTH, as_json, put
from deqi.evidence.expectation import PainKind


def run(arguments: Namespace) -> None:
    """Write the page in every form that was asked for; as text if in none."""
    from deqi.report import before

    outlook = before.draw_up_outlook(PainKind(kind) for kind in arguments.kinds)
    if arguments.html is not None:
        put(before.write_before_html(outlook), arguments.html, arguments)
    if arguments.pdf is not None:
        from deqi.report.pdf import write_pdf

        put(write_pdf(before.write_before_html(outlook)), arguments.pdf, arguments)
    if arguments.json is not None:
        put(as_json(before.before_json(outlook)), arguments.json, arguments)
    if (arguments.html, arguments.pdf, arguments.json) == (None, None, None):
        put(before.write_before_text(outlook, WIDTH), "-", arguments)
