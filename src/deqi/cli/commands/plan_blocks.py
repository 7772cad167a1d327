"""`deqi plan --blocks`: draw which blocks are on, or when visits begin."""

from __future__ import annotations

import secrets
import sys
from argparse import Namespace
from copy import copy
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deqi.cli.commands.block_power import power_json, power_lines, progress_bar
from deqi.cli.inputs import course_from, input_paths, policy_from, with_days_away
from deqi.cli.outputs import as_json, cited, fact, paragraph, put
from deqi.exchange import write_file
from deqi.exchange.blocks import block_list_csv, blocks_csv
from deqi.plan.blocks import (
    BlockList,
    BlockRequest,
    ListScheme,
    digest,
    draw_blocks,
    visit_days,
)
from deqi.records import Block, Course
from deqi.screen import ScreenOutcome, describe_item, screen

if TYPE_CHECKING:
    from deqi.simulate.n_of_1 import Cell

MAX_SEED = 10**18
SCHEMA = "deqi.block-list/1"
_SETTINGS = {
    "run_in_days": "run_in_d",
    "block_days": "block_d",
    "pairs": "n_pairs",
    "window_days": "window_d",
    "days": "total_d",
}


def run(arguments: Namespace) -> None:
    """Draw the list; print it, or only its digest when it goes to a file."""
    courses, today = _courses(arguments)
    screens = {course.id: screen(course, today) for course in courses}
    drawn = draw_blocks(_request(arguments, courses, today), screens, _seed(arguments))
    text = list_text(drawn)
    power = _power(arguments, courses[0], drawn) if arguments.power else None
    if arguments.csv is not None:
        _write(arguments.csv, text, arguments)
    if arguments.json is not None:
        plain = _plain(drawn, text, screens, courses, power)
        put(as_json(plain), arguments.json, arguments)
    elif arguments.csv != "-":
        is_concealed = arguments.csv is not None
        put("\n".join(_lines(drawn, text, screens, power, is_concealed)), "-", arguments)


def list_text(drawn: BlockList) -> str:
    """The list as the file that the practice keeps; its digest is what is published."""
    if len(drawn.blocks) == 1:
        return blocks_csv(next(iter(drawn.blocks.values())))
    return block_list_csv(drawn.blocks)


def _courses(arguments: Namespace) -> tuple[list[Course], date]:
    first, today = course_from(arguments)
    courses = [with_days_away(first, arguments)]
    for folder in arguments.others:
        other = copy(arguments)
        other.folder, other.example = folder, None
        courses.append(with_days_away(course_from(other)[0], arguments))
    return courses, today


def _request(arguments: Namespace, courses: list[Course], today: date) -> BlockRequest:
    last = max((entry.on for course in courses for entry in course.entries), default=today)
    last = max(today, last) if arguments.as_of is None else arguments.as_of
    given = {
        setting: getattr(arguments, name)
        for name, setting in _SETTINGS.items()
        if getattr(arguments, name) is not None
    }
    first_on = arguments.first_day or last + timedelta(days=1)
    return BlockRequest(
        ListScheme(arguments.blocks),
        first_on,
        **given,
        policy=policy_from(arguments),
        cannot_come=tuple(span for course in courses for span in course.cannot_come),
        time_zone=courses[0].time_zone,
    )


def _seed(arguments: Namespace) -> int:
    return secrets.randbelow(MAX_SEED) if arguments.seed is None else int(arguments.seed)


def _write(place: str, text: str, arguments: Namespace) -> None:
    """To the byte as it is digested; a list that is there already is never drawn anew over."""
    if place == "-":
        sys.stdout.write(text)
        return
    path = Path(place)
    inside = [source / path.name for source in input_paths(arguments) if source.is_dir()]
    write_file(path, text, [source for source in inside if source.exists()])
    print(f"Written: {place}", file=sys.stderr)


def _power(arguments: Namespace, course: Course, drawn: BlockList) -> tuple[Cell, ...]:
    """Every truth, in the noise that this patient's own record leaves possible."""
    from deqi.infer import infer
    from deqi.simulate.n_of_1 import Sampling, block_power, people_from_fit, usual_truths

    seed = drawn.seed if arguments.seed is not None else 0
    n = arguments.n or 400
    sampling = Sampling(n, min(n, arguments.fits or 40), seed)
    fit = infer(course, arguments.as_of, seed=seed)
    phase = fit.priors[0][0].phase
    cells = []
    with progress_bar(n * len(usual_truths()), "power") as progress:
        for relief, effect_nrs in usual_truths():
            people = people_from_fit(fit, seed)
            cells.append(
                block_power(drawn.request, people, phase, relief, effect_nrs, sampling, progress)
            )
    return tuple(cells)


