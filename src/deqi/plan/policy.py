"""How a practice spaces visits: a policy as settings, each with its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from importlib.resources import files
from typing import Any

from deqi.records import OutsideMeaningError


@dataclass(frozen=True, slots=True)
class Policy:
    """Settings of a plan. Change one with `dataclasses.replace(USUAL, min_gain_nrs=0.1)`.

    Attributes
    ----------
    objective : what the plan aims at, with the names of settings in braces.
    horizon_d : days after the day of decision over which a visit's gain is counted.
    min_gain_nrs : expected gain of one more visit (median, informed prior) at which visits go on.
    block_visits : visits planned at most before the record is read again.
    max_record_age_d : days since the last record beyond which only the next visit is planned.
    default_gap_d, min_gap_d, max_gap_d : days between visits.
    max_visits_in_90_d : cap, past and planned visits counted together.
    review_at_visit, review_after_d : when a doctor reviews a course without important improvement.
    work_days : ISO week days, Monday is 1.
    default_hour, earliest_hour, latest_hour : local hours of a planned visit.
    why, sources : setting -> reason, setting -> source keys.

    Raises
    ------
    OutsideMeaningError
        If a setting contradicts itself or another.

    Examples
    --------
    >>> read_policy("usual").max_visits_in_90_d
    12
    """

    name: str
    objective: str
    horizon_d: int
    min_gain_nrs: float
    block_visits: int
    max_record_age_d: int
    default_gap_d: int
    min_gap_d: int
    max_gap_d: int
    max_visits_in_90_d: int
    review_at_visit: int
    review_after_d: int
    work_days: tuple[int, ...]
    default_hour: float
    earliest_hour: float
    latest_hour: float
    why: Mapping[str, str] = field(default_factory=dict, compare=False)
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        counted = ("horizon_d", "block_visits", "min_gap_d", "max_visits_in_90_d")
        for name in (*counted, "max_record_age_d", "review_at_visit", "review_after_d"):
            self._require(getattr(self, name) >= 1, name, "1 or more")
        self._require(self.min_gain_nrs >= 0, "min_gain_nrs", "0 or more")
        gaps = self.min_gap_d <= self.default_gap_d <= self.max_gap_d
        self._require(gaps, "default_gap_d", "between min_gap_d and max_gap_d")
        days = bool(self.work_days) and set(self.work_days) <= set(range(1, 8))
        self._require(days, "work_days", "week days from 1 (Monday) to 7, at least one")
        hours = 0 <= self.earliest_hour <= self.default_hour <= self.latest_hour < 24
        self._require(hours, "default_hour", "between earliest_hour and latest_hour, within 0-24")

    @property
    def aim(self) -> str:
        """What the plan aims at, with the settings filled in."""
        return self.objective.format(**{name: getattr(self, name) for name in setting_names()})

    def _require(self, holds: bool, name: str, expected: str) -> None:
        if not holds:
            raise OutsideMeaningError(
                f"Policy '{self.name}': {name} is {getattr(self, name)}; expected {expected}. "
                "Change this setting."
            )


def read_policy(name: str) -> Policy:
    """Read a policy that ships with deqi.

    Raises
    ------
    OutsideMeaningError
        If there is no policy of that name.
    """
    file = files("deqi.plan") / "policies" / f"{name}.toml"
    if not file.is_file():
        raise OutsideMeaningError(f"There is no policy '{name}'; expected 'usual'.")
    return _policy(tomllib.loads(file.read_text(encoding="utf-8")))


def _policy(table: Mapping[str, Any]) -> Policy:
    settings = {key: part for key, part in table.items() if isinstance(part, dict)}
    values = {key: _frozen(part["value"]) for key, part in settings.items()}
    why = {key: part["why"] for key, part in settings.items()}
    sources = {key: tuple(part.get("sources", ())) for key, part in settings.items()}
    return Policy(
        name=table["name"], objective=table["objective"], why=why, sources=sources, **values
    )


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def setting_names() -> tuple[str, ...]:
    """The names of all settings, in the order of the file."""
    told = ("name", "objective", "why", "sources")
    return tuple(part.name for part in fields(Policy) if part.name not in told)


USUAL = read_policy("usual")
