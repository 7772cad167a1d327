"""The page on how needling is thought to act: terminal, HTML and JSON."""

from deqi.report.mechanism.as_html import write_mechanism_html
from deqi.report.mechanism.as_json import mechanism_json
from deqi.report.mechanism.as_terminal import write_mechanism_text

__all__ = ["mechanism_json", "write_mechanism_html", "write_mechanism_text"]
