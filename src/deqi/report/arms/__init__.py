"""Foretold arms of trials, in words, pictures and for programs."""

from deqi.report.arms.as_html import write_arms_html
from deqi.report.arms.as_json import arms_json
from deqi.report.arms.as_text import arms_lines

__all__ = ["arms_json", "arms_lines", "write_arms_html"]
