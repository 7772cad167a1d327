"""Questionnaires: what a filled-in form adds up to, and how it changed. Nothing is filled in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from deqi.records import Course, Entry, OutsideMeaningError, Score
from deqi.records.dates import day
from deqi.track.instruments import Instrument, find_instrument

ROUNDING = 0.06  # a total that somebody entered with one decimal


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """One questionnaire on one day.

    Attributes
    ----------
    instrument : its name, such as `RMDQ-24`.
    total : in `unit`; None when an answer is missing that no rule covers.
    range : least and greatest possible total.
    important_change : least change that counts, in `unit`; None if no source gives one.
    comment : what to know about this total, in words; empty if nothing.
    """

    instrument: str
    on: date
    total: float | None
    unit: str
    range: tuple[float, float]
    important_change: float | None
    comment: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FunctionChange:
    """First and last total of one questionnaire. Negative change is better.

    Attributes
    ----------
    change : last minus first; None with fewer than two totals.
    change_percent : of the first total; None if that was 0 or there is no change to tell.
    passes_points, passes_percent : whether the improvement reaches each threshold; None if it
        cannot be said. Both have to be reached for an important improvement [ostelo2008].
    n_totals, n_without_total : forms that gave a total, and forms that did not.
    comments : of the forms, each once.
    """

    instrument: str
    unit: str
    range: tuple[float, float]
    first_on: date | None
    first: float | None
    last_on: date | None
    last: float | None
    change: float | None
    change_percent: float | None
    important_points: float | None
    important_percent: float | None
    passes_points: bool | None
    passes_percent: bool | None
    n_totals: int
    n_without_total: int
    comments: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def is_important_improvement(self) -> bool | None:
        """Whether both thresholds are reached; None if it cannot be said."""
        if self.passes_points is None or self.passes_percent is None:
            return None
        return self.passes_points and self.passes_percent


@dataclass(frozen=True, slots=True)
class WorkDays:
    """Days with work lost, among the days on which it was answered. Unanswered days stay out."""

    n_lost: int
    n_answered: int
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class FunctionSummary:
    """What the questionnaires and the diary say about function; `work` None: never answered."""

    instruments: tuple[FunctionChange, ...]
    work: WorkDays | None


def score_instrument(score: Score) -> ScoreResult:
    """The total of one filled-in form.

    Raises OutsideMeaningError for an unknown questionnaire, a wrong number of answers, an answer
    or a total outside its range, a total that contradicts the answers, a licensed form without
    its total, and a form with neither answers nor a total.

    Examples
    --------
    >>> result = score_instrument(Score(date(2026, 3, 2), "PEG", answers=(6, 5, 7)))
    >>> result.total, result.range
    (6.0, (0.0, 10.0))
    >>> print(score_instrument(Score(date(2026, 3, 2), "PEG", answers=(6, None, 7))).comment)
    1 of 3 answers is missing. All three answers are needed: the score is their sum divided by 3
    and no rule for a missing one was found. The total lies between 4.3 and 7.7. The important
    change in points is the cautious end of what was read (1.0 to 1.75, by what patients said).
    """
    instrument = find_instrument(score.instrument)
    total, missing = _total(instrument, score)
    is_assumed = str(instrument.n_items) not in score.instrument
    assumed = instrument.assumed if is_assumed else ""
    return ScoreResult(
        instrument=instrument.name,
        on=score.on,
        total=total,
        unit=instrument.unit,
        range=(instrument.low, instrument.high),
        important_change=instrument.important_points,
        comment=" ".join(part for part in (missing, assumed, instrument.comment) if part),
        sources=instrument.sources,
    )


def describe_function(course: Course, as_of: date) -> FunctionSummary:
    """How questionnaires and work changed up to and including `as_of`.

    Examples
    --------
    >>> forms = (Score(date(2026, 3, 2), "RMDQ-24", total=14),
    ...          Score(date(2026, 4, 2), "RMDQ-24", total=8))
    >>> rmdq = describe_function(Course("a", scores=forms), date(2026, 5, 1)).instruments[0]
    >>> rmdq.change, rmdq.passes_points, rmdq.passes_percent, rmdq.is_important_improvement
    (-6.0, True, True, True)
    """
    forms = [score for score in course.scores if score.on <= as_of]
    by_name: dict[str, list[ScoreResult]] = {}
    for form in sorted(forms, key=lambda form: form.on):
        result = score_instrument(form)
        by_name.setdefault(result.instrument, []).append(result)
    return FunctionSummary(
        instruments=tuple(_change(name, results) for name, results in by_name.items()),
        work=_work_days(entry for entry in course.entries if entry.on <= as_of),
    )


def _total(instrument: Instrument, score: Score) -> tuple[float | None, str]:
    """The total, or None with the reason in words."""
    if score.total is not None:
        _check_total(instrument, score)
    if score.answers is None or not instrument.takes_answers:
        if score.total is None:
            raise OutsideMeaningError(_nothing_to_score(instrument, score))
        return float(score.total), ""
    _check_answers(instrument, score.answers)
    total, missing = _total_of_answers(instrument, score.answers)
    if score.total is None:
        return total, missing
    if total is not None and abs(total - score.total) > ROUNDING:
        raise OutsideMeaningError(
            f"{instrument.name} on {day(score.on)}: the answers give {_shown(total)}, the total "
            f"says {score.total:g}. Correct one of them, or leave one out."
        )
    return (total, "") if total is not None else (float(score.total), "Total as it was entered.")


def _check_total(instrument: Instrument, score: Score) -> None:
    if score.total is not None and not instrument.low <= score.total <= instrument.high:
        raise OutsideMeaningError(
            f"{instrument.name} on {day(score.on)}: the total is {score.total:g}; it lies between "
            f"{instrument.low:g} and {instrument.high:g} {instrument.unit}. Correct the total."
        )


def _nothing_to_score(instrument: Instrument, score: Score) -> str:
    place = f"{instrument.name} on {day(score.on)}"
    if score.answers is not None:
        return (
            f"{place}: answers were given, but this questionnaire is scored by its total only. "
            "Enter the total."
        )
    to_enter = f"its {instrument.n_items} answers or its total"
    return f"{place}: neither answers nor a total. Enter {to_enter}, or leave the row out."


def _check_answers(instrument: Instrument, answers: tuple[float | None, ...]) -> None:
    if len(answers) != instrument.n_items:
        raise OutsideMeaningError(
            f"{instrument.name}: {len(answers)} answers were given, expected {instrument.n_items}. "
            "Keep an empty place for an answer that is missing."
        )
    for place, answer in enumerate(answers, start=1):
        if answer is not None and not _is_answer(instrument, answer):
            between = "or" if instrument.rule == "sum" else "to"
            raise OutsideMeaningError(
                f"{instrument.name}: answer {place} is {answer:g}, expected "
                f"{instrument.item_low:g} {between} {instrument.item_high:g}. Correct the answer, "
                "or leave its place empty."
            )


def _is_answer(instrument: Instrument, answer: float) -> bool:
    """Statements are ticked or not; the other questionnaires have a scale."""
    if instrument.rule == "sum":
        return answer in (instrument.item_low, instrument.item_high)
    return instrument.item_low <= answer <= instrument.item_high


def _total_of_answers(
    instrument: Instrument, answers: tuple[float | None, ...]
) -> tuple[float | None, str]:
    given = [answer for answer in answers if answer is not None]
    n_missing = len(answers) - len(given)
    parts = instrument.n_items if instrument.rule == "mean" else 1
    if not n_missing:
        return float(sum(given)) / parts, ""
    least = (sum(given) + n_missing * instrument.item_low) / parts
    most = (sum(given) + n_missing * instrument.item_high) / parts
    return None, (
        f"{n_missing} of {len(answers)} answers {'is' if n_missing == 1 else 'are'} missing. "
        f"{instrument.missing_rule} The total lies between {_shown(least)} and {_shown(most)}."
    )


def _shown(total: float) -> str:
    return f"{total:g}" if total == int(total) else f"{total:.1f}"


def _change(name: str, results: list[ScoreResult]) -> FunctionChange:
    """First and last total; the results are in order of time."""
    instrument = find_instrument(name)
    totals = [(result.on, result.total) for result in results if result.total is not None]
    first_on, first = totals[0] if totals else (None, None)
    last_on, last = totals[-1] if len(totals) > 1 else (None, None)
    change = last - first if first is not None and last is not None else None
    percent = 100 * change / first if change is not None and first else None
    return FunctionChange(
        instrument=name,
        unit=instrument.unit,
        range=(instrument.low, instrument.high),
        first_on=first_on,
        first=first,
        last_on=last_on,
        last=last,
        change=change,
        change_percent=percent,
        important_points=instrument.important_points,
        important_percent=instrument.important_percent,
        passes_points=_reaches(change, instrument.important_points),
        passes_percent=_reaches(percent, instrument.important_percent),
        n_totals=len(totals),
        n_without_total=len(results) - len(totals),
        comments=tuple(dict.fromkeys(result.comment for result in results if result.comment)),
        sources=instrument.sources,
    )


def _reaches(change: float | None, threshold: float | None) -> bool | None:
    """Whether an improvement (a negative change) is at least as large as the threshold."""
    if change is None or threshold is None:
        return None
    return -change >= threshold


def _work_days(entries: Iterable[Entry]) -> WorkDays | None:
    """Each day counts once: lost if any of its entries says so."""
    lost_on: dict[date, bool] = {}
    for entry in entries:
        if entry.work_lost is not None:
            lost_on[entry.on] = lost_on.get(entry.on, False) or entry.work_lost
    if not lost_on:
        return None
    return WorkDays(sum(lost_on.values()), len(lost_on), min(lost_on), max(lost_on))
