"""Settings of the manual: `sphinx-build -W docs docs/_build`."""

project = "deqi"
author = "The deqi authors"
copyright = "2026, the deqi authors"

extensions = ["myst_parser", "sphinx.ext.mathjax"]
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 3
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "deqi"
html_static_path = ["_static"]
html_show_sourcelink = False
