"""What every command's arguments are made of: parsers, and values as people type them."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path
from typing import NoReturn

Commands = argparse._SubParsersAction  # argparse has no public name for it

_RECORDS = (".csv", ".tsv", ".toml", ".xlsx")

_SCALE = re.compile(r"(?:(?P<field>\w+)=)?(?P<lo>-?\d+(?:\.\d+)?)-(?P<hi>-?\d+(?:\.\d+)?)")


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help in 80 columns, whatever the terminal: the same page everywhere."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=80)


class Parser(argparse.ArgumentParser):
    """A parser that answers a wrong line with what is wrong in it, not with a screen of options."""

    def error(self, message: str) -> NoReturn:
        """The sentence, and where all options are told."""
        self.exit(2, f"{self.prog}: error: {message}\nEvery option: {self.prog} --help\n")


def add_command(
    commands: Commands[argparse.ArgumentParser], name: str, purpose: str, handler: str | None = None
) -> argparse.ArgumentParser:
    """A subcommand. `handler` names its module in `deqi.cli.commands`, if not its own name."""
    parser = commands.add_parser(
        name,
        help=purpose,
        description=purpose[0].upper() + purpose[1:],
        formatter_class=Formatter,
        allow_abbrev=False,
    )
    parser.set_defaults(parser=parser, handler=handler or name)
    return parser


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json", nargs="?", const="-", metavar="FILE", help="JSON, to the terminal or a file"
    )


def add_html(
    parser: argparse.ArgumentParser | argparse._ArgumentGroup,
    meaning: str = "the page, to a file or the terminal",
) -> None:
    parser.add_argument(
        "--html", nargs="?", const="-", type=page_file, metavar="FILE", help=meaning
    )


def page_file(text: str) -> str:
    """Where a page goes: not in place of a table that somebody meant to be read."""
    if Path(text).suffix.lower() in _RECORDS:
        raise argparse.ArgumentTypeError(
            f"'{text}' is no place for a page; name one such as page.html, and what is to be read "
            "apart from it"
        )
    return text


def day(text: str) -> date:
    """A calendar day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day; write it as 2026-03-31") from None


def days(text: str) -> tuple[date, date]:
    """One calendar day, or the first and the last of several: 2026-08-03..2026-08-21."""
    ends = text.split("..")
    first_on, last_on = day(ends[0]), day(ends[-1])
    if len(ends) > 2 or last_on < first_on:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not a stretch of days; write it as 2026-08-03..2026-08-21"
        )
    return first_on, last_on


def seed(text: str) -> int:
    """A whole number from 0."""
    if not re.fullmatch(r"\d{1,18}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 0")
    return int(text)


def positive(text: str) -> int:
    """A whole number from 1."""
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or int(text) == 0:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1")
    return int(text)


def pair(text: str) -> tuple[str, str]:
    """Two sides of an equals sign."""
    left, equals, right = text.partition("=")
    if not (left.strip() and equals and right.strip()):
        raise argparse.ArgumentTypeError(f"'{text}' has no two sides; write it as left=right")
    return left.strip(), right.strip()


def scale(text: str) -> tuple[str | None, tuple[float, float]]:
    """A scale, of all pain scores or of one field."""
    match = _SCALE.fullmatch(text.strip())
    if match is None:
        raise argparse.ArgumentTypeError(f"'{text}' is no scale; write it as 0-100 or leg=0-100")
    return match["field"], (float(match["lo"]), float(match["hi"]))


def listed(text: str) -> tuple[str, ...]:
    """Words parted by commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
