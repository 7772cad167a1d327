"""Which arms of a table can be predicted, and why the others cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from math import nan

from deqi.evidence import ArmRow, ArmType, Direction, Stat, Verified, counts
from deqi.model import PhaseName
from deqi.records import BadInputError, InputProblem
from deqi.simulate.arms.outcome import (
    ASSUMED_BASELINE,
    ASSUMED_SD,
    ASSUMED_VISITS,
    ArmOutcome,
    BaselineFrom,
    Kind,
    NotComparable,
)

KINDS_OF_TYPES: dict[ArmType, Kind] = {
    ArmType.ACUPUNCTURE: "acupuncture",
    ArmType.SHAM: "sham",
    ArmType.SHAM_PENETRATING: "sham",
    ArmType.SHAM_NONPENETRATING: "sham",
    ArmType.SHAM_TENS: "sham",
    ArmType.USUAL_CARE: "usual care",
    ArmType.NO_TREATMENT: "waiting list",
    ArmType.ACTIVE: "other",
    ArmType.ACUPUNCTURE_UNCONTROLLED: "acupuncture",
}
PHASES_OF_CONDITIONS: dict[str, PhaseName] = {
    "acute": "acute",
    "subacute": "subacute",
    "chronic": "chronic",
    "sciatica": "chronic",
    "": "chronic",
}
SCALES = (10.0, 100.0)
LEAST_LEFT = 5.0  # points of 100 below which an assumed start cannot be right
NOT_INTENSITY = (  # words of outcomes that look like pain and are something else
    ("bothersome", "how bothersome it is, not how much it hurts; no link with a source"),
    ("bodily pain", "pain and what it hinders in one score; no link with a source"),
    ("promis", "a T score, with no end of the scale; no link with a source"),
)
_LATER = (Stat.POST, Stat.CHANGE, Stat.POST_ADJUSTED)
START_HEADINGS = ("baseline", "baseline mean", "baseline_mean", "start")
_PAIN_WORDS = re.compile(r"\bpain\b|\bvas\b|\bnrs\b", re.IGNORECASE)
_OVER_WEEKS = re.compile(r"over weeks (\d+)\s*-\s*(\d+)")


def comparable_arms(
    rows: Sequence[ArmRow], with_memory: bool = False, to_learn: bool = True
) -> tuple[tuple[ArmOutcome, ...], tuple[NotComparable, ...]]:
    """The arms whose pain can be put on 0-100, one for each follow-up, and the others with reasons.

    Parameters
    ----------
    rows : of any table with the columns of `deqi evidence pool`. A follow-up without a mean is to
        be predicted.
    with_memory : whether figures from memory may be used; see `deqi.evidence.counts`.
    to_learn : whether beliefs are to rest on them. If not, an arm without a mean, or of a study in
        which nobody was compared, is there to be foretold.

    Examples
    --------
    >>> from deqi.evidence import read_arms
    >>> arms, others = comparable_arms(read_arms())
    >>> sorted({arm.trial for arm in arms})
    ['Brinkhaus 2006', 'Pach 2013', 'Tu 2024', 'Yun 2012']
    >>> next(item.reason for item in others if item.trial == "Thomas 2006")
    'pain and what it hinders in one score; no link with a source'
    """
    arms: list[ArmOutcome] = []
    others: list[NotComparable] = []
    if not to_learn:
        rows = [_to_be_foretold(row) for row in rows]
    for of_trial in _grouped(rows, lambda row: row.trial):
        starts = [row for row in of_trial if _is_start(row, with_memory)]
        for of_arm in _grouped(of_trial, lambda row: row.arm):
            found = _follow_ups(of_arm, starts, with_memory, to_learn)
            arms += found
            if not found and of_arm[0].arm_type is not ArmType.POOLED:
                others.append(_refused(of_arm, with_memory, to_learn))
    return _without_impossible_starts(arms, others)


def _grouped(rows: Iterable[ArmRow], key: Callable[[ArmRow], str]) -> list[list[ArmRow]]:
    groups: dict[str, list[ArmRow]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.values())


def _to_be_foretold(row: ArmRow) -> ArmRow:
    """A follow-up whose mean is not there yet is a score that will be."""
    is_open = row.stat is Stat.N_ONLY and row.events is None and bool(row.week)
    return replace(row, stat=Stat.POST) if is_open else row


def why_not(row: ArmRow, with_memory: bool, to_learn: bool = True) -> str | None:
    """Why a row cannot be a mean of pain on 0-100 at follow-up, or None."""
    if to_learn and row.arm_type is ArmType.ACUPUNCTURE_UNCONTROLLED:
        return "not a trial: nobody was compared"
    for word, reason in NOT_INTENSITY:
        if word in row.outcome.lower():
            return reason
    if row.stat in (Stat.PROPORTION, Stat.TIME_TO_EVENT):
        return "a share of people or a time, not a mean of pain"
    if row.scale_max is None and _is_pain(row):
        return "the upper end of the scale is not in the table (scale_max: 10 or 100)"
    if row.scale_max not in SCALES or not _is_pain(row):
        return f"not pain on 0-10 or 0-100 ({row.outcome}); no link with a source"
    if row.direction is Direction.HIGHER_BETTER:
        return "a scale on which more is better; no link with a source"
    if row.stat is Stat.N_ONLY or row.n is None:
        return "no mean was found" if row.n else "the number of people was not found"
    if row.stat is Stat.BASELINE:
        return "no follow-up of pain in the table"
    if row.week is None:
        return "the week of the follow-up is not in the table"
    return None if counts(row.verified, with_memory) else _standing(row.verified)


def _standing(verified: Verified) -> str:
    if verified is Verified.MEMORY:
        return "figures from memory only; --with-memory would use them"
    return "figures from unsure memory, which are never computed with"


def _is_start(row: ArmRow, with_memory: bool) -> bool:
    """Whether a row is a usable mean of pain on 0-100 at the start."""
    if row.stat is not Stat.BASELINE or row.mean is None:
        return False
    is_on_scale = row.scale_max in SCALES and row.direction is not Direction.HIGHER_BETTER
    is_other = any(word in row.outcome.lower() for word, _ in NOT_INTENSITY)
    return is_on_scale and _is_pain(row) and not is_other and counts(row.verified, with_memory)


def _is_pain(row: ArmRow) -> bool:
    """Whether the table says that an outcome is pain; where it names none at all, it may be."""
    if row.domain:
        return row.domain.casefold() == "pain"
    return not row.outcome or _PAIN_WORDS.search(row.outcome) is not None


def _refused(of_arm: Sequence[ArmRow], with_memory: bool, to_learn: bool) -> NotComparable:
    """One reason for an arm: that of the row which came nearest to a follow-up of pain."""
    nearest = max(of_arm, key=lambda row: (row.stat is not Stat.BASELINE, _is_pain(row)))
    reason = why_not(nearest, with_memory, to_learn) or "no follow-up of pain in the table"
    return NotComparable(nearest.trial, nearest.arm, nearest.outcome, reason)


def _follow_ups(
    of_arm: Sequence[ArmRow], starts: Sequence[ArmRow], with_memory: bool, to_learn: bool
) -> list[ArmOutcome]:
    """One outcome for each week at which this arm has usable pain."""
    usable = [
        row for row in of_arm if row.stat in _LATER and why_not(row, with_memory, to_learn) is None
    ]
    chosen: dict[float, ArmRow] = {}
    for row in sorted(usable, key=_order):
        chosen.setdefault(row.week or 0.0, row)
    return [_outcome(row, starts) for row in chosen.values()]


def _order(row: ArmRow) -> tuple[bool, bool, int]:
    """Checked figures first; then those with a mean; then changes, final and adjusted scores."""
    order = (Stat.CHANGE, Stat.POST, Stat.POST_ADJUSTED)
    return row.verified is Verified.MEMORY, row.mean is None, order.index(row.stat)


def _outcome(row: ArmRow, starts: Sequence[ArmRow]) -> ArmOutcome:
    to_100 = 100 / (row.scale_max or 100)
    baseline, baseline_from, start = _start(row, starts)
    observed = None if row.mean is None else row.mean * to_100
    if observed is not None and row.stat is Stat.CHANGE:
        observed += baseline
    used = [row] if start is None else [start, row]
    return ArmOutcome(
        trial=row.trial,
        arm=row.arm,
        kind=KINDS_OF_TYPES[row.arm_type],
        phase=PHASES_OF_CONDITIONS.get(row.condition.casefold(), "chronic"),
        weeks=_weeks(row),
        n=row.n or 1,
        n_visits=_visits(row),
        baseline=baseline,
        baseline_from=baseline_from,
        observed=observed,
        sd=ASSUMED_SD if row.sd is None else row.sd * to_100,
        is_from_memory=any(one.verified is Verified.MEMORY for one in used),
        rows=tuple(one.row for one in used),
        sources=tuple(dict.fromkeys(key for one in used for key in one.sources)),
        remarks=tuple(_remarks(row, baseline_from)),
    )


def _start(row: ArmRow, starts: Sequence[ArmRow]) -> tuple[float, BaselineFrom, ArmRow | None]:
    """Pain at the start: the arm's own, or else that of all arms together, or else assumed."""
    beside = [text for heading, text in row.other if heading.casefold() in START_HEADINGS and text]
    if beside:
        return _start_beside(row, beside[0]) * 100 / (row.scale_max or 100), "arm", None
    own = [start for start in starts if start.arm == row.arm]
    all_arms = [start for start in starts if start.arm_type is ArmType.POOLED]
    where: BaselineFrom = "arm" if own else "trial"
    found = own or all_arms
    if found:
        best = min(found, key=lambda s: (s.verified is Verified.MEMORY, s.outcome != row.outcome))
        return (best.mean or 0.0) * 100 / (best.scale_max or 100), where, best
    return ASSUMED_BASELINE, "assumed", None


