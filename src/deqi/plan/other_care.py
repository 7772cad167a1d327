"""Other care that began close to the visits, and so could be what brought a change."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from deqi.records import Course

_BETWEEN_NAMES = re.compile(r"[,;/+&\n]|\b(?:and|und|et|y)\b")
_DOSE_WORDS = re.compile(
    r"m?c?g|ug|ml|tab(let)?s?|pills?|capsules?|x|once|twice|daily|of|an?|half|one|two|three"
    r"|drops?|doses?|day|per|morning|evening|night"
)
_NOTHING_TAKEN = frozenset(
    (
        *("", "no", "none", "nothing", "nil", "nein", "keine", "nichts", "ninguno", "ninguna"),
        *("nada", "rien", "aucun", "niente", "nessuno", "nenhum", "geen"),
    )
)


@dataclass(frozen=True, slots=True)
class OtherCare:
    """Care beside the visits: what, and the first day it is known of."""

    what: str
    began_on: date
    is_from_diary: bool = False


def other_care_begun(course: Course, as_of: date, window_d: int) -> tuple[OtherCare, ...]:
    """Other care begun from `window_d` days before the first visit to `as_of`, in order of time.

    A treatment counts by its first day; one that began earlier and goes on does not. A medicine of
    the diary counts when its first mention lies in that time, unless the list of treatments shows
    that it was begun earlier. Without a visit there is nothing it could be mistaken for.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from deqi.records import Treatment, Visit
    >>> visit = Visit(datetime(2026, 3, 30, 9, tzinfo=UTC), date(2026, 3, 30), True)
    >>> physio = Treatment("physiotherapy", date(2026, 3, 10))
    >>> course = Course(id="a", visits=(visit,), treatments=(physio,))
    >>> [care.what for care in other_care_begun(course, date(2026, 5, 1), window_d=28)]
    ['physiotherapy']
    """
    visit_dates = [visit.on for visit in course.visits if visit.on <= as_of]
    if not visit_dates:
        return ()
    window_from = min(visit_dates) - timedelta(days=window_d)
    known = _first_days_of_treatments(course)
    begun = [
        OtherCare(treatment.what, treatment.from_on)
        for treatment in course.treatments
        if window_from <= treatment.from_on <= as_of
    ]
    begun += [
        OtherCare(name, on, is_from_diary=True)
        for name, on in _first_mentions(course, as_of).items()
        if window_from <= on and name not in known
    ]
    return tuple(sorted(begun, key=lambda care: (care.began_on, care.what)))


def _first_days_of_treatments(course: Course) -> dict[str, date]:
    return _earliest(
        (name, treatment.from_on)
        for treatment in course.treatments
        for name in medicine_names(treatment.what)
    )


def _first_mentions(course: Course, as_of: date) -> dict[str, date]:
    return _earliest(
        (name, entry.on)
        for entry in course.entries
        if entry.on <= as_of and entry.medicine is not None
        for name in medicine_names(entry.medicine)
    )


def _earliest(named_days: Iterable[tuple[str, date]]) -> dict[str, date]:
    earliest: dict[str, date] = {}
    for name, on in named_days:
        earliest[name] = min(on, earliest.get(name, on))
    return earliest


def medicine_names(text: str) -> tuple[str, ...]:
    """The medicines named in a diary's words, without doses, so that a dose is not a new medicine.

    >>> medicine_names("Ibuprofen 400 mg, paracetamol"), medicine_names("none")
    (('ibuprofen', 'paracetamol'), ())
    """
    names = (_without_dose(part) for part in _BETWEEN_NAMES.split(text.casefold()))
    return tuple(name for name in names if name not in _NOTHING_TAKEN)


def _without_dose(text: str) -> str:
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)
    return " ".join(word for word in words if not _DOSE_WORDS.fullmatch(word))
