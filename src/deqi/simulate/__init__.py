"""Would we notice? Courses made up from the same model, with the truth kept."""

from deqi.simulate.course import Simulated, Truth, simulate_course, simulate_record
from deqi.simulate.examples import EXAMPLES, example_course
from deqi.simulate.person import Person, draw_person
from deqi.simulate.scenario import Scenario

__all__ = [
    "EXAMPLES",
    "Person",
    "Scenario",
    "Simulated",
    "Truth",
    "draw_person",
    "example_course",
    "simulate_course",
    "simulate_record",
]
