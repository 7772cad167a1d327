"""Which rows of a table answer the question: one follow-up and score of each trial, and why not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from deqi.evidence.arms import NOT_COMPARED, ArmRow, ArmType, Stat, counts
from deqi.evidence.pooling.question import (
    ROW_WISE,
    SHORT_TERM_WEEKS,
    PoolQuestion,
    Scores,
    When,
)
from deqi.evidence.pooling.results import SetAside
from deqi.records import OutsideMeaningError

CHANGE, FINAL, EVENTS = "change", "final", "events"
_NO_SCORE = {
    Stat.BASELINE: "a baseline",
    Stat.TIME_TO_EVENT: "a time to an event, which is not pooled here",
    Stat.N_ONLY: "its figures were not found, only n",
}
NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Candidate:
    """All rows of one trial in one outcome, week and kind of score, within one sub-group."""

    trial: str
    group: str
    rows: tuple[ArmRow, ...]

    @property
    def treated(self) -> tuple[ArmRow, ...]:
        """The arms with acupuncture."""
        return tuple(row for row in self.rows if row.arm_type is ArmType.ACUPUNCTURE)

    @property
    def controls(self) -> dict[str, tuple[ArmRow, ...]]:
        """The arms of each comparator."""
        found: dict[str, tuple[ArmRow, ...]] = {}
        for row in self.rows:
            if row.comparator is not None:
                found[row.comparator] = (*found.get(row.comparator, ()), row)
        return found

    @property
    def is_complete(self) -> bool:
        """Whether acupuncture stands beside a comparator."""
        return bool(self.treated and self.controls)


def select(
    arms: Sequence[ArmRow], question: PoolQuestion
) -> tuple[tuple[Candidate, ...], tuple[SetAside, ...]]:
    """For each trial, and each row-wise sub-group, the rows that are compared; and the others.

    Raises OutsideMeaningError for a trial with several outcomes, for a heading that no row has, and
    for a trial to go without that is not there.
    """
    _check_heading(arms, question.by)
    _check_left_out(arms, question.leave_out)
    aside: list[SetAside] = []
    usable = []
    for arm in arms:
        reason = _why_not(arm, question)
        if reason is None:
            usable.append(arm)
        else:
            aside.append(_set_aside(arm, reason))
    chosen = []
    for options in _by_trial(usable, question).values():
        complete = [option for option in options if option.is_complete]
        _check_one_outcome(complete)
        best = min(complete, key=lambda option: _rank(option, question), default=None)
        if best is not None:
            chosen.append(replace(best, group=best.group or _group_of(best.rows, question.by)))
        for option in options:
            if option is not best:
                aside += [_set_aside(row, _why_passed_over(option)) for row in option.rows]
    taken = {row.row for candidate in chosen for row in candidate.rows}
    first = {item.row: item for item in reversed(aside) if item.row not in taken}
    return tuple(chosen), tuple(first[row] for row in sorted(first))


def scores_of(row: ArmRow) -> str:
    """Whether a row holds change scores, final ones, or events."""
    if row.n_events is not None:
        return EVENTS
    return CHANGE if row.stat is Stat.CHANGE else FINAL


def same_words(text: str, other: str) -> bool:
    """Whether two names are the same but for capitals and underscores."""
    return text.replace("_", " ").casefold().strip() == other.replace("_", " ").casefold().strip()


def _why_not(arm: ArmRow, question: PoolQuestion) -> str | None:
    """Why a row cannot be compared for this question; None if it can."""
    if arm.stat in _NO_SCORE:
        return _NO_SCORE[arm.stat]
    if arm.arm_type in NOT_COMPARED:
        return "several arms together, or an arm without a comparator"
    for is_out, reason in (*_not_asked(arm, question), *_not_usable(arm, question)):
        if is_out:
            return reason
    return None


def _not_asked(arm: ArmRow, question: PoolQuestion) -> Iterable[tuple[bool, str]]:
    is_of_events = arm.n_events is not None
    if question.measure.is_of_events:
        yield not is_of_events, f"scores, and {question.measure.value} compares events"
    else:
        yield is_of_events, f"events, and {question.measure.value} compares scores"
    wanted = question.outcome
    if wanted is not None:
        is_it = same_words(arm.outcome, wanted) or same_words(arm.domain, wanted)
        yield not is_it, "another outcome"
    yield arm.trial in question.leave_out, "left out, as asked"
    if question.comparators and arm.comparator is not None:
        yield arm.comparator not in question.comparators, "another comparator"
    if question.conditions:
        is_it = any(same_words(arm.condition, condition) for condition in question.conditions)
        yield not is_it, "another condition"
    if question.weeks is not None:
        lo, hi = question.weeks
        yield arm.week is None or not lo <= arm.week <= hi, "outside the weeks asked for"
    if question.scores is Scores.CHANGE:
        yield scores_of(arm) == FINAL, "a final score, and change scores were asked for"
    if question.scores is Scores.FINAL:
        yield scores_of(arm) == CHANGE, "a change score, and final scores were asked for"


def _not_usable(arm: ArmRow, question: PoolQuestion) -> Iterable[tuple[bool, str]]:
    is_unsure = not counts(arm.verified, with_memory=True)
    yield is_unsure, "from memory and unsure, never computed with"
    is_out = not counts(arm.verified, question.with_memory)
    yield is_out, "from memory, and such figures were not asked for"
    yield arm.n is None, "n is not known"
    if arm.n_events is None:
        yield arm.mean is None, "the mean is not known"
        yield arm.sd is None, "the SD is not known"
    if question.to_scale is not None and not question.measure.is_of_events:
        yield arm.scale_max is None, "its scale has no upper end to bring it to another"


def _by_trial(
    arms: Sequence[ArmRow], question: PoolQuestion
) -> dict[tuple[str, str], list[Candidate]]:
    """Candidates of each trial, in each row-wise sub-group."""
    found: dict[tuple[str, str], dict[object, list[ArmRow]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for arm, group in _with_groups(arms, question):
        place = (arm.outcome, arm.week, arm.stat)
        found[arm.trial, group][place].append(arm)
    return {
        (trial, group): [Candidate(trial, group, tuple(rows)) for rows in options.values()]
        for (trial, group), options in found.items()
    }


def _with_groups(arms: Sequence[ArmRow], question: PoolQuestion) -> Iterable[tuple[ArmRow, str]]:
    if question.by == "comparator":
        kinds: dict[str, list[str]] = defaultdict(list)
        for arm in arms:
            if arm.comparator and arm.comparator not in kinds[arm.trial]:
                kinds[arm.trial].append(arm.comparator)
        for arm in arms:
            for kind in [arm.comparator] if arm.comparator else kinds[arm.trial] or [""]:
                yield arm, kind
        return
    if question.by in _GROUPS:
        yield from ((arm, _GROUPS[question.by](arm) or NOT_STATED) for arm in arms)
        return
    yield from ((arm, "") for arm in arms)


def _group_of(rows: Sequence[ArmRow], by: str | None) -> str:
    """The sub-group of a whole trial: what its rows hold under a heading."""
    if by is None:
        return ""
    texts = (_TRIAL_WISE[by](row) if by in _TRIAL_WISE else _other(row, by) for row in rows)
    return " and ".join(dict.fromkeys(text or NOT_STATED for text in texts))


def _other(row: ArmRow, wanted: str) -> str | None:
    """The text under a further heading; None if there is no such column."""
    return next((text for heading, text in row.other if same_words(heading, wanted)), None)


def _check_heading(arms: Sequence[ArmRow], by: str | None) -> None:
    known = (*ROW_WISE, *_TRIAL_WISE)
    if by is None or by in known or any(_other(arm, by) is not None for arm in arms):
        return
    raise OutsideMeaningError(
        f"There is no column '{by}' to make sub-groups by. Expected one of {', '.join(known)}, or "
        "the heading of a further column of the table."
    )


def _check_left_out(arms: Sequence[ArmRow], leave_out: Sequence[str]) -> None:
    """A name that fits no trial would leave the trial that was meant in the pool, unnoticed."""
    trials = list(dict.fromkeys(arm.trial for arm in arms))
    for name in leave_out:
        if name not in trials:
            near = "', '".join(get_close_matches(name, trials, cutoff=0.5) or trials[:3])
            raise OutsideMeaningError(
                f"There is no trial '{name}' to go without. Expected a trial as the table names "
                f"it, such as '{near}'."
            )


def _check_one_outcome(options: Sequence[Candidate]) -> None:
    outcomes = tuple(dict.fromkeys(option.rows[0].outcome for option in options))
    if len(outcomes) > 1:
        raise OutsideMeaningError(
            f"{options[0].trial} has several outcomes: {'; '.join(outcomes)}. Expected one. Say "
            "which with --outcome, or give outcomes of one kind the same word in a column `domain` "
            "and say that word."
        )


def _term(row: ArmRow) -> str:
    if row.week is None:
        return ""
    is_short = row.week <= SHORT_TERM_WEEKS
    return f"{'up to' if is_short else 'after'} {SHORT_TERM_WEEKS:g} weeks"


_GROUPS: dict[str | None, Callable[[ArmRow], str]] = {
    "term": _term,
    "outcome": lambda row: row.outcome,
    "scores": scores_of,
}
_TRIAL_WISE: dict[str, Callable[[ArmRow], str]] = {
    "condition": lambda row: row.condition,
    "country": lambda row: row.country,
    "population": lambda row: row.population,
}
assert {"comparator", *_GROUPS} == set(ROW_WISE)


def _rank(option: Candidate, question: PoolQuestion) -> tuple[object, ...]:
    row = option.rows[0]
    week = float("inf") if row.week is None else row.week
    prefers_change = question.scores in (Scores.CHANGE_FIRST, Scores.CHANGE)
    is_preferred = (scores_of(row) == CHANGE) == prefers_change
    sign = -1 if question.when is When.LAST and row.week is not None else 1
    return (sign * week, not is_preferred, row.stat is Stat.POST_ADJUSTED, row.row)


def _why_passed_over(option: Candidate) -> str:
    if option.is_complete:
        return "another follow-up or score of this trial was taken"
    return (
        "no acupuncture arm with figures beside it"
        if not option.treated
        else ("no comparator with figures beside it")
    )


def _set_aside(arm: ArmRow, reason: str) -> SetAside:
    return SetAside(arm.row, arm.trial, arm.arm, reason)
