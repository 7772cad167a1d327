"""Whatever the bytes: a course comes out, or a list of problems. Never another error."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st

from deqi.exchange import read_course, read_course_csv
from deqi.records import BadInputError, Course, InputProblem

CELLS = st.one_of(
    st.sampled_from(
        ["5", "5,5", "-1", "11", "", "nan", "2026-03-01", "2026-03-29 02:30", "03/04/2026",
         "31.12.9999", "2026-02-30", "20:15", "99:99", "2026-03-01T20:15:00+14:59", "yes", '"',
         '"a\nb"', "\x00", "\ufeff", "0001-01-01", "2199-12-31 23:59-15:00",
         "1900-01-01 00:00+15:00"]
    ),
    st.text(max_size=8),
)  # fmt: skip
HEADINGS = st.sampled_from(
    ["date", "pain", "time", "leg", "note", "flare", "year", "month", "day", "dolor", "x", ""]
)
ROWS = st.lists(st.lists(CELLS, max_size=6), max_size=8)


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """Something like a diary, with anything in its cells."""
    delimiter = draw(st.sampled_from([",", ";", "\t"]))
    headings = draw(st.just(["date", "pain", "time"]) | st.lists(HEADINGS, max_size=6))
    rows = [headings, *draw(ROWS)]
    text = draw(st.sampled_from(["\n", "\r\n", "\r"])).join(delimiter.join(row) for row in rows)
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"]))
    return text.encode(encoding, errors="replace")


def course_or_problems(read: Callable[[], Course]) -> Course | tuple[InputProblem, ...]:
    """What a reader gives, or what it refuses; any other error goes through."""
    try:
        return read()
    except BadInputError as refused:
        return refused.problems


def read_or_refuse(data: bytes, zone: str, leave_out: bool) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "diary.csv"
        file.write_bytes(data)
        course = course_or_problems(
            lambda: read_course_csv(file, time_zone=zone, leave_out_bad_rows=leave_out)
        )
    if isinstance(course, tuple):
        assert course
        assert all(len(problem.given) <= 40 for problem in course)
        return
    scores = [entry.pain_nrs for entry in course.entries]
    assert any(score is not None for score in scores)
    assert all(score is None or (math.isfinite(score) and 0 <= score <= 10) for score in scores)


@given(tables(), st.sampled_from(["UTC", "Pacific/Apia", "America/St_Johns"]), st.booleans())
@example(b"date,pain\n2026-03-01,5\n", "UTC", False)
def test_a_table_of_anything(data: bytes, zone: str, leave_out: bool) -> None:
    read_or_refuse(data, zone, leave_out)


@given(st.binary(max_size=300))
@example(b"\xff\xfe")
@example(b"\xff\xfea")
@example(b"\x81\x8d\x8f")
@example(b"sep=")
@example(b"sep=\n\n")
@example(b'sep="\ndate"pain\n2026-03-01"5\n')
@example(b"sep=\r\r\n")
def test_bytes_of_anything(data: bytes) -> None:
    read_or_refuse(data, "UTC", False)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8")))
@example(b"id = 1\n[doctor]\n[doctor]\n")
@example(b"red_flags = 3\n")
@example(b"practitioner = [1]\n")
@example(b"[[doctor]]\non = 2026-01-01\n")
@example(b"medicines = [[1]]\n")
@example(b"onset = 10000-01-01\n")
@example(b"onset = 2026-01-01T10:00:00Z\n")
@example(b"expectation = 1e400\n")
@example(b'time_zone = "../../etc/passwd"\n')
@example(b'time_zone = "a\\u0000b"\n')
@example(b"a.b.c = 1\n")
@example(b"year_of_birth = 99999999999999999999999999\n")
def test_course_toml_of_anything(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "diary.csv").write_text("date,pain\n2026-03-01,5\n")
        (Path(folder) / "course.toml").write_bytes(data)
        course = course_or_problems(lambda: read_course(folder))
    if isinstance(course, tuple):
        assert {problem.file for problem in course} == {"course.toml"}
    else:
        assert len(course.entries) == 1


@given(
    st.integers(1, 30),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_delimiter_encoding_and_line_ends_do_not_matter(
    n_days: int, delimiter: str, encoding: str, line_end: str
) -> None:
    rows = [["date", "pain", "note"]]
    rows += [[f"2026-03-{k + 1:02d}", str(k % 11), "Rücken"] for k in range(n_days)]
    text = line_end.join(delimiter.join(row) for row in rows)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "diary.csv"
        file.write_bytes(text.encode(encoding))
        entries = read_course_csv(file).entries
    assert [entry.pain_nrs for entry in entries] == [float(k % 11) for k in range(n_days)]
    assert [entry.row for entry in entries] == list(range(2, n_days + 2))
    assert {entry.note for entry in entries} == {"Rücken"}
