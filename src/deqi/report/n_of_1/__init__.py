"""One patient's blocks with and without visits, as terminal text, page or JSON."""

from deqi.report.n_of_1.as_html import write_blocks_html
from deqi.report.n_of_1.as_json import blocks_json
from deqi.report.n_of_1.contents import BlocksReport, CentAnswer, assemble_blocks_report

__all__ = [
    "BlocksReport",
    "CentAnswer",
    "assemble_blocks_report",
    "blocks_json",
    "write_blocks_html",
]
