"""`deqi simulate` and what it can make up; each kind adds its own subcommand here."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from deqi.cli.arguments.common import Commands, add_command, add_html, add_json, positive, seed
from deqi.cli.arguments.simulate_arms import add_arms

EXAMPLE = "example"
_EPILOG = "`deqi simulate FOLDER` is short for `deqi simulate example FOLDER`."


def add_simulate(commands: Commands[argparse.ArgumentParser]) -> None:
    """Made-up courses and studies."""
    parser = add_command(commands, "simulate", "made-up courses and studies, the truth known")
    parser.epilog = _EPILOG
    kinds = parser.add_subparsers(dest="kind", metavar="WHAT", required=True)
    add_example(kinds)
    add_courses(kinds)
    add_trial(kinds)
    add_n_of_1(kinds)
    add_arms(kinds)
    add_scenario(kinds)


def add_example(kinds: Commands[argparse.ArgumentParser]) -> None:
    """One of the examples of the manual."""
    parser = add_command(
        kinds, EXAMPLE, "write a made-up course as a folder to try things on", "simulate_example"
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new folder")
    parser.add_argument(
        "--example",
        default="builds-up",
        metavar="NAME",
        help="at-once, builds-up, acute-heals, on-and-off, drawn-start",
    )
    parser.add_argument(
        "--seed",
        type=seed,
        metavar="N",
        help="another person of the same kind (default: as shown)",
    )
    add_json(parser)


def add_courses(kinds: Commands[argparse.ArgumentParser]) -> None:
    """Many courses from a scenario."""
    parser = add_command(
        kinds, "courses", "write many made-up courses of a scenario", "simulate_courses"
    )
    _add_scenario_file(parser)
    parser.add_argument("out", type=Path, metavar="OUT", help="a new folder")
    parser.add_argument(
        "--n", type=positive, default=100, metavar="N", help="how many (default: 100)"
    )
    parser.add_argument(
        "--form",
        choices=("courses", "table"),
        default="courses",
        help="a folder for each course, or one folder of tables (default: courses)",
    )
    _add_seed(parser)
    add_json(parser)


def add_trial(kinds: Commands[argparse.ArgumentParser]) -> None:
    """A trial, made up many times."""
    parser = add_command(
        kinds, "trial", "make up a trial many times: power, errors, sample size", "simulate_trial"
    )
    _add_scenario_file(parser)
    add_html(parser)
    parser.add_argument("--csv", metavar="FILE", help="the estimates of every made-up trial")
    add_json(parser)
    _add_seed(parser)
    parser.add_argument(
        "--jobs", type=positive, default=1, metavar="N", help="processes (default: 1)"
    )


def add_scenario(kinds: Commands[argparse.ArgumentParser]) -> None:
    """The scenarios that ship with deqi."""
    parser = add_command(
        kinds, "scenario", "print a scenario that ships with deqi", "simulate_scenario"
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="which; left out: list them")
    add_json(parser)


def _add_scenario_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "scenario", metavar="SCENARIO", help="a TOML file, or the name of a shipped scenario"
    )


def _add_seed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=seed, metavar="N", help="instead of the scenario's own seed")


def add_n_of_1(kinds: Commands[argparse.ArgumentParser]) -> None:
    """What blocks with and without visits could show."""
    parser = add_command(
        kinds,
        "n-of-1",
        "power of blocks with and without visits, for people of a scenario",
        "simulate_n_of_1",
    )
    parser.add_argument("scenario", type=Path, metavar="SCENARIO", help="a TOML file")
    parser.add_argument("--csv", metavar="FILE", help="every figure as a table")
    add_json(parser)


def spell_out_example(argv: Sequence[str], parser: argparse.ArgumentParser) -> list[str]:
    """`simulate FOLDER ...` as `simulate example FOLDER ...`; everything else as it is."""
    words = list(argv)
    if words[:1] != ["simulate"] or len(words) < 2 or words[1] in {"-h", "--help"}:
        return words
    return words if words[1] in _kinds(parser) else ["simulate", EXAMPLE, *words[1:]]


def _kinds(parser: argparse.ArgumentParser) -> set[str]:
    """The names of what can be simulated, as the parser knows them."""
    names: set[str] = set()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            names |= set(action.choices) if action.dest == "kind" else set()
            if "simulate" in action.choices:
                names |= _kinds(action.choices["simulate"])
    return names
