"""Blocks with and without visits: `deqi plan --blocks`, `deqi infer --blocks`."""

from __future__ import annotations

import argparse
from pathlib import Path

from deqi.cli.arguments.common import add_html, day

SCHEMES = ("pairs", "start", "baselines")


def count(text: str) -> int:
    """A whole number from 1."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 100_000):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1")
    return int(text)


def add_block_drawing(parser: argparse.ArgumentParser) -> None:
    """Options of `deqi plan --blocks`."""
    group = parser.add_argument_group("blocks with and without visits, drawn by chance")
    parser.set_defaults(seed=None)  # no seed: the draw takes the machine's own chance
    group.add_argument(
        "--blocks", nargs="?", const=SCHEMES[0], metavar="SCHEME",
        help="draw a randomisation list: pairs (default), start, or baselines",
    )  # fmt: skip
    group.add_argument(
        "--first-day", type=day, metavar="DAY", help="of the plan (default: tomorrow)"
    )
    group.add_argument("--run-in-days", type=count, metavar="N", help="without visits (default 14)")
    group.add_argument("--block-days", type=count, metavar="N", help="of a block (default 42)")
    group.add_argument("--pairs", type=count, metavar="N", help="of blocks (default 2)")
    group.add_argument(
        "--window-days", type=count, metavar="N", help="in which the start may fall (default 56)"
    )
    group.add_argument("--days", type=count, metavar="N", help="of a drawn start (default 168)")
    group.add_argument(
        "--with", action="append", default=[], type=Path, metavar="FOLDER", dest="others",
        help="another patient, for baselines; repeat it",
    )  # fmt: skip
    group.add_argument(
        "--csv", metavar="FILE", help="write the list as blocks.csv and print its digest only"
    )
    group.add_argument(
        "--power", action="store_true", help="what such blocks could show in this patient's noise"
    )
    group.add_argument(
        "--n", type=count, default=None, metavar="N", help="courses a line of --power (default 400)"
    )
    group.add_argument(
        "--fits", type=count, default=None, metavar="N",
        help="of them read by the pain model (default 40)",
    )  # fmt: skip


def add_block_reading(parser: argparse.ArgumentParser) -> None:
    """Options of `deqi infer --blocks`."""
    group = parser.add_argument_group("blocks with and without visits")
    group.add_argument(
        "--blocks", action="store_true",
        help="compare the blocks of blocks.csv: the model and a randomisation test",
    )  # fmt: skip
    add_html(group, "the comparison as a page, to a file or the terminal")


def untangle_blocks(arguments: argparse.Namespace) -> None:
    """`--blocks FOLDER` means the default scheme for that folder."""
    given = getattr(arguments, "blocks", None)
    if isinstance(given, str) and given not in SCHEMES and arguments.folder is None:
        arguments.folder, arguments.blocks = Path(given), SCHEMES[0]


def block_problem(arguments: argparse.Namespace) -> str | None:
    """What contradicts itself among the options of blocks."""
    blocks = getattr(arguments, "blocks", None)
    if isinstance(blocks, str) and blocks not in SCHEMES:
        return f"--blocks {blocks} is not known; choose one of {', '.join(SCHEMES)}"
    if blocks:
        return _unused(arguments, blocks)
    asked = [name for name, option in _ONLY_WITH_BLOCKS.items() if getattr(arguments, name, None)]
    if asked and arguments.command in ("plan", "infer"):
        return f"{_ONLY_WITH_BLOCKS[asked[0]]} belongs to --blocks; add it"
    return None


_ONLY_WITH_BLOCKS = {
    "first_day": "--first-day", "run_in_days": "--run-in-days", "block_days": "--block-days",
    "pairs": "--pairs", "window_days": "--window-days", "days": "--days", "others": "--with",
    "csv": "--csv", "power": "--power", "n": "--n", "fits": "--fits", "html": "--html",
}  # fmt: skip
_OF_SCHEME = {"block_days": "pairs", "pairs": "pairs", "window_days": "start", "days": "start"}


def _unused(arguments: argparse.Namespace, scheme: str | bool) -> str | None:
    """An option that this scheme would pass over in silence."""
    for name, owner in _OF_SCHEME.items():
        is_pairs = scheme == "pairs"
        if getattr(arguments, name, None) and (owner == "pairs") != is_pairs:
            return f"{_ONLY_WITH_BLOCKS[name]} means nothing for --blocks {scheme}"
    if getattr(arguments, "others", None) and scheme != "baselines":
        return "--with FOLDER names further patients; use --blocks baselines"
    return None
