"""Where the priors come from, in words, pictures and for programs."""

from deqi.report.priors.as_html import write_pedigree_html
from deqi.report.priors.as_json import pedigree_json
from deqi.report.priors.as_text import pedigree_lines

__all__ = ["pedigree_json", "pedigree_lines", "write_pedigree_html"]
