"""Which questionnaires a patient is asked for today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from deqi.records import Course
from deqi.track.instruments import Instrument, find_instrument

EVERY_DAYS = {"PEG": 7, "RMDQ-24": 28}


@dataclass(frozen=True, slots=True)
class DueQuestionnaire:
    """A questionnaire that is due, and when it was filled in last (None: never)."""

    instrument: Instrument
    last_on: date | None


def due_questionnaires(course: Course, today: date) -> Iterator[DueQuestionnaire]:
    """PEG once a week, RMDQ-24 every four weeks.

    Examples
    --------
    >>> from deqi.records import Score
    >>> course = Course("a", scores=(Score(date(2026, 5, 1), "peg", answers=(5, 5, 5)),))
    >>> [due.instrument.name for due in due_questionnaires(course, date(2026, 5, 7))]
    ['RMDQ-24']
    >>> [due.instrument.name for due in due_questionnaires(course, date(2026, 5, 8))]
    ['PEG', 'RMDQ-24']
    """
    for name, days in EVERY_DAYS.items():
        instrument = find_instrument(name)
        filled = (s.on for s in course.scores if find_instrument(s.instrument) is instrument)
        last_on = max(filled, default=None)
        if last_on is None or today - last_on >= timedelta(days=days):
            yield DueQuestionnaire(instrument, last_on)
