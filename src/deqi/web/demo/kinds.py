"""What becomes of made-up patients: the table that fills every group of Today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from deqi.simulate import Person, Scenario

TWICE_A_WEEK = (14, 17, 21, 24, 28, 31, 35, 42)
TWELVE = (14, 17, 21, 24, 28, 31, 35, 38, 42, 45, 49)


def _person(**changes: float) -> Person:
    usual = Person(
        c=6.2, a=0.6, g_f=0.0, g_l=0.0, g_s=0.0, walk=0.012, sd_d=0.3, tau_d=20.0, sd_e=0.8,
        tau_f=1.0, tau_s=150.0, tau_r=30.0, flares_per_d=0.0,
    )  # fmt: skip
    return replace(usual, **changes)


RESPONDS = _person(c=7.2, g_f=0.3, g_l=0.3, g_s=0.75)


@dataclass(frozen=True, slots=True)
class Kind:
    """Some patients whose courses go alike.

    Attributes
    ----------
    n : how many.
    scenario : how their courses are made up.
    ends_d : days from the last day of the record to today.
    red_flag : one that was answered with yes.
    unasked : red flags that nobody asked about.
    with_alarm, with_doctor_link : what waits for somebody.
    is_closed : the course is over.
    """

    name: str
    n: int
    scenario: Scenario
    ends_d: int = 0
    red_flag: str | None = None
    unasked: tuple[str, ...] = ()
    with_alarm: bool = False
    with_doctor_link: bool = False
    is_closed: bool = field(default=False)


def _of(n_days: int, person: Person, visits: tuple[int, ...], **more: object) -> Scenario:
    usual = {"writes": 0.9, "scores_at_visits": "both", "with_prompts": True}
    named: dict[str, object] = {**usual, **more}
    return Scenario(n_days=n_days, visit_days=visits, person=person, **named)  # type: ignore[arg-type]


# The most urgent first: in this order their answers are computed.
KINDS = (
    Kind("alarm", 1, _of(40, RESPONDS, TWICE_A_WEEK), with_alarm=True),
    Kind("asks a doctor", 2, _of(30, _person(c=6.0), (14, 17)), red_flag="night_pain_unrelieved"),
    Kind("waits for the doctor", 2, _of(35, RESPONDS, (14, 17, 21)), with_doctor_link=True),
    Kind("worse", 3, _of(49, _person(c=7.6, a=-4.2, tau_r=18.0), TWICE_A_WEEK)),
    Kind("does not improve", 4, _of(56, _person(c=6.3), TWELVE)),
    Kind("silent", 4, _of(45, RESPONDS, TWICE_A_WEEK), ends_d=11),
    Kind("near the cap", 3, _of(56, _person(c=8.2, g_f=0.6, g_l=0.3, g_s=0.55), TWELVE)),
    Kind("could stop", 5, _of(56, _person(c=0.5, a=6.2, tau_r=12.0), (2, 3, 6, 10), phase="acute")),
    Kind("improves", 10, _of(44, RESPONDS, TWICE_A_WEEK)),
    Kind("relief at once", 5, _of(40, _person(g_f=2.4, tau_f=1.2), (14, 18, 24, 31, 36))),
    Kind("begins", 4, _of(10, RESPONDS, (7,))),
    Kind("new", 2, _of(2, RESPONDS, (), with_prompts=False)),
    Kind("over", 15, _of(49, RESPONDS, TWICE_A_WEEK), ends_d=75, is_closed=True),
)


def each_kind() -> Iterator[Kind]:
    """The kind of every patient, the most urgent first.

    >>> len(list(each_kind()))
    60
    """
    for kind in KINDS:
        yield from [kind] * kind.n
