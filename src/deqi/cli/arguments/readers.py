"""`deqi report`, `screen`, `track`, `infer`, `plan`: commands that read one course."""

from __future__ import annotations

import argparse

from deqi.cli.arguments.all_courses import add_all_options
from deqi.cli.arguments.blocks import add_block_drawing, add_block_reading
from deqi.cli.arguments.common import Commands, add_command, add_html, add_json, seed
from deqi.cli.arguments.course_inputs import add_input_options, add_reading_options
from deqi.cli.arguments.papers import add_paper_options
from deqi.cli.arguments.policy import NO_POLICY_OPTIONS, add_policy_options

_READERS = {
    "report": "the whole answer: verdict, picture, numbers, plan, data quality",
    "screen": "may this person be needled now, or is a doctor to be asked first?",
    "track": "what the diary and the questionnaires say, cleanly",
    "infer": "what is believed of the course, and how surely",
    "plan": "the verdict, and proposed next visits with reasons",
}


def add_readers(commands: Commands[argparse.ArgumentParser]) -> None:
    """All of them: they share their inputs."""
    for name, purpose in _READERS.items():
        parser = add_command(commands, name, purpose)
        add_input_options(parser)
        add_reading_options(parser)
        if name in ("infer", "plan", "report"):
            parser.add_argument(
                "--seed", type=seed, default=0, metavar="N", help="fixes every number (default 0)"
            )
        if name in ("plan", "report"):
            add_policy_options(parser)
        else:
            parser.set_defaults(**NO_POLICY_OPTIONS)
        if name == "report":
            add_html(parser)
            add_paper_options(parser)
            add_all_options(parser)
        if name == "infer":
            add_block_reading(parser)
        if name == "plan":
            add_block_drawing(parser)
        add_json(parser)
