"""Many made-up people at once: the pain model as a recursion over days, vectorised over people."""

from deqi.simulate.cohort.blocks import BLOCK, block_rng, each_block
from deqi.simulate.cohort.follow import Followed, follow_people
from deqi.simulate.cohort.people import People, Response, draw_people
from deqi.simulate.cohort.protocol import (
    Dropout,
    Missing,
    OtherTreatment,
    Protocol,
    Trigger,
    Writing,
)

__all__ = [
    "BLOCK",
    "Dropout",
    "Followed",
    "Missing",
    "OtherTreatment",
    "People",
    "Protocol",
    "Response",
    "Trigger",
    "Writing",
    "block_rng",
    "draw_people",
    "each_block",
    "follow_people",
]
