"""How a practice spaces visits: a policy as settings, each with its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from importlib.resources import files
from typing import Any

from deqi.records import DaySpan, OutsideMeaningError

SPACINGS = ("even", "best", "flare")
COVERAGES = ("none", "us-medicare")
LONGEST_HORIZON_D = 365
COUNTED = (
    *("block_visits", "max_record_age_d", "min_gap_d", "max_visits_in_90_d", "review_at_visit"),
    *("review_after_d", "flare_visits", "flare_gap_d", "flare_quiet_d", "flare_silence_d"),
    "judged_from_visit",
)
TOLD = ("name", "objective", "label", "why", "sources")


@dataclass(frozen=True, slots=True)
class Policy:
    """Settings of a plan. Change one with `dataclasses.replace(USUAL, min_gain_nrs=0.1)`.

    Attributes
    ----------
    name : such as `usual`.
    objective : what the plan aims at, with the names of settings in braces.
    horizon_d : days after the day of decision over which a visit's gain is counted, 1 to 365.
    min_gain_nrs : expected gain of one more visit (median, informed prior) at which visits go on.
    block_visits : visits planned at most before the record is read again.
    max_record_age_d : days since the last record beyond which only the next visit is planned.
    default_gap_d, min_gap_d, max_gap_d : days between visits.
    max_visits_in_90_d : cap, past and planned visits counted together.
    review_at_visit, review_after_d : when a doctor reviews a course without important improvement.
    work_days : ISO week days, Monday is 1.
    default_hour, earliest_hour, latest_hour : local hours of a planned visit.
    spacing : "even" (one usual gap after another), "best" (the dates with the lowest expected mean
        pain over the horizon), or "flare" (days running in a flare, even otherwise).
    flare_visits, flare_gap_d, flare_reserve, flare_quiet_d, flare_silence_d : of spacing "flare",
        see `deqi.plan.flare`.
    coverage : "none" or "us-medicare": whose rules of payment the plan keeps to.
    improved_percent : fall of a documented score that counts as a demonstrated improvement there.
    judged_from_visit : the visit from which "no fall at all" ends covered treatment.
    closed : days on which the practice is closed, beside its week.
    label : what must be read beside every plan of this policy as it ships (see `labels_of`).
    why, sources : setting -> reason, setting -> source keys (`label` may have some, too).

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
    spacing: str = "even"
    flare_visits: int = 3
    flare_gap_d: int = 1
    flare_reserve: int = 3
    flare_quiet_d: int = 2
    flare_silence_d: int = 4
    coverage: str = "none"
    improved_percent: float = 30.0
    judged_from_visit: int = 6
    closed: tuple[DaySpan, ...] = ()
    label: str = ""
    why: Mapping[str, str] = field(default_factory=dict, compare=False)
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        for name, expected in setting_problems(self):
            raise OutsideMeaningError(
                f"Policy '{self.name}': {name} is {getattr(self, name)}; expected {expected}. "
                "Change this setting."
            )

    @property
    def aim(self) -> str:
        """What the plan aims at, with the settings filled in."""
        return self.objective.format(**{name: getattr(self, name) for name in setting_names()})


def setting_problems(policy: Policy) -> Iterator[tuple[str, str]]:
    """Every setting without meaning, with what is expected of it."""
    for name in COUNTED:
        if getattr(policy, name) < 1:
            yield name, "1 or more"
    if not 1 <= policy.horizon_d <= LONGEST_HORIZON_D:
        yield "horizon_d", f"1 to {LONGEST_HORIZON_D}"
    if not policy.min_gain_nrs >= 0:
        yield "min_gain_nrs", "0 or more"
    if not policy.min_gap_d <= policy.default_gap_d <= policy.max_gap_d:
        yield "default_gap_d", "between min_gap_d and max_gap_d"
    if not policy.work_days or not set(policy.work_days) <= set(range(1, 8)):
        yield "work_days", "week days from 1 (Monday) to 7, at least one"
    if not 0 <= policy.earliest_hour <= policy.default_hour <= policy.latest_hour < 24:
        yield "default_hour", "between earliest_hour and latest_hour, within 0-24"
    if policy.spacing not in SPACINGS:
        yield "spacing", f"one of {', '.join(SPACINGS)}"
    if policy.coverage not in COVERAGES:
        yield "coverage", f"one of {', '.join(COVERAGES)}"
    if not 0 < policy.improved_percent <= 100:
        yield "improved_percent", "above 0, at most 100"
    if not 0 <= policy.flare_reserve < policy.max_visits_in_90_d and policy.spacing == "flare":
        yield "flare_reserve", "0 or more, and under max_visits_in_90_d"


def policy_names() -> tuple[str, ...]:
    """The policies that ship with deqi.

    >>> policy_names()
    ('usual', 'flare', 'us-medicare')
    """
    found = (file.name for file in (files("deqi.plan") / "policies").iterdir())
    names = {name.removesuffix(".toml") for name in found if name.endswith(".toml")}
    return ("usual", *sorted(names - {"usual"}))


def read_policy(name: str) -> Policy:
    """Read a policy that ships with deqi.

    Raises
    ------
    OutsideMeaningError
        If there is no policy of that name.
    """
    if name not in policy_names():
        known = ", ".join(f"'{known}'" for known in policy_names())
        raise OutsideMeaningError(f"There is no policy '{name}'; expected one of {known}.")
    return _policy(_table(name))


def labels_of(policy: Policy) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What must be read beside every plan, with its sources, under whatever name a policy goes."""
    named = {"flare": policy.spacing == "flare", "us-medicare": policy.coverage == "us-medicare"}
    shipped = [read_policy(name) for name, is_used in named.items() if is_used]
    return tuple((known.label, known.sources["label"]) for known in shipped)


def as_policy(policy: Policy | str) -> Policy:
    """A policy, or the one that ships under this name."""
    return read_policy(policy) if isinstance(policy, str) else policy


def _table(name: str) -> dict[str, Any]:
    """A policy's file laid over the one it is based on."""
    text = (files("deqi.plan") / "policies" / f"{name}.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return (_table(table["based_on"]) if "based_on" in table else {}) | table


def _policy(table: Mapping[str, Any]) -> Policy:
    settings = {key: part for key, part in table.items() if isinstance(part, dict)}
    values = {key: _frozen(part["value"]) for key, part in settings.items()}
    why = {key: part["why"] for key, part in settings.items() if "why" in part}
    sources = {key: tuple(part.get("sources", ())) for key, part in settings.items()}
    return Policy(
        name=table["name"], objective=table["objective"], why=why, sources=sources, **values
    )


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def setting_names() -> tuple[str, ...]:
    """The names of all settings, in the order of the file."""
    return tuple(part.name for part in fields(Policy) if part.name not in TOLD)


USUAL = read_policy("usual")
