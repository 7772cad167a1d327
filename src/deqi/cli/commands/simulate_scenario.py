"""`deqi simulate scenario`: the scenarios that ship with deqi, to start from."""

from __future__ import annotations

import tomllib
from argparse import Namespace

from deqi.cli.outputs import fact, put_answer
from deqi.records import OutsideMeaningError
from deqi.simulate.study import list_scenarios, scenario_text


def run(arguments: Namespace) -> None:
    """Print one, or list all with their titles."""
    names = list_scenarios()
    if arguments.name is None:
        titles = {name: tomllib.loads(scenario_text(name))["title"] for name in names}
        lines = [fact(name, title) for name, title in titles.items()]
        put_answer(arguments, lines, {"schema": "deqi.scenarios/1", "scenarios": titles})
        return
    if arguments.name not in names:
        raise OutsideMeaningError(
            f"There is no scenario '{arguments.name}'. Choose one of: {', '.join(names)}."
        )
    text = scenario_text(arguments.name)
    plain = {"schema": "deqi.scenario/1", "name": arguments.name, "text": text}
    put_answer(arguments, text.splitlines(), plain)
