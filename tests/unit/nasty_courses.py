"""Courses that want to burst a sheet of paper, for the pages that have one sheet only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from deqi.records import (
    Answer,
    Course,
    Credential,
    DoctorsAnswer,
    Entry,
    Needling,
    Practitioner,
    Score,
    Treatment,
    Visit,
)
from deqi.screen import known_conditions, known_red_flags

FIRST_ON = date(2026, 1, 5)
LONG = "Physiotherapie und manuelle Lymphdrainage nach ärztlicher Verordnung " * 3
UNBROKEN = "x" * 300
WIDE = "疼痛管理記録" * 30


def _at(day: int, hour: int) -> datetime:
    on = FIRST_ON + timedelta(days=day)
    return datetime(on.year, on.month, on.day, hour, tzinfo=UTC)


def usual(n_days: int = 60, n_visits: int = 8) -> Course:
    """Pain that eases a little, visits twice a week."""
    entries = tuple(
        Entry(_at(k, 19), FIRST_ON + timedelta(days=k), True, float(7 - k * 3 // n_days + k % 2))
        for k in range(n_days)
    )
    visits = tuple(
        Visit(_at(k, 10), FIRST_ON + timedelta(days=k), True, 6.0, 5.0, _needling("none"))
        for k in (round(7 + j * (n_days - 8) / max(n_visits, 1)) for j in range(n_visits))
    )
    return Course("P-1", entries=entries, visits=visits, time_zone_given=True, duration_weeks=30)


def _needling(reaction: str) -> Needling:
    return Needling(("BL23", "BL25", "GV3"), False, None, 20.0, reaction)


def _long_names() -> Course:
    course = usual()
    credential = Credential(UNBROKEN, LONG, LONG, date(2026, 12, 31))
    return replace(
        course,
        id=f"{UNBROKEN} {LONG}",
        sex=LONG,
        year_of_birth=1931,
        treatments=tuple(Treatment(f"{k} {LONG}", FIRST_ON) for k in range(12)),
        practitioner=Practitioner(credential, credential),
    )


def _everything_positive() -> Course:
    return replace(
        _long_names(),
        red_flags=dict.fromkeys(sorted(known_red_flags()), Answer.YES),
        conditions=dict.fromkeys(sorted(known_conditions()), Answer.YES),
        doctor=DoctorsAnswer(Answer.YES, Answer.NO, FIRST_ON),
        medicines=tuple(f"warfarin {k} mg {LONG}" for k in range(30)),
        warnings=tuple(f"Warning {k}: {LONG}" for k in range(30)),
    )


def _sixty_visits() -> Course:
    course = usual(n_days=130, n_visits=60)
    visits = tuple(
        replace(
            visit,
            needling=Needling(
                tuple(f"BL{k + j}" for j in range(20)), k % 2 == 0, 2.0, 25.0, f"{k}: {LONG}"
            ),
        )
        for k, visit in enumerate(course.visits)
    )
    return replace(course, visits=visits)


def _everything_at_once() -> Course:
    """All that is long, at once: the sheet's last resort."""
    long = usual(n_days=280, n_visits=60)
    visits = tuple(replace(v, needling=w.needling) for v, w in zip(
        long.visits, _sixty_visits().visits, strict=True))  # fmt: skip
    scores = tuple(
        Score(FIRST_ON + timedelta(days=day), name, total=total)
        for name in ("RMDQ-24", "ODI", "PEG", "STarT Back")
        for day, total in ((0, 9.0), (50, 3.0))
    )
    return replace(_everything_positive(), entries=long.entries, visits=visits, scores=scores)


NASTY: dict[str, Callable[[], Course]] = {
    "empty": lambda: Course("empty"),
    "no visits": lambda: usual(n_visits=0),
    "no scores": lambda: replace(
        usual(),
        entries=(),
        visits=tuple(replace(v, pain_before_nrs=None, pain_after_nrs=None) for v in usual().visits),
    ),
    "one entry": lambda: replace(usual(), entries=usual().entries[:1], visits=()),
    "long names": _long_names,
    "unbroken words": lambda: replace(
        usual(),
        id=UNBROKEN,
        medicines=(UNBROKEN,) * 12,
        treatments=tuple(Treatment(UNBROKEN + str(k), FIRST_ON) for k in range(12)),
    ),
    "wide letters": lambda: replace(
        usual(), id=WIDE, medicines=(WIDE,) * 12, warnings=(WIDE,) * 30, sex=WIDE
    ),
    "thirty warnings": lambda: replace(
        usual(), warnings=tuple(f"Warning {k}: {LONG}" for k in range(30))
    ),
    "sixty visits": _sixty_visits,
    "forty medicines": lambda: replace(
        usual(), medicines=(*(f"medicine {k} {LONG}" for k in range(40)), "apixaban")
    ),
    "emergency": lambda: replace(usual(), red_flags={"saddle_numbness": Answer.YES}),
    "everything at once": _everything_at_once,
    "everything positive": _everything_positive,
    "many questionnaires": lambda: replace(
        usual(),
        scores=tuple(
            Score(FIRST_ON + timedelta(days=day), name, total=total)
            for name in ("RMDQ-24", "ODI", "PEG", "STarT Back")
            for day, total in ((0, 9.0), (50, 3.0))
        ),
    ),
    "three years": lambda: replace(
        usual(n_days=1100, n_visits=12), entries=usual(n_days=1100).entries[::9]
    ),
}
