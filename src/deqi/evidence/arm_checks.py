"""Rows that cannot be: refused with what was given, what is expected, and what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import inf, sqrt

from deqi.evidence.arms import NOT_COMPARED, ArmRow, Stat
from deqi.records import InputProblem

MIN_N = 2  # one person has no spread
SCORES = (Stat.POST, Stat.POST_ADJUSTED, Stat.CHANGE)
ROUNDING = 0.5  # a mean printed as 10 may be 9.5

Problems = dict[int, list[InputProblem]]


def problems_of_arms(rows: Sequence[ArmRow], file: str, is_whole: bool = True) -> Problems:
    """What cannot be in a table of arms: problems by the line they stand on.

    A row alone is checked for n, mean, SD and events; rows of one trial are checked for twins,
    for scales and directions that differ between its arms, and for a trial that has one arm only
    (unless the table is not whole, since rows could not be read).
    """
    found: Problems = defaultdict(list)
    for problem in (*_each(rows, file), *_twins(rows, file), *_together(rows, file, is_whole)):
        found[problem.row or 0].append(problem)
    return dict(found)


def _each(rows: Iterable[ArmRow], file: str) -> Iterator[InputProblem]:
    for row in rows:
        for column, given, expected, to_do in _impossible(row):
            yield InputProblem(file, row.row, column, given, expected, to_do)


_Wrong = tuple[str, str, str, str]


def _impossible(row: ArmRow) -> Iterator[_Wrong]:
    if row.n is not None and row.n < MIN_N:
        yield "n", f"{row.n}", "2 people or more", "Correct it, or leave the row out."
    if row.week is not None and row.week < 0:
        yield "week", f"{row.week:g}", "0 or more", "Count weeks from the start of treatment."
    if row.scale_max is not None and row.scale_max <= 0:
        yield "scale_max", f"{row.scale_max:g}", "the upper end of the scale", "Correct it."
    elif row.stat in (Stat.BASELINE, *SCORES):
        yield from _impossible_score(row)
    if row.stat is Stat.PROPORTION:
        yield from _impossible_share(row)
    if row.events is not None:
        yield from _impossible_events(row)


def _impossible_score(row: ArmRow) -> Iterator[_Wrong]:
    top = inf if row.scale_max is None else row.scale_max
    is_change = row.stat is Stat.CHANGE
    if row.mean is not None and row.scale_max is not None:
        lowest = -top if is_change else 0.0
        if not lowest <= row.mean <= top:
            yield (
                "mean",
                f"{row.mean:g}",
                f"a {'change' if is_change else 'score'} from {lowest:g} to {top:g}",
                "Correct the mean, the upper end of the scale, or whether it is a change.",
            )
    if row.sd is None:
        return
    if row.sd <= 0:
        yield "sd", f"{row.sd:g}", "more than 0", "Correct it; leave it empty if it is not known."
    elif row.n is not None and row.n >= MIN_N and row.sd > largest_sd(row) + ROUNDING:
        yield (
            "sd",
            f"{row.sd:g}",
            f"at most {largest_sd(row):.3g}, the largest that {row.n} such scores can have",
            "Correct the SD or the upper end of the scale.",
        )


def largest_sd(row: ArmRow) -> float:
    """The SD if half the people stood at each end of the scale; of a change, twice as wide."""
    if row.scale_max is None or row.n is None:
        return inf
    width = row.scale_max * (2 if row.stat is Stat.CHANGE else 1)
    return width / 2 * sqrt(row.n / (row.n - 1))


def _impossible_share(row: ArmRow) -> Iterator[_Wrong]:
    if row.mean is not None and not 0 <= row.mean <= 1:
        hint = (
            "Write a percentage as a share: 47.6 % is 0.476." if row.mean <= 100 else "Correct it."
        )
        yield "mean", f"{row.mean:g}", "a share from 0 to 1", hint


def _impossible_events(row: ArmRow) -> Iterator[_Wrong]:
    events = row.events or 0
    if events < 0:
        yield "events", f"{events}", "0 or more", "Correct it."
    elif row.n is not None and events > row.n:
        yield "events", f"{events}", f"at most n, {row.n}", "Correct the events or n."


def _twins(rows: Sequence[ArmRow], file: str) -> Iterator[InputProblem]:
    first: dict[tuple[object, ...], ArmRow] = {}
    for row in rows:
        place = (row.study, row.year, row.arm, row.outcome, row.week, row.stat, row.events is None)
        if place in first and row.stat is not Stat.N_ONLY:
            yield InputProblem(
                file,
                row.row,
                "arm",
                row.arm[:40],
                f"one row for each arm, outcome, week and kind of score; row {first[place].row} "
                "is the same",
                "Remove one of them, or give the arms different names.",
            )
        first.setdefault(place, row)


def _together(rows: Sequence[ArmRow], file: str, is_whole: bool) -> Iterator[InputProblem]:
    trials: dict[str, list[ArmRow]] = defaultdict(list)
    for row in rows:
        if row.arm_type not in NOT_COMPARED:
            trials[row.trial].append(row)
    for arms in trials.values():
        if is_whole and len({arm.arm for arm in arms}) == 1:
            yield InputProblem(
                file,
                arms[0].row,
                "arm",
                arms[0].arm[:40],
                "at least two arms of one trial",
                "Add the other arm; if there was none, call its arm_type acupuncture_uncontrolled.",
            )
        yield from _scales_that_differ(arms, file)


def _scales_that_differ(arms: Sequence[ArmRow], file: str) -> Iterator[InputProblem]:
    first: dict[str, ArmRow] = {}
    for arm in arms:
        other = first.setdefault(arm.outcome, arm)
        for column in ("scale_max", "direction"):
            given, expected = getattr(arm, column), getattr(other, column)
            if given != expected:
                yield InputProblem(
                    file,
                    arm.row,
                    column,
                    _in_words(given),
                    f"the same for one outcome of one trial; row {other.row} has "
                    f"'{_in_words(expected)}'",
                    "Correct one of them, or name the outcomes differently.",
                )


def _in_words(given: object) -> str:
    if given is None:
        return ""
    return f"{given:g}" if isinstance(given, float) else f"{given}"
