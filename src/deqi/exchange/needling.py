"""What was done at a visit: the cells of `visits.csv` that say it, read and written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from deqi.exchange.cell_texts import answer_text, listed_text, number_text
from deqi.exchange.cells import (
    EMPTY_IF_NOT_ASKED,
    is_electrical,
    needle_points,
    number_between,
    whole_number,
    yes_or_no,
)
from deqi.exchange.findings import MAX_ROWS_NAMED, CellError, Findings, rows_named, shown
from deqi.exchange.reading import nearest
from deqi.exchange.rows import Row
from deqi.records import AdverseEvent, Answer, Needling, Severity, Side, Visit
from deqi.track.adverse import read_adverse_kinds
from deqi.track.points import UnknownPoint, check_points

MAX_FREQUENCY_HZ = 1000.0
MAX_RETENTION_MIN = 1440.0
MAX_NEEDLES = 200
MAX_DEPTH_MM = 150.0
NOT_RECORDED = "-"
SIDES = {
    **{side.value: side for side in Side},
    **dict.fromkeys(("l", "links", "izquierda", "gauche", "sinistra"), Side.LEFT),
    **dict.fromkeys(("r", "rechts", "derecha", "droite", "destra"), Side.RIGHT),
    **dict.fromkeys(("b", "bilateral", "beidseits", "ambos"), Side.BOTH),
    **dict.fromkeys(("m", "middle", "mitte"), Side.MIDLINE),
}

T = TypeVar("T")


def read_needling(row: Row) -> Needling:
    """What a row says was done; what is wrong with its cells goes to the row's problems."""
    points = row.read("points", needle_points) or ()
    return Needling(
        points=points,
        is_electrical=row.read("stimulation", is_electrical),
        frequency_hz=row.read("frequency_hz", number_between(0, MAX_FREQUENCY_HZ)),
        retention_min=row.read("retention_min", number_between(0, MAX_RETENTION_MIN)),
        reaction=row.text("reaction"),
        sides=row.read("side", _of_each(points, _side)) or (),
        depths_mm=row.read("depth_mm", _of_each(points, number_between(0, MAX_DEPTH_MM))) or (),
        n_needles=row.read("n_needles", _n_needles),
        de_qi=row.read("de_qi", answer) or Answer.NOT_ASKED,
        needle_type=row.text("needle_type"),
        adverse=row.read("adverse", adverse_events) or (),
    )


def warn_of_points(visits: Iterable[Visit], file: str, findings: Findings) -> None:
    """Name the points that are on no list. They are kept: a practice may have points of its own."""
    rows: dict[str, list[int]] = {}
    for visit in visits:
        for name in visit.needling.points:
            rows.setdefault(name, []).append(visit.row)
    unknown = check_points(tuple(rows)).unknown
    if unknown:
        named = [_named(point, rows[point.written]) for point in unknown[:MAX_ROWS_NAMED]]
        more = len(unknown) - MAX_ROWS_NAMED
        findings.warn(
            f"{file}: on no list of points, and kept as written: {', '.join(named)}"
            f"{f' and {more} more' * (more > 0)}."
        )


def _named(point: UnknownPoint, rows: list[int]) -> str:
    meant = " or ".join(suggestion.code for suggestion in point.suggestions)
    asked = f"; did you mean {meant}?" if meant else ""
    return f"'{shown(point.written)}' ({rows_named(dict.fromkeys(rows))}{asked})"


def needling_cells(needling: Needling) -> dict[str, str]:
    """The same cells from what was done."""
    stimulation = {None: "", True: "electrical", False: "manual"}[needling.is_electrical]
    return {
        "points": listed_text(needling.points),
        "stimulation": stimulation,
        "frequency_hz": number_text(needling.frequency_hz),
        "retention_min": number_text(needling.retention_min),
        "reaction": needling.reaction or "",
        "side": listed_text([side.value if side else NOT_RECORDED for side in needling.sides]),
        "depth_mm": listed_text([number_text(mm) or NOT_RECORDED for mm in needling.depths_mm]),
        "n_needles": number_text(needling.n_needles),
        "de_qi": answer_text(needling.de_qi),
        "needle_type": needling.needle_type or "",
        "adverse": listed_text([_adverse_text(event) for event in needling.adverse]),
    }


def answer(text: str) -> Answer:
    """Yes or no; an empty cell never comes here."""
    return Answer.YES if yes_or_no(text) else Answer.NO


def adverse_events(text: str) -> tuple[AdverseEvent, ...]:
    """Adverse events between semicolons, each a kind and, if it was judged, its severity.

    >>> [(e.kind, e.severity and e.severity.value) for e in adverse_events("fainting mild; other")]
    [('fainting', 'mild'), ('other', None)]
    """
    return tuple(_adverse_event(part.split()) for part in text.split(";") if part.strip())


def _adverse_event(words: list[str]) -> AdverseEvent:
    known = [kind.id for kind in read_adverse_kinds()]
    is_judged = words[-1].casefold() in list(Severity)
    kind = "_".join(words[:-1] if is_judged else words).casefold()
    if kind not in known:
        raise CellError(
            "kinds of adverse events between semicolons, each with mild, moderate, severe or "
            "serious after it, such as bleeding mild",
            f"{nearest(kind, known)} Words of your own, and none, belong into reaction.",
        )
    return AdverseEvent(kind, Severity(words[-1].casefold()) if is_judged else None)


def _adverse_text(event: AdverseEvent) -> str:
    return event.kind if event.severity is None else f"{event.kind} {event.severity.value}"


def _side(text: str) -> Side:
    side = SIDES.get(text.casefold())
    if side is None:
        raise CellError("left, right, both or midline", EMPTY_IF_NOT_ASKED)
    return side


def _n_needles(text: str) -> int:
    number_between(1, MAX_NEEDLES)(text)
    return whole_number(text)


def _of_each(
    points: tuple[str, ...], reader: Callable[[str], T]
) -> Callable[[str], tuple[T | None, ...]]:
    """A reader of one value for all points, or of one for each, `-` where it is not recorded."""

    def read(text: str) -> tuple[T | None, ...]:
        given = [part.strip() for part in re.split(r"[;|]", text.strip().removesuffix(";"))]
        if len(given) not in (1, len(points)):
            raise CellError(
                f"one for all points, or one for each of the {len(points)} points in this row",
                f"Put ';' between them and '{NOT_RECORDED}' where one is not recorded.",
            )
        return tuple(None if part == NOT_RECORDED else reader(part) for part in given)

    return read