def _start_beside(row: ArmRow, text: str) -> float:
    """The start from a column of its own in the row of the follow-up."""
    top = row.scale_max or 100
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = nan
    if not 0 <= value <= top:
        expected = f"the mean at the start, a number from 0 to {top:g}"
        to_do = "Correct it, or leave the cell empty if it is not known."
        problem = InputProblem("the table", row.row, "baseline", text[:40], expected, to_do)
        raise BadInputError((problem,))
    return value


def _weeks(row: ArmRow) -> tuple[float, float]:
    over = _OVER_WEEKS.search(row.outcome)
    if over:
        return float(over[1]) - 1, float(over[2])
    return row.week or 0.0, row.week or 0.0


def _visits(row: ArmRow) -> float:
    if KINDS_OF_TYPES[row.arm_type] not in ("sham", "acupuncture"):
        return 0.0
    return ASSUMED_VISITS if row.n_visits is None else row.n_visits


def _remarks(row: ArmRow, baseline_from: BaselineFrom) -> Iterator[str]:
    if baseline_from == "trial":
        yield "start: of all arms together"
    if baseline_from == "assumed":
        yield f"start not in the table: {ASSUMED_BASELINE:g} assumed"
    if row.sd is None:
        yield f"SD not in the table: {ASSUMED_SD:g} assumed"
    if KINDS_OF_TYPES[row.arm_type] in ("sham", "acupuncture") and row.n_visits is None:
        yield f"visits not in the table: {ASSUMED_VISITS:g} assumed"
    if row.condition == "":
        yield "duration of pain not in the table: chronic assumed"
    elif row.condition.casefold() not in PHASES_OF_CONDITIONS:
        yield f"condition '{row.condition[:20]}', taken as chronic"
    if not row.domain and not row.outcome:
        yield "outcome not named: pain assumed"
    if row.arm_type is ArmType.ACUPUNCTURE_UNCONTROLLED:
        yield "nobody was compared"
    if row.condition == "sciatica":
        yield "sciatica, taken as chronic"


def _without_impossible_starts(
    arms: Sequence[ArmOutcome], others: Sequence[NotComparable]
) -> tuple[tuple[ArmOutcome, ...], tuple[NotComparable, ...]]:
    """Leave out trials whose fall is larger than a start that is only assumed."""
    impossible = {
        arm.trial
        for arm in arms
        if arm.baseline_from == "assumed" and arm.observed is not None and arm.observed < LEAST_LEFT
    }
    told = {(arm.trial, arm.arm) for arm in arms if arm.trial in impossible}
    reason = (
        f"no start in the table, and a fall too large for the {ASSUMED_BASELINE:g} of 100 "
        "that would have to be assumed"
    )
    return (
        tuple(arm for arm in arms if arm.trial not in impossible),
        (*others, *(NotComparable(trial, arm, "pain", reason) for trial, arm in sorted(told))),
    )
