"""A practice's own policy: a TOML file of settings laid over a policy that ships with deqi."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from os import fspath
from pathlib import Path
from typing import Any

from deqi.exchange.course_folder import AnyPath
from deqi.exchange.course_toml import between, day_spans, text
from deqi.exchange.findings import CellError, Findings, shown
from deqi.exchange.toml_source import Reader, TomlSource, read_toml
from deqi.plan.policy import (
    COVERAGES,
    LONGEST_HORIZON_D,
    SPACINGS,
    USUAL,
    Policy,
    policy_names,
    setting_problems,
)
from deqi.plan.policy import read_policy as read_shipped
from deqi.plan.policy_page import setting_words
from deqi.records import DaySpan, OutsideMeaningError

CORRECT_IT = "Correct it, or remove the line to keep the setting of the policy it is based on."
NOT_TOML = "Correct the line; docs/how-to/choose-a-policy.md has an example."
CHANGE = "Change one of them."
MOST_DAYS = 3650
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OWN = "set by the practice"


def read_policy(
    policy: AnyPath = "usual",
    *,
    closed: Iterable[DaySpan] = (),
    settings: Mapping[str, Any] | None = None,
) -> Policy:
    """A policy by its name, or a practice's own from a TOML file.

    The file names what it is based on and the settings that differ; docs/how-to/choose-a-policy.md
    has an example, docs/reference/policies.md every setting.

    Parameters
    ----------
    policy : `usual`, `flare`, `us-medicare`, or the path of a `.toml` file.
    closed : further days on which the practice is closed.
    settings : setting to value, in place of those of the policy.

    Raises
    ------
    OutsideMeaningError
        If there is neither a policy nor a file of that name.
    BadInputError
        With every problem of the file, or of `settings`, in `.problems`.

    Examples
    --------
    >>> read_policy("flare", settings={"flare_visits": 2}).flare_visits
    2
    """
    found = _shipped_or_own(fspath(policy))
    if settings:
        source = TomlSource("settings", "", {}, Findings())
        found = _laid_over(source, found, settings)
    extra = tuple(closed)
    return replace(found, closed=(*found.closed, *extra)) if extra else found


def _shipped_or_own(policy: str) -> Policy:
    if policy in policy_names():
        return read_shipped(policy)
    path = Path(policy)
    if path.suffix.lower() != ".toml":
        raise OutsideMeaningError(
            f"There is no policy '{shown(policy)}'; expected one of {', '.join(policy_names())}, "
            "or the path of a file that ends in .toml."
        )
    return _own(path)


def _own(path: Path) -> Policy:
    findings = Findings()
    source = read_toml(path, findings, NOT_TOML)
    findings.stop_if_refused()
    assert source is not None  # it was read, or refused
    data = dict(source.data)
    based_on = data.pop("based_on", USUAL.name)
    if based_on not in policy_names():
        known = ", ".join(policy_names())
        source.refuse("based_on", based_on, CellError(f"one of {known}", "Correct the name."))
        based_on = USUAL.name
    return _laid_over(source, read_shipped(based_on), {"name": path.stem} | data)


def _laid_over(source: TomlSource, base: Policy, data: Mapping[str, Any]) -> Policy:
    """The settings of `data` in place of those of `base`; all that is wrong is told at once."""
    plain = {key: _value(part) for key, part in data.items()}
    given = source.table("", plain, _SETTINGS)
    whys = {name: _why(data[name]) for name in given if name != "name"}
    changed = _unchecked(base, given)
    for name, expected in setting_problems(changed):
        at_fault = next((key for key in (*_TOGETHER.get(name, ()), name) if key in given), name)
        source.refuse(
            at_fault,
            setting_words(getattr(changed, at_fault)),
            CellError(f"{name} {expected}; it is {setting_words(getattr(changed, name))}", CHANGE),
        )
    source.findings.stop_if_refused()
    return replace(
        base,
        **given,
        why={**base.why, **whys},
        sources={name: keys for name, keys in base.sources.items() if name not in given},
    )


def _unchecked(base: Policy, given: Mapping[str, Any]) -> Policy:
    """A policy whose settings may contradict each other, to list all that is wrong with them."""
    changed: Policy = object.__new__(Policy)
    for name in Policy.__slots__:
        object.__setattr__(changed, name, given.get(name, getattr(base, name)))
    return changed


def _value(part: Any) -> Any:
    """A setting alone, or with its reason: `{ value = 4, why = "..." }`."""
    return part["value"] if isinstance(part, dict) and "value" in part else part


def _why(part: Any) -> str:
    return str(part.get("why", OWN)) if isinstance(part, dict) else OWN


def _whole(lo: int, hi: int) -> Reader:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not lo <= value <= hi:
            raise CellError(f"a whole number from {lo} to {hi}", CORRECT_IT)
        return value

    return read


def _named(options: tuple[str, ...]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in options:
            listed = ", ".join(f'"{option}"' for option in options)
            raise CellError(f"one of {listed}", CORRECT_IT)
        return str(value)

    return read


def _work_days(value: Any) -> tuple[int, ...]:
    """Week days as numbers, Monday is 1, or as names."""
    expected = 'a list of week days: numbers (Monday is 1) or names such as ["Mon", "Tue"]'
    if not isinstance(value, list):
        raise CellError(expected, CORRECT_IT)
    days = {_week_day(item) for item in value}
    if None in days or not days:
        raise CellError(expected, CORRECT_IT)
    return tuple(sorted(number for number in days if number is not None))


def _week_day(item: Any) -> int | None:
    if isinstance(item, str) and item.strip().lower()[:3] in WEEK:
        return WEEK.index(item.strip().lower()[:3]) + 1
    is_number = isinstance(item, int) and not isinstance(item, bool) and 1 <= item <= len(WEEK)
    return item if is_number else None


# Settings that are judged beside another one.
_TOGETHER = {
    "default_gap_d": ("min_gap_d", "max_gap_d"),
    "default_hour": ("earliest_hour", "latest_hour"),
    "flare_reserve": ("max_visits_in_90_d",),
}

_SETTINGS: dict[str, Reader] = {
    "name": text,
    "horizon_d": _whole(1, LONGEST_HORIZON_D),
    "min_gain_nrs": between(0, 10),
    "block_visits": _whole(1, 50),
    "max_record_age_d": _whole(1, MOST_DAYS),
    "default_gap_d": _whole(1, MOST_DAYS),
    "min_gap_d": _whole(1, MOST_DAYS),
    "max_gap_d": _whole(1, MOST_DAYS),
    "max_visits_in_90_d": _whole(1, 90),
    "review_at_visit": _whole(1, 500),
    "review_after_d": _whole(1, MOST_DAYS),
    "work_days": _work_days,
    "default_hour": between(0, 24),
    "earliest_hour": between(0, 24),
    "latest_hour": between(0, 24),
    "spacing": _named(SPACINGS),
    "flare_visits": _whole(1, 10),
    "flare_gap_d": _whole(1, 14),
    "flare_reserve": _whole(0, 50),
    "flare_quiet_d": _whole(1, 28),
    "flare_silence_d": _whole(1, 28),
    "coverage": _named(COVERAGES),
    "improved_percent": between(0, 100),
    "judged_from_visit": _whole(1, 50),
    "closed": day_spans,
}


def setting_from(name: str, given: str) -> tuple[str, Any]:
    """A setting as it is typed: a number, a word, or a list in brackets.

    >>> setting_from("work_days", "[1, 2]"), setting_from("spacing", "best")
    (('work_days', [1, 2]), ('spacing', 'best'))
    """
    try:
        return name, tomllib.loads(f"value = {given}")["value"]
    except tomllib.TOMLDecodeError:
        return name, given
