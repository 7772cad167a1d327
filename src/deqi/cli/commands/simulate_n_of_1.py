"""`deqi simulate n-of-1`: what blocks could show of people like those of a scenario."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from deqi.cli.commands.block_power import power_csv, power_json, power_lines, progress_bar
from deqi.cli.outputs import as_json, paragraph, put
from deqi.records import BadInputError, InputProblem

SCHEMA = "deqi.n-of-1-power/1"


def run(arguments: Namespace) -> None:
    """Simulate every design of the scenario under every truth."""
    from deqi.simulate.n_of_1 import block_power, people_from_prior, read_n_of_1_scenario

    scenario = read_n_of_1_scenario(_text(arguments.scenario), arguments.scenario.name)
    cells = []
    with progress_bar(scenario.n_courses, scenario.name) as progress:
        for request in scenario.designs:
            for relief, effect_nrs in scenario.truths():
                people = people_from_prior(
                    scenario.population, scenario.phase, scenario.sampling.seed, scenario.least_nrs
                )
                cells.append(
                    block_power(
                        request,
                        people,
                        scenario.phase,
                        relief,
                        effect_nrs,
                        scenario.sampling,
                        progress,
                    )
                )
    if arguments.csv is not None:
        put(power_csv(cells), arguments.csv, arguments)
    if arguments.json is not None:
        plain = {"schema": SCHEMA, "name": scenario.name, "population": scenario.population,
                 "phase": scenario.phase, "seed": scenario.sampling.seed,
                 "cells": power_json(cells)}  # fmt: skip
        put(as_json(plain), arguments.json, arguments)
    if arguments.csv is None and arguments.json is None:
        who = f"{scenario.name}: people drawn from the prior set '{scenario.population}', "
        who += f"{scenario.phase}, level {scenario.least_nrs:g} or more."
        put("\n".join([paragraph(who), *power_lines(cells)]), "-", arguments)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        problem = InputProblem(
            path.name, None, None, "no file that can be read", "a scenario in TOML",
            "Check its name; docs/how-to/n-of-1.md shows one.",
        )  # fmt: skip
        raise BadInputError((problem,)) from None
