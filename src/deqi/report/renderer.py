"""Vega-Lite to SVG, without a browser or the network. Loads nothing of the other rooms."""

from __future__ import annotations

import threading
from typing import Any

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"  # a name; nothing is fetched
NO_URLS: list[str] = []


def render_svg(spec: dict[str, Any]) -> str:
    """A Vega-Lite specification as SVG. The first call costs half a second, others 0.05 s."""
    import vl_convert  # here, because text and JSON do not need it

    return vl_convert.vegalite_to_svg(spec, allowed_base_urls=NO_URLS)


def start_renderer() -> threading.Thread:
    """Load the renderer beside other work, before a first page: half a second on a second core.

    The thread ends by itself; a program that ends earlier waits for it.
    """
    nothing = {"$schema": SCHEMA, "data": {"values": []}, "mark": "point"}
    thread = threading.Thread(target=render_svg, args=(nothing,), name="chart renderer")
    thread.start()
    return thread
