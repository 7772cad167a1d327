"""How a person wants their files read: every choice that the files themselves do not make."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from deqi.exchange.dates import DateOrder
from deqi.exchange.headings import COURSE_TABLES, FIELDS, PATIENT, Kind
from deqi.records import OutsideMeaningError, Phase

Scale = tuple[float, float]

PAIN_FIELDS = ("pain", "leg", "worst", "pain_before", "pain_after")
SCORE_FIELDS = (*PAIN_FIELDS, "sleep", "work_hindered")


class ReadingOptions(TypedDict, total=False):
    """The keywords of `read_course` and `read_course_csv`.

    Attributes
    ----------
    mapping : field to heading, such as `{"pain": "NRS today"}`; `{"visits.date": "Day"}` for one
        table only.
    where : heading to value: only rows with this value are read.
    scale : `(lo, hi)` of all pain scores if it is not 0-10, or a field to its own, such as
        `{"leg": (0, 100)}`. Scores are brought to 0-10 on a straight line.
    fill_down : headings under which an empty cell means "as on the line above".
    date_order : `"day-first"` or `"month-first"`, if the dates do not show it.
    leave_out_bad_rows : go on without the rows that cannot be read; each is in `Course.left_out`.
    today : nothing may be recorded after this local date; an aware time means the patient's date at
        that moment. None: the future is not checked.
    time_zone, phase, onset_on : facts of the course that its files do not give.
    visits_recorded : False if needling took place but its dates are not in the files.
    """

    mapping: Mapping[str, str]
    where: Mapping[str, str]
    scale: Scale | Mapping[str, Scale] | None
    fill_down: tuple[str, ...]
    date_order: str | None
    leave_out_bad_rows: bool
    today: date | datetime | None
    time_zone: str | None
    phase: str | None
    onset_on: date | None
    visits_recorded: bool | None


@dataclass(frozen=True, slots=True)
class Said:
    """What only a mapping file says of a table.

    Attributes
    ----------
    file : the mapping file's name, for messages.
    given : field to the text that stands for it on every row.
    answers : headings of a questionnaire's items, in its order.
    values : field to what its cells say and how deqi reads that; nothing else may stand there.
    takes_first : of several rows of one patient only the first counts (`patients`).
    """

    file: str
    given: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[str, ...] = ()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    takes_first: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """Fields that no single column holds."""
        return (*self.given, *(("answers",) if self.answers else ()))


@dataclass(frozen=True, slots=True)
class Reading:
    """The same choices, checked."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    scale: Scale | Mapping[str, Scale] | None = None
    fill_down: tuple[str, ...] = ()
    date_order: str | None = None
    leave_out_bad_rows: bool = False
    today: date | datetime | None = None
    time_zone: str | None = None
    phase: str | None = None
    onset_on: date | None = None
    visits_recorded: bool | None = None
    has_patients: bool = False  # tables of many people, each row with its patient
    said: Said | None = None

    def __post_init__(self) -> None:
        for name in self.mapping:
            _check_field(name, known_fields(self.has_patients), "mapping")
        if isinstance(self.scale, Mapping):
            for name in self.scale:
                _check_field(name, SCORE_FIELDS, "scale")
        for scale in self._scales().values():
            _check_scale(scale)
        if self.date_order is not None and self.date_order not in tuple(DateOrder):
            raise OutsideMeaningError(
                f"date_order is {self.date_order!r}; give 'day-first' or 'month-first'."
            )
        if self.phase is not None and self.phase not in tuple(Phase):
            raise OutsideMeaningError(
                f"phase is {self.phase!r}; give 'acute', 'subacute', 'chronic' or 'unknown'."
            )

    def heading_of(self, kind: Kind, name: str) -> str | None:
        """The heading that a person mapped to a field of one table."""
        return self.mapping.get(f"{kind.value}.{name}", self.mapping.get(name))

    def way_to_map(self, name: str, heading: str = "its heading") -> str:
        """How a person says which column holds a field."""
        if self.said is None:
            return f'--map {name}="{heading}"'
        return f'{name} = "{heading}" among the columns of {self.said.file}'

    def scale_of(self, name: str) -> Scale | None:
        """The declared scale of a field; None means 0-10."""
        return self._scales().get(name)

    def last_day(self, zone: ZoneInfo) -> date | None:
        """The latest local date that may be recorded."""
        if isinstance(self.today, datetime):
            return self.today.astimezone(zone).date()
        return self.today

    def _scales(self) -> Mapping[str, Scale]:
        if isinstance(self.scale, Mapping):
            return self.scale
        return {} if self.scale is None else dict.fromkeys(PAIN_FIELDS, self.scale)


def known_fields(has_patients: bool = False) -> tuple[str, ...]:
    """Every field that `mapping` may name, alone or behind its table."""
    kinds = tuple(Kind) if has_patients else COURSE_TABLES
    pairs = [(kind, name) for kind in kinds for name in FIELDS[kind]]
    pairs = [(kind, name) for kind, name in pairs if has_patients or name != PATIENT]
    alone = dict.fromkeys(name for _, name in pairs)
    return (*alone, *(f"{kind.value}.{name}" for kind, name in pairs))


def nearest(word: str, known: tuple[str, ...] | list[str]) -> str:
    """A hint at the known word that is most like the one given.

    >>> nearest("onste", ["onset", "sex"])
    "Did you mean 'onset'?"
    """
    close = difflib.get_close_matches(word, known, n=1)
    return f"Did you mean '{close[0]}'?" if close else "Known are: " + ", ".join(known) + "."


def reading(options: ReadingOptions, *, has_patients: bool = False) -> Reading:
    """The choices, checked; an unknown keyword is refused."""
    known = [f.name for f in fields(Reading) if f.name not in ("has_patients", "said")]
    for name in options:
        if name not in known:
            raise TypeError(f"unexpected keyword {name!r}. {nearest(name, known)}")
    return Reading(**options, has_patients=has_patients)


def _check_field(name: str, known: tuple[str, ...], where: str) -> None:
    if name not in known:
        raise OutsideMeaningError(
            f"{where} names {name!r}, which no table has. " + nearest(name, known)
        )


def _check_scale(scale: Scale) -> None:
    lo, hi = scale
    if not (math.isfinite(lo) and math.isfinite(hi) and lo < hi):
        raise OutsideMeaningError(
            f"The scale {lo:g} to {hi:g} has no width; give its lower end first, such as 0-100."
        )
