"""Vega-Lite to SVG, without a browser or the network. Loads nothing of the other rooms."""

from __future__ import annotations

import json
import re
import threading
from functools import lru_cache
from html import escape
from typing import Any

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"  # a name; nothing is fetched
NO_URLS: list[str] = []
PICTURES = 8  # pictures on all the pages of one answer


def render_svg(spec: dict[str, Any]) -> str:
    """A Vega-Lite specification as SVG. The first call costs half a second, others 0.05 s."""
    return _render(json.dumps(spec))


@lru_cache(maxsize=PICTURES)  # an answer with its plan and one without show the same pictures
def _render(spec: str) -> str:
    import vl_convert  # here, because text and JSON do not need it

    rendered: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=NO_URLS)
    return rendered


def named_svg(svg: str, kind: str, title: str, description: str, own: str = "") -> str:
    """Give the root its class `kind`, role and words, and every id a prefix.

    Two pictures share one page; with `own`, even two pages that became parts of one. The marks
    inside lose the renderer's roles: one image with words, not hundreds without.
    """
    prefix = own + kind
    svg = re.sub(r' (role|aria-[a-z]+)="[^"]*"', "", svg)
    svg = re.sub(r'\bid="', f'id="{prefix}-', svg)
    svg = re.sub(r"url\(#", f"url(#{prefix}-", svg)
    size = re.search(r'viewBox="[^"]*"', svg)
    view_box = size.group(0) if size else ""
    words = (
        f'<title id="{prefix}-title">{escape(title)}</title>'
        f'<desc id="{prefix}-desc">{escape(description)}</desc>'
    )
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture {kind}" {view_box} '
        f'role="img" aria-labelledby="{prefix}-title {prefix}-desc">{words}'
    )
    return re.sub(r"<svg\b[^>]*>", lambda _: root, svg, count=1)


def start_renderer() -> threading.Thread:
    """Load the renderer beside other work, before a first page: half a second on a second core.

    The thread ends by itself; a program that ends earlier waits for it.
    """
    nothing = {"$schema": SCHEMA, "data": {"values": []}, "mark": "point"}
    thread = threading.Thread(target=render_svg, args=(nothing,), name="chart renderer")
    thread.start()
    return thread