def _lines(
    drawn: BlockList,
    text: str,
    screens: dict[str, ScreenOutcome],
    power: tuple[Cell, ...] | None,
    is_concealed: bool,
) -> list[str]:
    request = drawn.request
    names = ", ".join(drawn.blocks)
    lines = [
        paragraph(f"{names}: {request.scheme.sentence}"),
        "",
        fact("equally likely", f"{drawn.n_possible:,} lists"),
        fact("smallest p-value", f"{drawn.smallest_p:.2g}, two-sided, for one patient"),
        fact("seed", "in the file" if is_concealed else str(drawn.seed)),
        fact("digest to publish", f"sha256 {digest(text)}"),
    ]
    if is_concealed:
        told = (
            "The order is in the file alone. Publish the digest before the first block: "
            "sha256sum of the file gives it again, and a list changed afterwards does not."
        )
        lines += ["", paragraph(told)]
    else:
        for name, blocks in drawn.blocks.items():
            lines += ["", *([f"{name}:"] if len(drawn.blocks) > 1 else []), *_blocks(blocks, drawn)]
    lines += _open_questions(screens)
    lines += ["", *(paragraph(cited(n.sentence, n.sources), "- ") for n in drawn.notes)]
    return lines if power is None else [*lines, *power_lines(power)]


def _blocks(blocks: tuple[Block, ...], drawn: BlockList) -> list[str]:
    lines = []
    for block in blocks:
        days = (block.to_on - block.from_on).days + 1
        pair = f", pair {block.pair}" if block.pair else ""
        state = "on " if block.is_on else "off"
        lines.append(f"  {block.from_on} to {block.to_on}  {state}  {days} days{pair}")
        visits = visit_days(block, drawn.request.calendar)
        if visits:
            lines.append(paragraph(", ".join(f"{on:%a} {on}" for on in visits), "    visits: "))
    return lines


def _open_questions(screens: dict[str, ScreenOutcome]) -> list[str]:
    """What was not asked: the list is provisional until it is."""
    lines = []
    for name, outcome in screens.items():
        if outcome.unanswered:
            asked = "; ".join(describe_item(item) for item in outcome.unanswered[-3:])
            n_more = len(outcome.unanswered) - 3
            more = f" and {n_more} more" if n_more > 0 else ""
            text = f"{name}: provisional, for the safety check is not complete: {asked}{more}."
            lines += ["", paragraph(text)]
    return lines


def _plain(
    drawn: BlockList,
    text: str,
    screens: dict[str, ScreenOutcome],
    courses: list[Course],
    power: tuple[Cell, ...] | None,
) -> dict[str, Any]:
    request = drawn.request
    zones = {course.id: course.time_zone for course in courses}
    return {
        "schema": SCHEMA,
        "scheme": request.scheme.value,
        "settings": {
            "first_on": request.first_on.isoformat(),
            **{setting: getattr(request, setting) for setting in _SETTINGS.values()},
            "policy": request.policy.name,
            "work_days": list(request.policy.work_days),
        },
        "seed": drawn.seed,
        "digest_sha256": digest(text),
        "n_possible": drawn.n_possible,
        "smallest_p": drawn.smallest_p,
        "patients": [
            {
                "patient": name,
                "time_zone": zones[name],
                "screen": screens[name].outcome.value,
                "not_asked": list(screens[name].unanswered),
                "blocks": [_plain_block(block, drawn) for block in blocks],
            }
            for name, blocks in drawn.blocks.items()
        ],
        "notes": [{"sentence": n.sentence, "sources": list(n.sources)} for n in drawn.notes],
        "power": None if power is None else power_json(power),
    }


def _plain_block(block: Block, drawn: BlockList) -> dict[str, Any]:
    return {
        "from": block.from_on.isoformat(),
        "to": block.to_on.isoformat(),
        "is_on": block.is_on,
        "pair": block.pair,
        "start_choices": [on.isoformat() for on in block.start_choices],
        "visits_on": [on.isoformat() for on in visit_days(block, drawn.request.calendar)],
    }
