"""Randomisation lists: which blocks are on, or when visits start, drawn so that it can be shown."""

from deqi.plan.blocks.drawing import BlockList, ScreenFailedError, digest, draw_blocks
from deqi.plan.blocks.request import BlockRequest, ListScheme
from deqi.plan.blocks.visit_days import visit_days

__all__ = [
    "BlockList",
    "BlockRequest",
    "ListScheme",
    "ScreenFailedError",
    "digest",
    "draw_blocks",
    "visit_days",
]
