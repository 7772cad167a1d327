"""`deqi simulate n-of-1 SCENARIO.toml`: designs, people and true effects, each key declared."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from deqi.model import PHASES, PRIOR_NAMES, PhaseName
from deqi.plan.blocks import BlockRequest, ListScheme
from deqi.records import OutsideMeaningError
from deqi.simulate.course import FIRST_DAY
from deqi.simulate.n_of_1.power import USUAL_EFFECTS_NRS, Relief, Sampling
from deqi.simulate.study.keys import Problems, key, read_section

RELIEFS = tuple(relief.value for relief in Relief)
A_DESIGN = '[[design]] with scheme = "pairs" or "start", once or more'


@dataclass(frozen=True, slots=True)
class NOf1Scenario:
    """What is to be simulated; the keys of the file are these names.

    `designs` are read from `[[design]]`.
    """

    name: str = key("N-of-1", "word", "for the heading")
    population: str = key(
        "informed", "word", "the prior set people are drawn from", choices=PRIOR_NAMES
    )
    phase: PhaseName = key("chronic", "word", "how long the pain has lasted", choices=PHASES)
    least_nrs: float = key(4.0, "number", "level of pain at which people begin", low=0, high=10)
    effects_nrs: tuple[float, ...] = key(
        USUAL_EFFECTS_NRS, "numbers", "true effects; none is looked at too", low=0.1, high=10
    )
    relief: tuple[str, ...] = key(RELIEFS, "words", "how relief comes and goes: fast, slow")
    courses: int = key(400, "whole", "made-up courses a line", low=1, high=1_000_000)
    fits: int = key(40, "whole", "of them read by the pain model", low=1, high=1_000_000)
    seed: int = key(0, "whole", "fixes every figure", low=0, high=10**18)
    design: Any = key((), "table", "what is compared")
    designs: tuple[BlockRequest, ...] = ()

    @property
    def sampling(self) -> Sampling:
        """How much is made up."""
        return Sampling(self.courses, min(self.fits, self.courses), self.seed)

    def truths(self) -> Iterator[tuple[Relief | None, float]]:
        """No effect, then every effect in every way."""
        yield None, 0.0
        for relief in self.relief:
            for effect_nrs in self.effects_nrs:
                yield Relief(relief), effect_nrs

    @property
    def n_courses(self) -> int:
        """How many courses are made up in all."""
        return len(self.designs) * len(list(self.truths())) * self.courses


@dataclass(frozen=True, slots=True)
class _Pairs:
    scheme: str = key("pairs", "word", "what chance decides")
    run_in_days: int = key(14, "whole", "without visits", low=1)
    block_days: int = key(42, "whole", "of a block", low=7)
    pairs: int = key(2, "whole", "of blocks", low=1, high=100)

    def request(self) -> BlockRequest:
        return BlockRequest(
            ListScheme.PAIRS, FIRST_DAY, self.run_in_days, self.block_days, self.pairs
        )


@dataclass(frozen=True, slots=True)
class _Start:
    scheme: str = key("start", "word", "what chance decides")
    run_in_days: int = key(14, "whole", "without visits", low=1)
    window_days: int = key(56, "whole", "in which the start may fall", low=2)
    days: int = key(168, "whole", "in all", low=14)

    def request(self) -> BlockRequest:
        return BlockRequest(
            ListScheme.START,
            FIRST_DAY,
            self.run_in_days,
            window_d=self.window_days,
            total_d=self.days,
        )


_DESIGNS: dict[str, type[_Pairs] | type[_Start]] = {"pairs": _Pairs, "start": _Start}


def read_n_of_1_scenario(text: str, file: str) -> NOf1Scenario:
    """Read a scenario.

    Raises
    ------
    BadInputError
        With every key that is not known or has a value it cannot have.

    Examples
    --------
    >>> scenario = read_n_of_1_scenario('[[design]]\\nscheme = "start"', "s.toml")
    >>> scenario.effects_nrs, scenario.designs[0].scheme.value, scenario.n_courses
    ((1.0, 2.0, 3.0), 'start', 2800)
    """
    problems = Problems(file)
    table: dict[str, Any] = {}
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.refuse("the file", str(error), "TOML", "Correct the line that it names.")
    problems.stop_if_any()
    scenario = read_section(NOf1Scenario, table, "", problems)
    designs = tuple(_designs(table.get("design"), problems))
    for word in scenario.relief if scenario else ():
        if word not in RELIEFS:
            problems.refuse("relief", word, f"of {', '.join(RELIEFS)}", "Correct this value.")
    problems.stop_if_any()
    assert scenario is not None
    return replace(scenario, designs=designs)


def _designs(given: object, problems: Problems) -> Iterator[BlockRequest]:
    if not isinstance(given, list) or not given:
        problems.refuse("design", given, A_DESIGN, "Add a design.")
        return
    for k, table in enumerate(given, start=1):
        place = f"design[{k}]"
        section = _DESIGNS.get(str(table.get("scheme"))) if isinstance(table, dict) else None
        if section is None:
            problems.refuse(f"{place}.scheme", table, '"pairs" or "start"', "Correct this value.")
            continue
        design = read_section(section, table, place, problems)
        try:
            if design is not None:
                yield design.request()
        except OutsideMeaningError as error:
            problems.refuse(place, table, str(error).rstrip("."), "Correct this design.")
