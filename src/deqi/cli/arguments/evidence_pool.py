"""`deqi evidence pool` and `deqi evidence published`."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from deqi.cli.arguments.common import Commands, add_command, add_html, add_json, listed, pair


def weeks(text: str) -> tuple[float, float]:
    """A first and a last week."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)", text.strip(), re.ASCII)
    if match is None:
        raise argparse.ArgumentTypeError(f"'{text}' is no range of weeks; write it as 0-13")
    return float(match[1]), float(match[2])


def level(text: str) -> float:
    """A level of intervals, as per cent or share."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?|\.\d+)\s*(%?)", text.strip(), re.ASCII)
    value = float(match[1]) / (100 if match[2] else 1) if match else 0.0
    if not 0.5 <= value < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no level; write it as 0.95 or 95%")
    return value


def positive(text: str) -> float:
    """A number above 0."""
    if not re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII) or float(text) <= 0:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number above 0")
    return float(text)


def add_pool(commands: Commands[argparse.ArgumentParser]) -> None:
    """A table of trials, ours or anybody's, weighed together."""
    parser = add_command(
        commands, "pool", "weigh a table of trials together", handler="evidence.pool"
    )
    parser.add_argument(
        "table",
        nargs="?",
        type=Path,
        metavar="TABLE.csv",
        help="one row for each arm of each trial (default: the tables of this package)",
    )
    _add_question(parser)
    _add_weighing(parser)
    _add_reading(parser)
    add_html(parser)
    add_json(parser)


def add_published(commands: Commands[argparse.ArgumentParser]) -> None:
    """Published pools beside ours."""
    parser = add_command(
        commands,
        "published",
        "published pools beside ours, and why they differ",
        handler="evidence.published",
    )
    parser.add_argument(
        "--with-memory", action="store_true", help="compute with figures from memory too"
    )
    add_json(parser)


def _add_question(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what is asked")
    group.add_argument(
        "--measure",
        choices=("MD", "SMD", "RD", "RR", "OR"),
        help="how arms are compared (default SMD, or RD for a table of events)",
    )
    group.add_argument(
        "--by",
        metavar="COLUMN",
        help="sub-groups: comparator, condition, term, country, scores, outcome, or any column",
    )
    group.add_argument("--outcome", metavar="WORDS", help="an outcome, or a domain such as pain")
    group.add_argument(
        "--comparator",
        type=listed,
        default=(),
        metavar="NAMES",
        help="sham, usual_care, none, active, control, parted by commas",
    )
    group.add_argument(
        "--condition", type=listed, default=(), metavar="NAMES", help="such as chronic,sciatica"
    )
    group.add_argument("--weeks", type=weeks, metavar="LO-HI", help="only these follow-ups")
    group.add_argument(
        "--when", choices=("first", "last"), default="first", help="which of them (default first)"
    )
    group.add_argument(
        "--scores",
        dest="which_scores",  # `scores` is a file that is read, elsewhere
        choices=("change-first", "final-first", "change", "final"),
        default="change-first",
        help="which scores of a trial that gives both (default change-first)",
    )
    group.add_argument(
        "--lower-better",
        action="store_true",
        help="turn scales on which more is better, so that below favours acupuncture",
    )
    group.add_argument(
        "--to-scale", type=positive, metavar="MAX", help="bring scales from 0 to this upper end"
    )
    group.add_argument(
        "--with-memory", action="store_true", help="compute with figures from memory too"
    )
    group.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="TRIAL",
        help="a trial to go without, such as 'Tu 2024'",
    )


def _add_weighing(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how it is weighed")
    group.add_argument(
        "--shared",
        choices=("combine", "split", "covariance"),
        default="combine",
        help="what is done about an arm that two comparisons share (default combine)",
    )
    group.add_argument(
        "--knapp-hartung",
        choices=("full", "at-least-1", "off"),
        default="full",
        help="the t interval of random effects, or one never narrower than without (default full)",
    )
    group.add_argument(
        "--level", type=level, default=0.95, metavar="P", help="of every interval (default 0.95)"
    )


def _add_reading(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how the table is read")
    group.add_argument(
        "--map",
        action="append",
        default=[],
        type=pair,
        metavar="FIELD=HEADING",
        help="which column is meant, such as n='Number analysed'",
    )
    group.add_argument(
        "--leave-out", choices=("bad-rows",), help="go on without rows that cannot be"
    )
