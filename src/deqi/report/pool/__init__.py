"""A pool of trials as text, page, JSON and forest plot."""

from deqi.report.pool.as_html import write_pool_html
from deqi.report.pool.as_json import pool_json
from deqi.report.pool.as_terminal import write_pool_text
from deqi.report.pool.forest import forest_svg
from deqi.report.pool.tables import comparison_table, pooled_table

__all__ = [
    "comparison_table",
    "forest_svg",
    "pool_json",
    "pooled_table",
    "write_pool_html",
    "write_pool_text",
]
