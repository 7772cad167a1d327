"""A report as one self-contained page: no script, nothing fetched, readable on a phone."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from deqi.report import chart_marks
from deqi.report import page_parts as parts
from deqi.report.chart import chart_svg
from deqi.report.chart_layout import NARROW, WIDE
from deqi.report.contents import Report
from deqi.report.page_tables import picture_tables
from deqi.report.picture import Picture, draw_up_picture

if TYPE_CHECKING:
    from jinja2 import Template

NO_BREAK = "\u00a0"


def write_html(report: Report) -> str:
    """The report as one HTML page.

    The page holds its style and pictures; a strict content security policy forbids everything
    else. The pictures are drawn twice, for a phone and for a wide page, and the style shows one.

    Examples
    --------
    >>> from datetime import date
    >>> from deqi.records import Course
    >>> from deqi.report.assemble import assemble_report
    >>> page = write_html(assemble_report(Course(id="a"), today=date(2026, 5, 1)))
    >>> page.startswith("<!DOCTYPE html>"), "<script" in page
    (True, False)
    """
    return _template().render(_page(report)) + "\n"


def _page(report: Report) -> dict[str, Any]:
    picture = draw_up_picture(report)
    style = _text("page.css")
    return {
        "report": report,
        "style": style,
        "style_digest": _digest(style),
        "ink": chart_marks.INK,
        "colour": chart_marks,
        "pictures": _pictures(picture, report) if picture else (),
        "tables": picture_tables(picture, report) if picture else (),
        "key": parts.key_of(picture) if picture else (),
        **parts.page_parts(report),
    }


def _pictures(picture: Picture, report: Report) -> tuple[str, ...]:
    title, description = parts.picture_words(report)
    return tuple(chart_svg(picture, layout, title, description) for layout in (WIDE, NARROW))


@cache
def _template() -> Template:
    """Loaded on the first page only: jinja costs 0.2 s that a terminal report does not need."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"bound": _bound, "capital": _capital}
    return environment.from_string(_text("page.html.j2"))


def _text(name: str) -> str:
    return (files("deqi.report") / name).read_text(encoding="utf-8")


def _digest(style: str) -> str:
    """What the content security policy wants to know of the style."""
    digest = hashlib.sha256(style.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()


def _bound(words: str) -> str:
    """A number stays on the line of its per cent sign."""
    return words.replace(" %", NO_BREAK + "%")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
