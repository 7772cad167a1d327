"""Many made-up people at once: the pain model as a recursion over days, vectorised over people."""

from deqi.simulate.cohort.blocks import BLOCK, Workers, block_rng, n_blocks
from deqi.simulate.cohort.enrolment import Enrolment, enrol_people
from deqi.simulate.cohort.follow import Followed, follow_people, trace_pain
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
    "Enrolment",
    "Followed",
    "Missing",
    "OtherTreatment",
    "People",
    "Protocol",
    "Response",
    "Trigger",
    "Workers",
    "Writing",
    "block_rng",
    "draw_people",
    "enrol_people",
    "follow_people",
    "n_blocks",
    "trace_pain",
]
