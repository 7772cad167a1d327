"""Which part of a day's relief the known kinetics can explain, in sentences with their figures."""

from __future__ import annotations

import math
from dataclasses import dataclass

from deqi.evidence.mechanism.kinetics import (
    PRACTICE_WINDOW_H,
    Kind,
    TimeCourse,
    minutes_until,
    read_time_courses,
    share_left,
)

GONE = 0.01  # one part in a hundred: what is called "gone" in the sentences
HOURS_FROM_MIN = 120.0  # longer times are told in hours
DAYS_FROM_MIN = 48 * 60.0  # and still longer ones in days


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sentence of the explanation, with its sources.

    Attributes
    ----------
    part : `can`, `cannot` or `caution`.
    sentence : for a person.
    sources : source keys.
    """

    part: str
    sentence: str
    sources: tuple[str, ...]


def explain_a_day() -> tuple[Explanation, ...]:
    """What the drawn time courses can say of relief 12 to 36 hours after a visit, and what not.

    Every figure is computed from the table of time courses.

    >>> explain_a_day()[0].part
    'can'
    """
    courses = read_time_courses()
    longest = max(_half_lives(courses), key=lambda course: course.hi_min or 0.0)
    half_life = longest.hi_min or 0.0
    gone_h = math.ceil(minutes_until(half_life, GONE) / 60)  # rounded down, more would be left
    lo_h, hi_h = PRACTICE_WINDOW_H
    measured = {c.id: c for c in courses if c.kind == Kind.MEASURED}
    ends = {name: in_words(course.hi_min or 0.0) for name, course in measured.items()}
    return (
        Explanation(
            "can",
            f"The first hours. The longest half-life drawn is {in_words(half_life)} "
            f"({longest.name.lower()}); of that substance less than 1 part in 100 is left "
            f"{gone_h} hours after its release ends, of the others much sooner.",
            _sources(_half_lives(courses)),
        ),
        Explanation(
            "can",
            "The first minutes, around the needle. There blood flow is up for about "
            f"{ends['skin_flow']} in skin and {ends['muscle_flow']} in muscle, and adenosine was "
            f"still up after {ends['adenosine']}, when measuring ended.",
            _sources([measured["muscle_flow"], measured["adenosine"]]),
        ),
        Explanation(
            "cannot",
            f"Relief {lo_h:.0f} to {hi_h:.0f} hours after a visit. After {lo_h:.0f} hours "
            f"{_of_a_thousand(share_left(half_life, 60 * lo_h))} of the longest-lived substance "
            f"are left, after {hi_h:.0f} hours fewer than one in a million, and of the others "
            "nothing that could be measured.",
            ("practice", *longest.sources),
        ),
        Explanation(
            "cannot",
            "The one small study that followed relief after a visit found it largest between "
            f"{in_words(measured['relief_peak'].lo_min or 0.0)} and {ends['relief_peak']}, and "
            f"lasting up to {ends['relief_whole']}. If that holds, something carries "
            "relief on when these substances have gone: a lasting change in nerve cells or "
            "muscle, what the person does, hopes and expects, or pain easing by itself. Nothing "
            "drawn here tells these apart.",
            measured["relief_peak"].sources,
        ),
        Explanation(
            "caution",
            "Most half-lives were measured in blood, some in animals. In the spinal cord and its "
            "fluid a substance can stay for longer or shorter, and it may be released again. "
            "Beta-endorphin in the blood of rats and rabbits had a slow later part of hours, not "
            "drawn here. A substance that is there does not show that it eases pain.",
            ("houghten1980",),
        ),
        Explanation(
            "caution",
            f"Not drawn, because no half-life with a source could be checked: {_listed(courses)}.",
            (),
        ),
    )


def in_words(minutes: float) -> str:
    """A length of time as people say it.

    >>> in_words(93), in_words(60), in_words(618), in_words(20160), in_words(4.8)
    ('93 minutes', '1 hour', '10 hours', '14 days', '4.8 minutes')
    """
    if minutes >= DAYS_FROM_MIN:
        return f"{minutes / 1440:.0f} days"
    if minutes >= HOURS_FROM_MIN:
        return f"{minutes / 60:.0f} hours"
    if minutes == 60:
        return "1 hour"
    return f"{minutes:g} minutes"


def _half_lives(courses: tuple[TimeCourse, ...]) -> list[TimeCourse]:
    return [c for c in courses if c.is_checked and c.kind == Kind.HALF_LIFE]


def _of_a_thousand(share: float) -> str:
    return f"{1000 * share:.0f} of 1,000 parts"


def _sources(courses: list[TimeCourse]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for course in courses for key in course.sources))


def _listed(courses: tuple[TimeCourse, ...]) -> str:
    names = [c.name[0].lower() + c.name[1:] for c in courses if not c.is_checked]
    return "; ".join(names)
