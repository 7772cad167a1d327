"""One patient of many: a table folder, or somebody else's export read by a mapping file."""

from __future__ import annotations

import argparse
from pathlib import Path

# What a mapping file says itself; said twice, one of the two would be passed over in silence.
_SAID_BY_MAPPING = {
    "map": "--map",
    "where": "--where",
    "scale": "--scale",
    "fill_down": "--fill-down",
    "date_order": "--date-order",
    "leave_out": "--leave-out",
    "phase": "--phase",
    "onset": "--onset",
    "time_zone": "--time-zone",
    "visits_not_recorded": "--visits-not-recorded",
}


def add_export_options(group: argparse._ArgumentGroup) -> None:
    """A mapping file, and whose course is asked for."""
    group.add_argument(
        "--mapping", type=Path, metavar="FILE",
        help="FOLDER is an export, file or folder, to be read as this mapping file says",
    )  # fmt: skip
    group.add_argument(
        "--patient", metavar="KEY", help="one patient of a folder of tables, or of an export"
    )


def export_problem(arguments: argparse.Namespace) -> str | None:
    """What does not go together, in a sentence."""
    many = "--mapping" if arguments.mapping else "--patient" if arguments.patient else None
    if many and arguments.folder is None:
        return f"{many} goes with a folder of tables or an export: name it"
    if arguments.mapping is None:
        return None
    twice = [option for name, option in _SAID_BY_MAPPING.items() if getattr(arguments, name)]
    if twice:
        return f"{twice[0]} is said in the mapping file, for every patient; write it there"
    if arguments.patient is None and not getattr(arguments, "all", False):
        return "an export holds many patients: say which, --patient KEY, or deqi report ... --all"
    return None
