"""The page on the proposed mechanism: pathway, curves, and what they can and cannot explain."""

from __future__ import annotations

from deqi.report.mechanism import contents
from deqi.report.mechanism.layout import SIZES
from deqi.report.mechanism.pathway_picture import COLOURS, DASHES, pathway_svg
from deqi.report.mechanism.time_picture import time_courses_svg
from deqi.report.page_tables import Table
from deqi.report.shell import render_page


def write_mechanism_html() -> str:
    """One self-contained page.

    >>> page = write_mechanism_html()
    >>> page.startswith("<!DOCTYPE html>"), "<script" in page
    (True, False)
    """
    sources = contents.sources_in_order()
    values = {
        "title": contents.TITLE,
        "lead": contents.LEAD,
        "pathways": [(size.name, pathway_svg(size)) for size in SIZES],
        "courses": [(size.name, time_courses_svg(size)) for size in SIZES],
        "key": [
            {"words": seen.words, "colour": colour, "dash": " ".join(map(str, DASHES[seen]))}
            for seen, colour in COLOURS.items()
        ],
        "links": contents.links_in_words(),
        "facts": contents.facts(),
        "parts": [(name, contents.explanations(part)) for part, name in contents.PARTS.items()],
        "table": Table(
            "Time courses: what is drawn, and what is not",
            ("Substance or change", "How long, in whom", "To know"),
            contents.time_rows(),
        ),
        "sources": sources,
        "numbers": {source.key: k for k, source in enumerate(sources, start=1)},
    }
    return render_page("mechanism/page.html.j2", values, ("pictures.css", "mechanism/page.css"))
