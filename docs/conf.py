"""Settings of the manual: `sphinx-build -W docs docs/_build`."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx

project = "deqi"
author = "The deqi authors"
copyright = "2026, the deqi authors"

extensions = ["myst_parser"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "deqi"
html_static_path = ["_static"]
html_show_sourcelink = False
html_math_renderer = "mathml"


def write_inline(writer: Any, node: nodes.math) -> None:
    """An equation within a line."""
    writer.body.append(convert(node.astext()))
    raise nodes.SkipNode


def write_block(writer: Any, node: nodes.math_block) -> None:
    """An equation of its own; a wide one scrolls."""
    equation = convert(node.astext(), display="block")
    writer.body.append(f'<div class="math" style="overflow-x: auto">{equation}</div>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Equations as MathML, which browsers draw themselves: no script, no network."""
    app.add_html_math_renderer("mathml", (write_inline, None), (write_block, None))
