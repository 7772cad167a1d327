"""What the parts of a course must agree on: onset, phase, birth, the future. No rules of care."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from deqi.exchange.findings import MAX_ROWS_NAMED, Findings, shown
from deqi.records import Answer, Course, InputProblem, OutsideMeaningError
from deqi.track.timeline import phase_at


def check_course(course: Course, file: str, last_day: date | None, findings: Findings) -> None:
    """Refuse contradictions between the facts and the records, and warn of what looks odd."""
    for problem in (
        *_dates_ahead(course, file, last_day),
        *_before_birth(course, file),
        *_phase(course, file),
        *_answers(course, file),
        *_visits_recorded(course, file),
    ):
        findings.refuse(problem)
    _warn_before_onset(course, findings)
    _warn_of_visits_in_off_blocks(course, findings)


def first_day(course: Course) -> date | None:
    """The date of the first score or visit."""
    scored = [entry.on for entry in course.entries if entry.pain_nrs is not None]
    return min((*scored, *(visit.on for visit in course.visits)), default=None)


def _dates_ahead(course: Course, file: str, last_day: date | None) -> Iterator[InputProblem]:
    if last_day is None:
        return
    dated = {"onset": course.onset_on, "doctor.on": course.doctor.on}
    for key, on in dated.items():
        if on is not None and on > last_day:
            yield _problem(file, key, on, f"a date up to today, {last_day}", "Correct the date.")


def _before_birth(course: Course, file: str) -> Iterator[InputProblem]:
    first, born = first_day(course), course.year_of_birth
    if born is None:
        return
    known = [on for on in (first, course.onset_on) if on is not None]
    if known and min(known).year < born:
        yield _problem(
            file,
            "year_of_birth",
            born,
            f"a year up to {min(known).year}, the year of the first record or the onset",
            "Correct the year of birth, the onset, or the first date.",
        )


def _phase(course: Course, file: str) -> Iterator[InputProblem]:
    first = first_day(course)
    if first is None:
        return
    try:
        phase_at(course, first)
    except OutsideMeaningError as error:
        yield _problem(
            file, "phase", course.declared_phase.value, "a phase that fits the onset", str(error)
        )
        return
    if course.onset_on is not None and course.duration_weeks is not None:
        weeks = (first - course.onset_on).days / 7
        if abs(weeks - course.duration_weeks) > max(1.0, 0.25 * weeks):
            yield _problem(
                file,
                "duration_weeks",
                f"{course.duration_weeks:g}",
                f"about {max(weeks, 0):.1f} weeks, from the onset to the first record",
                "Correct one of the two, or remove one.",
            )


def _answers(course: Course, file: str) -> Iterator[InputProblem]:
    among_conditions = course.conditions.get("pregnancy", Answer.NOT_ASKED)
    if {course.pregnancy, among_conditions} == {Answer.YES, Answer.NO}:
        yield _problem(
            file,
            "pregnancy",
            course.pregnancy.value,
            "one answer; [conditions] says the opposite",
            "Keep one of the two.",
        )
    if course.doctor.asked is Answer.NO and course.doctor.agrees is not Answer.NOT_ASKED:
        yield _problem(
            file,
            "doctor.agrees",
            course.doctor.agrees.value,
            "no answer, as no doctor was asked",
            "Correct doctor.asked, or remove doctor.agrees.",
        )


def _visits_recorded(course: Course, file: str) -> Iterator[InputProblem]:
    if course.visits and not course.visits_recorded:
        yield _problem(
            file,
            "visits_recorded",
            "false",
            f"true, since there are {len(course.visits)} visits",
            "Remove the line if all visits are given, or leave the visits out.",
        )


def _problem(file: str, key: str, given: object, expected: str, to_do: str) -> InputProblem:
    return InputProblem(file, None, key, shown(given), expected, to_do)


def _warn_before_onset(course: Course, findings: Findings) -> None:
    onset = course.onset_on
    if onset is None:
        return
    n_entries = sum(entry.on < onset for entry in course.entries)
    n_visits = sum(visit.on < onset for visit in course.visits)
    if n_entries or n_visits:
        findings.warn(
            f"{n_entries} diary entries and {n_visits} visits lie before the onset on {onset}; "
            "they were kept. Check the onset: it is when the present pain began."
        )


def _warn_of_visits_in_off_blocks(course: Course, findings: Findings) -> None:
    """Contradictions between plan and course: kept, for they happened, but never passed over."""
    off = [block for block in course.blocks if not block.is_on]
    days = [v.on for v in course.visits if any(block.holds(v.on) for block in off)]
    if days:
        named = ", ".join(str(on) for on in days[:MAX_ROWS_NAMED])
        more = len(days) - MAX_ROWS_NAMED
        findings.warn(
            f"Contradiction: {len(days)} visit{'s' * (len(days) != 1)} in an off block of "
            f"blocks.csv ({named}{f' and {more} more' * (more > 0)}). They were kept. Correct the "
            "date or the blocks if one of them is wrong."
        )
