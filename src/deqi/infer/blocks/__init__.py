"""Blocks with and without visits: what the draw of their order or start can show of one person."""

from deqi.infer.blocks.answer import BlockMean, BlocksAnswer, ModelAnswer, judge_blocks
from deqi.infer.blocks.design import Design, Scheme, read_design
from deqi.infer.blocks.randomisation import RandomisationTest, Region, randomisation_test
from deqi.infer.blocks.wash_out import WashOut, estimate_wash_out

__all__ = [
    "BlockMean",
    "BlocksAnswer",
    "Design",
    "ModelAnswer",
    "RandomisationTest",
    "Region",
    "Scheme",
    "WashOut",
    "estimate_wash_out",
    "judge_blocks",
    "randomisation_test",
    "read_design",
]
