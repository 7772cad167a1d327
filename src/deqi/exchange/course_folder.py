"""A course of treatment from its folder, or from plain CSV files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Unpack
from zoneinfo import ZoneInfo

from deqi.exchange.blocks import read_blocks
from deqi.exchange.checks import check_course
from deqi.exchange.columns import find_heading
from deqi.exchange.course_toml import COURSE_FILE, KEY_OF_FIELD, read_course_toml, zone_name
from deqi.exchange.diary import read_diary
from deqi.exchange.findings import CellError, Findings, in_order, shown
from deqi.exchange.headings import COURSE_TABLES, Kind
from deqi.exchange.reading import Reading, ReadingOptions, nearest, reading
from deqi.exchange.scores import read_scores
from deqi.exchange.table import Table, read_table
from deqi.exchange.treatments import read_treatments
from deqi.exchange.visits import read_visits
from deqi.records import BadInputError, Course, InputProblem, Phase

AnyPath = str | PathLike[str]

_READERS: dict[Kind, tuple[str, Callable[..., tuple[Any, ...]]]] = {
    Kind.DIARY: ("entries", read_diary),
    Kind.VISITS: ("visits", read_visits),
    Kind.SCORES: ("scores", read_scores),
    Kind.TREATMENTS: ("treatments", read_treatments),
    Kind.BLOCKS: ("blocks", read_blocks),
}


def read_course(folder: AnyPath, **options: Unpack[ReadingOptions]) -> Course:
    """One person's course of treatment from a folder.

    The folder holds `diary.csv` (a date and `pain`, 0-10) or `visits.csv` with `pain_before` or
    `pain_after`, or both; and, each only if there is something to tell, `course.toml`,
    `scores.csv`, `treatments.csv` and `blocks.csv`. Nothing is filled in, clipped or dropped: what
    cannot be read is refused, what looks odd is in `Course.warnings`.

    Parameters
    ----------
    folder : path of the folder; its name is the course's id if `course.toml` has none.
    options : see `ReadingOptions`; for example `leave_out_bad_rows=True`, `scale=(0, 100)`.

    Raises
    ------
    BadInputError
        With every problem of every file in `.problems`.
    OutsideMeaningError
        If an option has no meaning, such as a scale without width.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     diary = Path(folder) / "diary.csv"
    ...     n = diary.write_text("date;pain\\n2026-03-01;5,5\\n2026-03-02;\\n")
    ...     course = read_course(folder)
    >>> [entry.pain_nrs for entry in course.entries]
    [5.5, None]
    """
    how = reading(options)
    findings = Findings(how.leave_out_bad_rows)
    path = Path(folder)
    files = {kind: path / f"{kind.value}.csv" for kind in COURSE_TABLES}
    present = {kind: file for kind, file in files.items() if file.exists()}
    if not path.is_dir() or not {Kind.DIARY, Kind.VISITS} & set(present):
        raise _no_course(path)
    facts: dict[str, Any] = {}
    if (path / COURSE_FILE).exists():
        facts = read_course_toml(path / COURSE_FILE, findings)
    return _course({"id": path.resolve().name, **facts}, present, COURSE_FILE, how, findings)


def read_course_csv(
    diary: AnyPath | None = None,
    visits: AnyPath | None = None,
    scores: AnyPath | None = None,
    treatments: AnyPath | None = None,
    blocks: AnyPath | None = None,
    **options: Unpack[ReadingOptions],
) -> Course:
    """One person's course of treatment from plain CSV files: a diary, visits with scores, or both.

    Parameters
    ----------
    diary, visits, scores, treatments, blocks : paths; the first file's name is the course's id.
    options : see `ReadingOptions`; for example `mapping={"pain": "NRS today"}`.

    Raises
    ------
    BadInputError
        With every problem of every file in `.problems`.
    OutsideMeaningError
        If an option has no meaning, such as a field that no table has.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "P-014.csv"
    ...     n = file.write_text("day,VAS mm\\n25/12/2026,37\\n")
    ...     course = read_course_csv(file, mapping={"pain": "VAS mm"}, scale=(0, 100))
    >>> course.id, course.entries[0].on.isoformat(), course.entries[0].pain_nrs
    ('P-014', '2026-12-25', 3.7)
    """
    how = reading(options)
    given = zip(COURSE_TABLES, (diary, visits, scores, treatments, blocks), strict=True)
    files = {kind: Path(fspath(path)) for kind, path in given if path is not None}
    if not {Kind.DIARY, Kind.VISITS} & set(files):
        raise _no_course(Path("."))
    name = next(iter(files.values())).stem or "course"
    return _course({"id": name}, files, "the command", how, Findings(how.leave_out_bad_rows))


def _course(
    facts: dict[str, Any],
    files: Mapping[Kind, Path],
    facts_file: str,
    how: Reading,
    findings: Findings,
) -> Course:
    tables = {kind: read_table(path, kind, how, findings) for kind, path in files.items()}
    found = {kind: table for kind, table in tables.items() if table is not None}
    if len(found) == len(files):
        check_choices(list(found.values()), how, findings)
    pairs = [(table, how) for table in found.values()]
    course = course_of_tables(facts, pairs, facts_file, how, findings)
    _check_not_empty(course, list(found.values()), findings)
    findings.stop_if_refused()
    return course


def course_of_tables(
    facts: dict[str, Any],
    tables: Iterable[tuple[Table, Reading]],
    facts_file: str,
    how: Reading,
    findings: Findings,
) -> Course:
    """One person's course from the facts and the rows that are theirs.

    Each table is read as its own `Reading` says; several may hold rows of one kind.

    Raises
    ------
    BadInputError
        With every problem in `findings`.
    """
    facts = _with_declared(facts, how, facts_file, findings)
    zone = ZoneInfo(facts.get("time_zone", "UTC"))
    for table, own in tables:
        field, read = _READERS[table.kind]
        facts[field] = (*facts.get(field, ()), *read(table, own, zone, findings))
    course = Course(**facts)
    findings.stop_if_refused()
    check_course(course, facts_file, how.last_day(zone), findings)
    findings.stop_if_refused()
    left_out = tuple(str(problem) for problem in in_order(findings.left_out))
    return replace(course, left_out=left_out, warnings=tuple(findings.warnings))


def _with_declared(
    facts: dict[str, Any], how: Reading, file: str, findings: Findings
) -> dict[str, Any]:
    """The facts together with those given beside the files; both must agree."""
    declared: dict[str, Any] = {}
    if how.time_zone is not None:
        try:
            declared |= {"time_zone": zone_name(how.time_zone), "time_zone_given": True}
        except CellError as error:
            findings.refuse(
                InputProblem(
                    file, None, "time_zone", shown(how.time_zone), error.expected, error.to_do
                )
            )
    if how.phase is not None:
        declared["declared_phase"] = Phase(how.phase)
    if how.onset_on is not None:
        declared["onset_on"] = how.onset_on
    if how.visits_recorded is not None:
        declared["visits_recorded"] = how.visits_recorded
    for name, value in declared.items():
        if name != "time_zone_given" and facts.get(name, value) not in (value, Phase.UNKNOWN):
            findings.refuse(
                InputProblem(
                    file,
                    None,
                    KEY_OF_FIELD.get(name, name),
                    shown(facts[name]),
                    f"{value}, as given beside the file",
                    "Correct one of the two.",
                )
            )
    return {**facts, **declared}


def check_choices(tables: list[Table], how: Reading, findings: Findings) -> None:
    """Every heading that a person named must be in one of the files."""
    in_map, in_where, in_fill = (
        ("--map ", "--where ", "--fill-down ")
        if how.said is None
        else ("columns.", "where.", "fill_down ")
    )
    named = {
        **{f"{in_map}{name}": heading for name, heading in how.mapping.items()},
        **{f"{in_where}{heading}": heading for heading in how.where},
        **{f"{in_fill}{heading}": heading for heading in how.fill_down},
    }
    for option, heading in named.items():
        if not any(find_heading(table.headings, heading) for table in tables):
            headings = [h.strip() for table in tables for h in table.headings if h.strip()]
            findings.refuse(
                InputProblem(
                    tables[0].file,
                    None,
                    option,
                    shown(heading),
                    "a heading of the file",
                    nearest(heading, headings),
                )
            )


def _check_not_empty(course: Course, tables: list[Table], findings: Findings) -> None:
    """Refuse a course without a score, and then name the bad rows instead of leaving them out."""
    scores = [entry.pain_nrs for entry in course.entries]
    for visit in course.visits:
        scores += [visit.pain_before_nrs, visit.pain_after_nrs]
    if all(score is None for score in scores):
        findings.problems.extend(findings.left_out)
        findings.refuse(
            InputProblem(
                tables[0].file,
                None,
                None,
                "no pain score",
                "at least one row with a date and a pain score",
                "Fill in the diary, or the scores at the visits.",
            )
        )


def _no_course(path: Path) -> BadInputError:
    to_do = "Check its name; `deqi new FOLDER` makes one to start from."
    if path.is_dir():
        given = "neither diary.csv nor visits.csv"
    elif path.exists():
        given, to_do = "a file", "Give it as --diary FILE or --visits FILE."
    else:
        given = "no such folder"
    expected = "a course folder, or CSV files"
    return BadInputError(
        (InputProblem(path.name or str(path), None, None, given, expected, to_do),)
    )
