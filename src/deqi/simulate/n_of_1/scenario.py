"""`deqi simulate n-of-1 SCENARIO.toml`: designs, people and true effects, each key checked."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deqi.model import PHASES, PRIOR_NAMES, PhaseName
from deqi.plan.blocks import BlockRequest, ListScheme
from deqi.records import BadInputError, InputProblem, OutsideMeaningError
from deqi.simulate.course import FIRST_DAY
from deqi.simulate.n_of_1.power import Relief, Sampling

MAX_COURSES = 1_000_000
_DESIGN_KEYS = {
    "pairs": {"run_in_days": "run_in_d", "block_days": "block_d", "pairs": "n_pairs"},
    "start": {"run_in_days": "run_in_d", "window_days": "window_d", "days": "total_d"},
}


@dataclass(frozen=True, slots=True)
class NOf1Scenario:
    """What is to be simulated.

    Attributes
    ----------
    name : for the heading.
    population, phase : the prior set people are drawn from, and how long their pain has lasted.
    least_nrs : level of pain at which people begin such a trial.
    effects_nrs : true effects; nought is always looked at too.
    reliefs : how they come and go.
    designs : what is compared.
    sampling : how many courses, how many fits, and the seed.
    """

    name: str
    population: str
    phase: PhaseName
    least_nrs: float
    effects_nrs: tuple[float, ...]
    reliefs: tuple[Relief, ...]
    designs: tuple[BlockRequest, ...]
    sampling: Sampling

    def truths(self) -> Iterator[tuple[Relief | None, float]]:
        """No effect, then every effect in every way."""
        yield None, 0.0
        for relief in self.reliefs:
            for effect_nrs in self.effects_nrs:
                yield relief, effect_nrs

    @property
    def n_courses(self) -> int:
        """How many courses are made up in all."""
        return len(self.designs) * len(list(self.truths())) * self.sampling.n


def read_n_of_1_scenario(text: str, file: str) -> NOf1Scenario:
    """Read a scenario.

    Raises
    ------
    BadInputError
        With every key that is not known, missing or without meaning.

    Examples
    --------
    >>> scenario = read_n_of_1_scenario('[[design]]\\nscheme = "start"', "s.toml")
    >>> scenario.effects_nrs, scenario.designs[0].scheme.value, scenario.n_courses
    ((1.0, 2.0, 3.0), 'start', 2800)
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = InputProblem(
            file, None, None, str(error)[:40], "TOML: key = value", "Correct it."
        )
        raise BadInputError((problem,)) from None
    reading = _Reading(file, table)
    scenario = NOf1Scenario(
        name=reading.get("name", "N-of-1", _words),
        population=reading.get("population", "informed", _one_of(PRIOR_NAMES)),
        phase=reading.get("phase", "chronic", _one_of(PHASES)),
        least_nrs=reading.get("least_nrs", 4.0, _number(0, 10)),
        effects_nrs=reading.get("effects_nrs", (1.0, 2.0, 3.0), _several(_number(0.1, 10))),
        reliefs=reading.get("relief", tuple(Relief), _several(_relief)),
        designs=tuple(reading.designs()),
        sampling=Sampling(
            n=reading.get("courses", 400, _whole(1, MAX_COURSES)),
            n_fits=reading.get("fits", 40, _whole(1, MAX_COURSES)),
            seed=reading.get("seed", 0, _whole(0, 10**18)),
        ),
    )
    reading.finish()
    return scenario


class _RefusedError(Exception):
    """What a value should have been."""


class _Reading:
    """Takes keys out of a table; whatever is left at the end is not known."""

    def __init__(self, file: str, table: Mapping[str, Any]) -> None:
        self.file, self.left = file, dict(table)
        self.known: list[str] = ["design"]
        self.problems: list[InputProblem] = []

    def get(self, key: str, default: Any, read: Callable[[Any], Any]) -> Any:
        self.known.append(key)
        if key not in self.left:
            return default
        given = self.left.pop(key)
        try:
            return read(given)
        except _RefusedError as refused:
            self.refuse(key, given, str(refused))
            return default

    def refuse(self, key: str, given: object, expected: str) -> None:
        to_do = "Correct it, or remove the line for the default."
        self.problems.append(InputProblem(self.file, None, key, str(given)[:40], expected, to_do))

    def designs(self) -> Iterator[BlockRequest]:
        given = self.left.pop("design", None)
        if not isinstance(given, list) or not given:
            self.refuse(
                "design", given, '[[design]] with scheme = "pairs" or "start", once or more'
            )
            return
        for k, table in enumerate(given, start=1):
            yield from self._design(f"design {k}", dict(table))

    def _design(self, place: str, table: dict[str, Any]) -> Iterator[BlockRequest]:
        scheme = table.pop("scheme", None)
        if scheme not in _DESIGN_KEYS:
            self.refuse(f"{place}.scheme", scheme, '"pairs" or "start"')
            return
        settings: dict[str, Any] = {}
        for key, value in table.items():
            if key not in _DESIGN_KEYS[scheme]:
                self.refuse(f"{place}.{key}", value, f"one of {', '.join(_DESIGN_KEYS[scheme])}")
            elif not isinstance(value, int) or isinstance(value, bool):
                self.refuse(f"{place}.{key}", value, "a whole number")
            else:
                settings[_DESIGN_KEYS[scheme][key]] = value
        try:
            yield BlockRequest(ListScheme(scheme), FIRST_DAY, **settings)
        except OutsideMeaningError as error:
            self.refuse(place, scheme, str(error).rstrip("."))

    def finish(self) -> None:
        for key, given in self.left.items():
            self.refuse(key, given, f"a known key: {', '.join(self.known)}")
        if self.problems:
            raise BadInputError(tuple(self.problems))


def _words(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _RefusedError("words in quotation marks")
    return value.strip()


def _one_of(options: tuple[str, ...]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in options:
            raise _RefusedError("one of " + ", ".join(f'"{option}"' for option in options))
        return str(value)

    return read


def _relief(value: Any) -> Relief:
    return Relief(_one_of(tuple(relief.value for relief in Relief))(value))


def _number(lo: float, hi: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not lo <= value <= hi:
            raise _RefusedError(f"a number from {lo:g} to {hi:g}")
        return float(value)

    return read


def _whole(lo: int, hi: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not lo <= value <= hi:
            raise _RefusedError(f"a whole number from {lo} to {hi}")
        return value

    return read


def _several(read: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    def read_all(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or not value:
            raise _RefusedError("a list with at least one value")
        return tuple(read(item) for item in value)

    return read_all
