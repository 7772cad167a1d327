"""What blocks could show: power, false alarms and coverage, on made-up people with known truth."""

from deqi.simulate.n_of_1.people import people_from_fit, people_from_prior
from deqi.simulate.n_of_1.power import (
    Cell,
    MadeUp,
    Progress,
    Relief,
    Sampling,
    block_power,
    make_up,
    usual_truths,
)
from deqi.simulate.n_of_1.scenario import NOf1Scenario, read_n_of_1_scenario

__all__ = [
    "Cell",
    "MadeUp",
    "NOf1Scenario",
    "Progress",
    "Relief",
    "Sampling",
    "block_power",
    "make_up",
    "people_from_fit",
    "people_from_prior",
    "read_n_of_1_scenario",
    "usual_truths",
]
