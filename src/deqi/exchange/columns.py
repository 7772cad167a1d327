"""Which column holds which field: by a person's mapping, or by the heading's usual names."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from deqi.exchange.findings import shown
from deqi.exchange.headings import FIELD_OF_HEADING, FIELDS, PATIENT, Kind, normalized
from deqi.exchange.reading import Reading, nearest
from deqi.records import InputProblem

_NEEDED: dict[Kind, tuple[str, ...]] = {
    Kind.DIARY: ("date", "pain"),
    Kind.VISITS: ("date",),
    Kind.SCORES: ("date", "instrument"),
    Kind.TREATMENTS: ("what", "from"),
    Kind.BLOCKS: ("from", "to", "state"),
    Kind.PATIENTS: (),
}
_DATE_PARTS = ("year", "month", "day")

Columns = dict[str, list[int]]


def find_heading(headings: Sequence[str], wanted: str) -> list[int]:
    """Where a heading stands: as written, or else without capitals, accents and punctuation."""
    exact = [k for k, heading in enumerate(headings) if heading.strip() == wanted.strip()]
    return exact or [k for k, h in enumerate(headings) if normalized(h) == normalized(wanted)]


def find_columns(headings: Sequence[str], kind: Kind, how: Reading) -> Columns:
    """Every field that the headings hold, with the places that claim it: more than one is a fault.

    >>> find_columns(["Fecha", "Dolor", "EVA"], Kind.DIARY, Reading())
    {'date': [0], 'pain': [1, 2]}
    """
    mapped = _mapped_columns(headings, kind, how)
    taken = {place for places in mapped.values() for place in places}
    columns: Columns = {}
    for place, heading in enumerate(headings):
        name = FIELD_OF_HEADING[kind].get(normalized(heading))
        if name == PATIENT and not how.has_patients:
            continue  # in the files of one course, and then named as not used
        if name is not None and name not in mapped and place not in taken:
            columns.setdefault(name, []).append(place)
    return _with_date({**mapped, **columns})


def _mapped_columns(headings: Sequence[str], kind: Kind, how: Reading) -> Columns:
    columns: Columns = {}
    for name in FIELDS[kind]:
        wanted = how.heading_of(kind, name)
        places = find_heading(headings, wanted) if wanted is not None else []
        if places:
            columns[name] = places
    return columns


def _with_date(columns: Columns) -> Columns:
    """Take a lone `day` or `time` for the date; of a date and its parts, keep the date."""
    has_parts = all(part in columns for part in _DATE_PARTS)
    if "date" not in columns and not has_parts:
        for name in ("day", "time"):
            if name in columns:
                columns["date"] = columns.pop(name)
                break
    if "date" in columns or not has_parts:
        columns = {name: places for name, places in columns.items() if name not in _DATE_PARTS}
    return columns


def missing_fields(columns: Columns, kind: Kind, how: Reading) -> list[str]:
    """The fields that a table cannot do without and does not have."""
    needed = (PATIENT, *_NEEDED[kind]) if how.has_patients else _NEEDED[kind]
    said = how.said.fields if how.said is not None else ()
    missing = [name for name in needed if name not in columns and name not in said]
    if "date" in missing and "year" in columns:
        missing.remove("date")
    if kind is Kind.SCORES and not {"answers", "total"} & {*columns, *said}:
        missing.append("total")
    return missing


def column_problems(
    file: str, row: int, headings: Sequence[str], columns: Columns, kind: Kind, how: Reading
) -> list[InputProblem]:
    """Fields that are missing, and fields that two columns claim."""
    problems = [
        InputProblem(
            file,
            row,
            name,
            shown(", ".join(h.strip() for h in headings)),
            f"a column with the {_in_words(name)}",
            _how_to_name(name, kind, headings, how),
        )
        for name in missing_fields(columns, kind, how)
    ]
    for heading in how.said.answers if how.said is not None else ():
        if not find_heading(headings, heading):
            problems.append(_no_item(file, row, heading, headings))
    for name, places in columns.items():
        if len(places) > 1:
            problems.append(_two_columns(file, row, name, [headings[k] for k in places], how))
    if kind is Kind.VISITS and not {"pain_before", "pain_after"} & set(columns):
        problems += _unsaid_pain(file, row, headings, how)
    return problems


def _no_item(file: str, row: int, heading: str, headings: Sequence[str]) -> InputProblem:
    hint = nearest(heading, [shown(h) for h in headings if h.strip()])
    return InputProblem(file, row, "answers", shown(heading), "a heading of the file", hint)


def _how_to_name(name: str, kind: Kind, headings: Sequence[str], how: Reading) -> str:
    mapped = how.heading_of(kind, name)
    if mapped is not None:
        known = [shown(heading) for heading in headings if heading.strip()]
        who = "--map" if how.said is None else how.said.file
        return f"{who} names '{shown(mapped)}', which is no heading here. {nearest(mapped, known)}"
    say = f"Name it {name}, or say which it is: {how.way_to_map(name)}. "
    return say + _hint(name, headings)


def _in_words(name: str) -> str:
    return {"date": "date", "pain": "pain score", "from": "day it began", "to": "last day"}.get(
        name, name
    )


def _hint(name: str, headings: Sequence[str]) -> str:
    hint = nearest(name, [heading.strip() for heading in headings])
    return hint if hint.startswith("Did") else ""


def _two_columns(file: str, row: int, name: str, headings: list[str], how: Reading) -> InputProblem:
    if len({h.strip() for h in headings}) > 1:
        to_do = f"Say which one is meant: {how.way_to_map(name, headings[0].strip())}."
    else:
        to_do = "Rename or remove one of them."
    given = " and ".join(f"{heading.strip()}" for heading in headings)
    return InputProblem(file, row, name, shown(given), f"one column with {_in_words(name)}", to_do)


def _unsaid_pain(file: str, row: int, headings: Sequence[str], how: Reading) -> list[InputProblem]:
    places = [
        heading
        for heading in headings
        if FIELD_OF_HEADING[Kind.DIARY].get(normalized(heading)) == "pain"
    ]
    return [
        InputProblem(
            file,
            row,
            "pain_before",
            shown(heading),
            "pain_before or pain_after: the score just before or just after needling",
            f"Say when it was asked: {how.way_to_map('pain_before', heading.strip())} "
            "(or pain_after).",
        )
        for heading in places[:1]
    ]


def unused_headings(
    headings: Sequence[str], columns: Columns, chosen_by: Collection[int] = ()
) -> list[str]:
    """Headings of columns that are neither read nor used to choose rows."""
    used = {place for places in columns.values() for place in places} | set(chosen_by)
    return [h.strip() for k, h in enumerate(headings) if k not in used and h.strip()]
