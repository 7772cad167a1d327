"""The columns of a table of trials, and the headings they go by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deqi.exchange.columns import find_heading
from deqi.exchange.findings import shown
from deqi.exchange.headings import normalized
from deqi.exchange.reading import nearest
from deqi.records import InputProblem, OutsideMeaningError

_LISTED = {
    "study": "study, trial, study id, trial id, author, authors, first author, reference, slab",
    "year": "year, publication year, year of publication, pub year",
    "arm": "arm, group, arm name, group name, treatment arm, intervention, treatment",
    "arm_type": "arm type, type of arm, arm kind, group type, role, comparator type, type",
    "n": """n, sample size, n analysed, n analyzed, number, number of patients, patients,
        participants, ni, n total, n randomised, n randomized""",
    "mean": "mean, average, mean score, mean change, m, mi",
    "sd": "sd, std, stdev, std dev, standard deviation, sdi",
    "se": "se, sem, std error, standard error, standard error of the mean",
    "events": "events, event, n events, number of events, responders, n responders, cases, xi",
    "outcome": "outcome, outcome measure, scale, measure, endpoint, instrument",
    "domain": "domain, outcome domain, outcome type, construct",
    "scale_max": "scale max, scale maximum, max, maximum, upper end, scale upper",
    "direction": "direction, better, scale direction, which is better",
    "week": "week, weeks, time weeks, follow up weeks, followup weeks, timepoint weeks",
    "stat": "stat, statistic, kind of score, score type, value type",
    "visits": "visits, number of visits, n visits, sessions, n sessions, treatments",
    "population": "population, patients included, participants included",
    "condition": "condition, diagnosis, complaint",
    "country": "country, land, pais, pays",
    "verified": "verified, standing, checked",
    "sources": "sources, source, source key, key",
    "note": "note, notes, comment, comments, remark, remarks",
}
NAMES: Mapping[str, tuple[str, ...]] = {
    name: tuple(" ".join(words.split()) for words in listed.split(","))
    for name, listed in _LISTED.items()
}
_FIELD_OF = {normalized(name): field for field, names in NAMES.items() for name in names}

Columns = dict[str, list[int]]


def find_arm_columns(headings: Sequence[str], mapping: Mapping[str, str]) -> Columns:
    """Every field that the headings hold, with the places that claim it."""
    mapped = {
        name: places
        for name, wanted in mapping.items()
        if (places := find_heading(headings, wanted))
    }
    taken = {place for places in mapped.values() for place in places}
    columns: Columns = {}
    for place, heading in enumerate(headings):
        name = _FIELD_OF.get(normalized(heading))
        if name is not None and name not in mapped and place not in taken:
            columns.setdefault(name, []).append(place)
    return {**mapped, **columns}


def check_mapping(mapping: Mapping[str, str]) -> None:
    """Raises OutsideMeaningError for a field that no table of trials has."""
    for name in mapping:
        if name not in NAMES:
            raise OutsideMeaningError(
                f"--map names '{name}', which a table of trials does not have. "
                + nearest(name, list(NAMES))
            )


def missing_fields(columns: Columns) -> list[str]:
    """The fields that a table of trials cannot do without and does not have."""
    missing = [name for name in ("study", "n") if name not in columns]
    if not {"arm", "arm_type"} & set(columns):
        missing.append("arm")
    if not {"mean", "events"} & set(columns):
        missing.append("mean")
    return missing


def column_problems(
    file: str, row: int, headings: Sequence[str], columns: Columns, mapping: Mapping[str, str]
) -> list[InputProblem]:
    """Fields that are missing, fields that two columns claim, and mapped headings that are not."""
    given = shown(", ".join(heading.strip() for heading in headings))
    problems = [
        InputProblem(file, row, name, given, *_EXPECTED[name]) for name in missing_fields(columns)
    ]
    for name, wanted in mapping.items():
        if name not in columns or not find_heading(headings, wanted):
            known = [heading.strip() for heading in headings if heading.strip()]
            problems.append(
                InputProblem(
                    file,
                    row,
                    name,
                    shown(wanted),
                    "a heading of this table",
                    nearest(wanted, known),
                )
            )
    for name, places in columns.items():
        if len(places) > 1:
            claims = [headings[place].strip() for place in places]
            to_do = f'Say which one is meant: --map {name}="{claims[0]}".'
            if len(set(claims)) == 1:
                to_do = "Rename or remove one of them."
            problems.append(
                InputProblem(file, row, name, shown(" and ".join(claims)), "one column", to_do)
            )
    return problems


_EXPECTED = {
    "study": (
        "a column with the trial",
        'Name it study, or say which it is: --map study="its heading".',
    ),
    "n": (
        "a column with the number of people in the arm",
        'Name it n, or say which it is: --map n="its heading".',
    ),
    "arm": (
        "a column with the arm, or with its type",
        'Name it arm or arm_type, or say which it is: --map arm="its heading".',
    ),
    "mean": (
        "a column with the mean of the arm, or with its events",
        "Name it mean (with sd) or events. One row holds one arm; a table with both arms in one "
        "row is to be brought to two rows.",
    ),
}
