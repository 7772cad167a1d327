"""The shell of every page, one self-contained file; and of a part of somebody else's page."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from deqi.report import chart_marks
from deqi.report.letters import bound, capital

if TYPE_CHECKING:
    from jinja2 import Environment

FRAME, SHEET, PARTS = "frame.css", "sheet.css", "page.css"  # colours; page and paper; what is on it
MADE_BY = "Made by deqi for a licensed person who can check every reason. It does not diagnose."


def render_page(template: str, values: Mapping[str, Any], styles: tuple[str, ...] = ()) -> str:
    """A page from a template that extends `shell`, escaped, with its style inside.

    Parameters
    ----------
    template : file below `deqi/report`, such as `page.html.j2`.
    values : what the template names; `title` at least. A name that is missing is an error.
    styles : files below `deqi/report` that are added to the common style, for this kind of page.

    Returns
    -------
    str
        The page. Its content security policy allows the style by its digest and nothing else, so
        that a page about a patient can be kept, mailed or printed.
    """
    style = "".join(read_text(name) for name in (FRAME, SHEET, PARTS, *styles))
    shell = {"shell": "shell.html.j2", "style": style, "style_digest": _digest(style)}
    return render(template, {"level": 1, "own": "", **shell, **values})


def render_fragment(template: str, values: Mapping[str, Any], scope: str, own: str) -> str:
    """What `render_page` makes, as one `<article>` for a page that has its own head and style.

    Parameters
    ----------
    template, values : as for `render_page`; pictures among the values have ids that begin by `own`.
    scope : classes of the article; a stylesheet is bound to them.
    own : begins every id, so that none is twice on the page around it.

    Returns
    -------
    str
        HTML without style, script and first heading: headings begin at the second level.
    """
    shell = {"shell": "fragment.html.j2", "scope": scope}
    return render(template, {"level": 2, "own": own, **shell, **values})


def render(template: str, values: Mapping[str, Any]) -> str:
    """A template of this room with its values, escaped; a name that is missing is an error."""
    shared = {"made_by": MADE_BY, "ink": chart_marks.INK, "colour": chart_marks, "numbers": {}}
    return _environment().get_template(template).render({**shared, **values}) + "\n"


@cache
def _environment() -> Environment:
    """Loaded on the first page only: jinja costs 0.2 s that a terminal report does not need."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(read_text),
    )
    environment.filters |= {"bound": bound, "capital": capital}
    return environment


def read_text(name: str) -> str:
    """A template or a style of this room."""
    return files("deqi.report").joinpath(name).read_text(encoding="utf-8")


def _digest(style: str) -> str:
    """What the content security policy wants to know of the style."""
    digest = hashlib.sha256(style.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()
