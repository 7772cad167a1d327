"""What a diary may hold: the text of a file in, its entries out, or every problem in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deqi.exchange import ReadingOptions, read_course_csv
from deqi.records import BadInputError, Course

TODAY = date(2026, 6, 30)


def read(folder: Path, content: str | bytes, **options: object) -> Course:
    """Read a diary with this content, as of a fixed day."""
    file = folder / "diary.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    chosen: ReadingOptions = {"today": TODAY, **options}  # type: ignore[typeddict-item]
    return read_course_csv(file, **chosen)


def problems_in(folder: Path, content: str | bytes, **options: object) -> tuple[str, ...]:
    """The sentences with which a diary is refused."""
    with pytest.raises(BadInputError) as refused:
        read(folder, content, **options)
    return tuple(str(problem) for problem in refused.value.problems)


ACCEPTED = {
    "comma and point": ("date,pain\n2026-03-01,5.5\n", [5.5]),
    "semicolon and decimal comma": ("date;pain\n2026-03-01;5,5\n2026-03-02;4,25\n", [5.5, 4.25]),
    "tab": ("date\tpain\n2026-03-01\t5,5\n", [5.5]),
    "decimal comma in quotation marks": ('date,pain\n2026-03-01,"5,5"\n', [5.5]),
    "spreadsheet's own note of the delimiter": ("sep=;\ndate;pain\n2026-03-01;5\n", [5.0]),
    "carriage returns": ("date,pain\r\n2026-03-01,5\r\n", [5.0]),
    "old Mac line ends": ("date,pain\r2026-03-01,5\r", [5.0]),
    "no new line at the end": ("date,pain\n2026-03-01,5", [5.0]),
    "byte order mark": (b"\xef\xbb\xbfdate,pain\n2026-03-01,5\n", [5.0]),
    "UTF-16": ("date,pain\n2026-03-01,5\n".encode("utf-16"), [5.0]),
    "a line break inside a note": (
        'date,pain,note\n2026-03-01,5,"a\nb"\n2026-03-02,4,c\n',
        [5.0, 4.0],
    ),
    "an empty cell is a gap": ("date,pain\n2026-03-01,5\n2026-03-02,\n", [5.0, None]),
    "empty rows between": ("date,pain\n\n2026-03-01,5\n,\n2026-03-02,4\n", [5.0, 4.0]),
    "capitals and spaces": (" Date , PAIN \n2026-03-01, 5 \n", [5.0]),
    "heading with its range": ("date,Pain (0-10)\n2026-03-01,5\n", [5.0]),
    "Spanish": ("fecha;dolor\n2026-03-01;5\n", [5.0]),
    "German": ("Datum;Schmerzstärke\n2026-03-01;5\n", [5.0]),
    "French": ("date;douleur\n2026-03-01;5\n", [5.0]),
    "the ends of the scale": ("date,pain\n2026-03-01,0\n2026-03-02,10\n", [0.0, 10.0]),
    "lines before the headings": ("my diary\n\ndate,pain\n2026-03-01,5\n", [5.0]),
    "quoted headings": ('"date","pain"\n"2026-03-01","5"\n', [5.0]),
}


@pytest.mark.parametrize(("content", "pain"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_a_diary_is_read(tmp_path: Path, content: str | bytes, pain: list[float | None]) -> None:
    assert [entry.pain_nrs for entry in read(tmp_path, content).entries] == pain


REFUSED = {
    "above the scale": (
        "date,pain\n2026-03-01,11\n",
        ["row 2, pain: given '11', expected a number from 0 to 10"],
    ),
    "below the scale": (
        "date,pain\n2026-03-01,-1\n",
        ["row 2, pain: given '-1', expected a number from 0 to 10"],
    ),
    "undeclared other scale": ("date,pain\n2026-03-01,55\n", ["for example --scale 0-100"]),
    "a word": ("date,pain\n2026-03-01,bad\n", ["row 2, pain: given 'bad', expected a number"]),
    "not a number by name": ("date,pain\n2026-03-01,nan\n", ["given 'nan', expected a number"]),
    "infinite": ("date,pain\n2026-03-01,inf\n", ["given 'inf', expected a number"]),
    "a power of ten": ("date,pain\n2026-03-01,1e0\n", ["given '1e0', expected a number"]),
    "NA is not a gap": ("date,pain\n2026-03-01,NA\n", ["leave the cell empty if it was not asked"]),
    "no such day": (
        "date,pain\n2026-02-30,5\n",
        ["given '2026-02-30', expected a day that exists"],
    ),
    "not a leap year": ("date,pain\n29/02/2026,5\n", ["expected a day that exists"]),
    "no such month": ("date,pain\n2026-13-01,5\n", ["expected a day that exists"]),
    "year zero": ("date,pain\n0000-01-01,5\n", ["expected a year from 1900 to 2199"]),
    "a day in words": ("date,pain\nyesterday,5\n", ["given 'yesterday', expected a date such as"]),
    "two-digit year": ("date,pain\n01/03/26,5\n", ["a year of four digits"]),
    "no date": ("date,pain\n,5\n", ["row 2, date: given '', expected a date"]),
    "in the future": ("date,pain\n2026-07-01,5\n", ["expected a date up to today, 2026-06-30"]),
    "a cell too many": ("date,pain\n2026-03-01,5,5\n", ["row 2: given '3 cells', expected 2"]),
    "a cell too few": (
        "date,pain\n2026-03-01\n2026-03-02,4\n",
        ["row 2: given '1 cell', expected 2"],
    ),
    "no such time": ("date,pain\n2026-03-01 25:00,5\n", ["expected a time from 00:00 to 23:59"]),
    "two pain columns": (
        "date,pain,pain\n2026-03-01,5,6\n",
        ["expected one column with pain score"],
    ),
    "two names for pain": (
        "date,pain,NRS\n2026-03-01,5,6\n",
        ['Say which one is meant: --map pain="pain"'],
    ),
    "no pain column": (
        "date,mood\n2026-03-01,5\n",
        ["row 1, pain: given 'date, mood', expected a column with the pain score"],
    ),
    "no date column": ("pain,mood\n5,5\n", ["expected a column with the date"]),
    "a misspelt heading": ("date,pian\n2026-03-01,5\n", ["Did you mean 'pian'?"]),
    "a copied row": (
        "date,pain\n2026-03-01 20:00,5\n2026-03-01 20:00,5\n",
        ["row 3: given 'the same as row 2', expected each time stamp once"],
    ),
    "headings without rows": ("date,pain\n", ["given 'no pain score'"]),
    "only gaps": ("date,pain\n2026-03-01,\n", ["given 'no pain score'"]),
    "nothing": ("", ["given 'an empty file'"]),
    "spaces only": (" \n\n", ["given 'an empty file'"]),
    "a byte order mark only": (b"\xef\xbb\xbf", ["given 'an empty file'"]),
    "a spreadsheet": (b"PK\x03\x04" + bytes(range(256)), ["given 'a spreadsheet or an archive'"]),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", ["given 'a binary file'"]),
    "an open quotation mark": (
        'date,pain,note\n2026-03-01,5,"a\n2026-03-02,4,b\n',
        ["quotation mark that is not closed"],
    ),
    "a work day that is neither": (
        "date,pain,work_lost\n2026-03-01,5,maybe\n",
        ["row 2, work_lost: given 'maybe', expected yes or no"],
    ),
    "leg above the scale": ("date,pain,leg\n2026-03-01,5,12\n", ["row 2, leg: given '12'"]),
    "a date out of both orders": (
        "date,pain\n31/12/2025,5\n12/31/2025,4\n03/04/2026,5\n",
        ["row 4, date: given '03/04/2026', expected a date with one reading"],
    ),
}


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_a_diary_is_refused(tmp_path: Path, content: str | bytes, said: list[str]) -> None:
    problems = problems_in(tmp_path, content)
    assert len(problems) == len(said)
    for problem, words in zip(problems, said, strict=True):
        assert problem.startswith("diary.csv")
        assert words in problem


def test_every_bad_row_is_listed_with_every_fault(tmp_path: Path) -> None:
    content = "date,pain,leg\n2026-03-01,11,x\n2026-03-02,5,5\nsoon,5,5\n2026-03-04,5\n"
    rows = [problem.split(":")[0] for problem in problems_in(tmp_path, content)]
    assert rows == [
        "diary.csv, row 2, pain",
        "diary.csv, row 2, leg",
        "diary.csv, row 4, date",
        "diary.csv, row 5",
    ]


def test_rows_are_counted_by_the_lines_of_the_file(tmp_path: Path) -> None:
    content = 'date,pain,note\n2026-03-01,5,"two\nlines"\n\n2026-03-02,x,\n'
    assert problems_in(tmp_path, content)[0].startswith("diary.csv, row 5, pain")


def test_an_ambiguous_date_is_refused_with_both_readings(tmp_path: Path) -> None:
    (problem,) = problems_in(tmp_path, "date,pain\n03/04/2026,5\n05/05/2026,5\n")
    assert "row 2" in problem
    assert "2026-04-03 (day first) or 2026-03-04 (month first)" in problem


DATES = {
    "day first shown by another row": (
        ["03/04/2026", "25/04/2026"],
        None,
        ["2026-04-03", "2026-04-25"],
    ),
    "month first shown by another row": (
        ["03/04/2026", "03/25/2026"],
        None,
        ["2026-03-04", "2026-03-25"],
    ),
    "declared day first": (["03/04/2026"], "day-first", ["2026-04-03"]),
    "declared month first": (["03/04/2026"], "month-first", ["2026-03-04"]),
    "both readings agree": (["05/05/2026"], None, ["2026-05-05"]),
    "dots put the day first": (["03.04.2026"], None, ["2026-04-03"]),
    "hyphens": (["25-04-2026", "03-04-2026"], None, ["2026-04-25", "2026-04-03"]),
    "one digit": (["3/4/2026", "13/4/2026"], None, ["2026-04-03", "2026-04-13"]),
    "ISO with slashes": (["2026/04/03"], None, ["2026-04-03"]),
    "ISO without marks": (["20260403"], None, ["2026-04-03"]),
    "ISO beside day first": (["2026-04-01", "25/04/2026"], None, ["2026-04-01", "2026-04-25"]),
}


@pytest.mark.parametrize(("written", "order", "meant"), DATES.values(), ids=DATES.keys())
def test_dates(tmp_path: Path, written: list[str], order: str | None, meant: list[str]) -> None:
    content = "date,pain\n" + "".join(f"{day},5\n" for day in written)
    entries = read(tmp_path, content, date_order=order).entries
    assert [entry.on.isoformat() for entry in entries] == meant
    assert not any(entry.has_time for entry in entries)


def test_a_declared_order_is_kept_even_where_the_other_would_fit(tmp_path: Path) -> None:
    (problem,) = problems_in(tmp_path, "date,pain\n25/04/2026,5\n", date_order="month-first")
    assert "a day that exists" in problem


TIMES = {
    "date and time in one": ("date,pain\n2026-03-01 20:15,5\n", "UTC", "2026-03-01T20:15:00"),
    "with a T": ("date,pain\n2026-03-01T20:15:30,5\n", "UTC", "2026-03-01T20:15:30"),
    "two columns": ("date,time,pain\n2026-03-01,20:15,5\n", "UTC", "2026-03-01T20:15:00"),
    "afternoon": ("date,time,pain\n2026-03-01,8:15 PM,5\n", "UTC", "2026-03-01T20:15:00"),
    "midnight in twelve hours": (
        "date,time,pain\n2026-03-01,12:05 am,5\n",
        "UTC",
        "2026-03-01T00:05:00",
    ),
    "a local time": ("date,pain\n2026-03-01 20:15,5\n", "Europe/Vienna", "2026-03-01T19:15:00"),
    "summer": ("date,pain\n2026-06-01 20:15,5\n", "Europe/Vienna", "2026-06-01T18:15:00"),
    "an offset is used": (
        "date,pain\n2026-03-01T20:15:00+02:00,5\n",
        "Europe/Vienna",
        "2026-03-01T18:15:00",
    ),
    "Zulu": ("date,pain\n2026-03-01T20:15:00Z,5\n", "Europe/Vienna", "2026-03-01T20:15:00"),
    "half an hour's zone": (
        "date,pain\n2026-03-01 20:15,5\n",
        "Asia/Kolkata",
        "2026-03-01T14:45:00",
    ),
    "no time is the evening": (
        "date,pain\n2026-03-01,5\n",
        "America/New_York",
        "2026-03-02T01:00:00",
    ),
    "a date in a column of times": (
        "time,pain\n2026-03-01 20:15,5\n",
        "UTC",
        "2026-03-01T20:15:00",
    ),
    "year, month and day": (
        "year,month,day,time,pain\n2026,3,1,20:15,5\n",
        "UTC",
        "2026-03-01T20:15:00",
    ),
}


@pytest.mark.parametrize(("content", "zone", "at"), TIMES.values(), ids=TIMES.keys())
def test_times(tmp_path: Path, content: str, zone: str, at: str) -> None:
    (entry,) = read(tmp_path, content, time_zone=zone).entries
    assert entry.at.isoformat() == at + "+00:00"


def test_an_offset_may_move_an_entry_to_another_local_day(tmp_path: Path) -> None:
    (entry,) = read(
        tmp_path, "date,pain\n2026-03-01T23:30:00Z,5\n", time_zone="Pacific/Auckland"
    ).entries
    assert entry.on == date(2026, 3, 2)


def test_a_time_that_the_clocks_jumped_over_is_refused(tmp_path: Path) -> None:
    (problem,) = problems_in(tmp_path, "date,pain\n2026-03-29 02:30,5\n", time_zone="Europe/Vienna")
    assert "a time that exists in Europe/Vienna" in problem


def test_a_day_that_a_country_skipped_is_refused(tmp_path: Path) -> None:
    (problem,) = problems_in(tmp_path, "date,pain\n2011-12-30,5\n", time_zone="Pacific/Apia")
    assert "Pacific/Apia" in problem


def test_a_time_that_the_clocks_showed_twice_takes_the_first_and_says_so(tmp_path: Path) -> None:
    course = read(tmp_path, "date,pain\n2025-10-26 02:30,5\n", time_zone="Europe/Vienna")
    assert course.entries[0].at.isoformat() == "2025-10-26T00:30:00+00:00"
    assert any("showed this time twice" in warning for warning in course.warnings)


def test_dates_that_a_spreadsheet_wrote_with_midnight_are_dates(tmp_path: Path) -> None:
    rows = "".join(f"2026-03-0{k} 00:00:00,5\n" for k in (1, 2, 3))
    course = read(tmp_path, "date,pain\n" + rows)
    assert not any(entry.has_time for entry in course.entries)
    assert any("every time is 00:00" in warning for warning in course.warnings)


SCALES = {
    "0 to 100": ((0, 100), "37", 3.7),
    "1 to 9.5, lowest": ((1, 9.5), "1", 0.0),
    "1 to 9.5, highest": ((1, 9.5), "9,5", 10.0),
    "precision is kept": ((0, 100), "33.3", 3.33),
    "0 to 4": ((0, 4), "3", 7.5),
}


@pytest.mark.parametrize(("scale", "given", "nrs"), SCALES.values(), ids=SCALES.keys())
def test_a_declared_scale_is_brought_to_ten(
    tmp_path: Path, scale: tuple[float, float], given: str, nrs: float
) -> None:
    course = read(tmp_path, f"date;pain\n2026-03-01;{given}\n", scale=scale)
    assert course.entries[0].pain_nrs == pytest.approx(nrs, abs=1e-12)
    assert any("was declared on a scale from" in warning for warning in course.warnings)


def test_a_score_outside_the_declared_scale_is_refused_not_clipped(tmp_path: Path) -> None:
    (problem,) = problems_in(tmp_path, "date,pain\n2026-03-01,0.5\n", scale=(1, 9.5))
    assert "expected a number from 1 to 9.5" in problem


def test_sleep_stays_on_its_own_scale_unless_it_is_named(tmp_path: Path) -> None:
    content = "date,pain,sleep\n2026-03-01,40,4\n"
    assert read(tmp_path, content, scale=(0, 100)).entries[0].sleep_nrs == 4.0
    scales = {"pain": (0, 100), "sleep": (0, 5)}
    assert read(tmp_path, content, scale=scales).entries[0].sleep_nrs == 8.0


def test_a_scale_that_looks_wrong_is_warned_of(tmp_path: Path) -> None:
    course = read(tmp_path, "date,pain\n2026-03-01,5\n2026-03-02,7\n", scale=(0, 100))
    assert any("Check the scale" in warning for warning in course.warnings)


def test_bad_rows_are_left_out_only_when_asked_and_each_is_named(tmp_path: Path) -> None:
    content = "date,pain\n2026-03-01,5\n2026-03-02,11\n2026-03-03\n2026-03-04,4\n"
    course = read(tmp_path, content, leave_out_bad_rows=True)
    assert [entry.pain_nrs for entry in course.entries] == [5.0, 4.0]
    assert [line.split(":")[0] for line in course.left_out] == [
        "diary.csv, row 3, pain",
        "diary.csv, row 4",
    ]


def test_a_file_that_cannot_be_read_at_all_is_never_left_out(tmp_path: Path) -> None:
    assert problems_in(tmp_path, "date,pain,pain\n2026-03-01,5,5\n", leave_out_bad_rows=True)


def test_a_course_of_bad_rows_only_is_refused(tmp_path: Path) -> None:
    problems = problems_in(tmp_path, "date,pain\n2026-03-01,11\n", leave_out_bad_rows=True)
    assert "given 'no pain score'" in problems[0]
    assert "row 2, pain: given '11'" in problems[1]


def test_two_equal_scores_without_a_time_are_two_entries_with_a_warning(tmp_path: Path) -> None:
    course = read(tmp_path, "date,pain\n2026-03-01,5\n2026-03-01,5\n")
    assert len(course.entries) == 2
    assert any("row 3 repeats an earlier row" in warning for warning in course.warnings)


def test_one_time_stamp_with_two_scores_is_kept_with_a_warning(tmp_path: Path) -> None:
    course = read(tmp_path, "date,pain\n2026-03-01 20:00,5\n2026-03-01 20:00,6\n")
    assert [entry.pain_nrs for entry in course.entries] == [5.0, 6.0]
    assert any("other values" in warning for warning in course.warnings)


def test_the_order_of_the_file_is_kept(tmp_path: Path) -> None:
    course = read(tmp_path, "date,pain\n2026-03-02,4\n2026-03-01,5\n")
    assert [(entry.row, entry.pain_nrs) for entry in course.entries] == [(2, 4.0), (3, 5.0)]


def test_a_wrong_encoding_is_guessed_and_said(tmp_path: Path) -> None:
    content = "date,pain,note\n2026-03-01,5,Rücken\n".encode("cp1252")
    course = read(tmp_path, content)
    assert course.entries[0].note == "Rücken"
    assert any("Windows-1252" in warning for warning in course.warnings)


def test_columns_that_are_not_read_are_named(tmp_path: Path) -> None:
    course = read(tmp_path, "date,pain,mood\n2026-03-01,5,glad\n")
    assert any("columns not used: mood" in warning for warning in course.warnings)


def test_empty_cells_beyond_the_headings_are_ignored_with_a_warning(tmp_path: Path) -> None:
    course = read(tmp_path, "date,pain\n2026-03-01,5,,\n")
    assert course.entries[0].pain_nrs == 5.0
    assert any("beyond the last heading" in warning for warning in course.warnings)


def test_everything_else_a_diary_may_say(tmp_path: Path) -> None:
    content = (
        "date,pain,leg,worst,sleep,medicine,work_lost,work_hindered,flare,note\n"
        '2026-03-01,5,4,8,3,"ibuprofen 400",no,6,yes,"rain, all day"\n'
    )
    (entry,) = read(tmp_path, content).entries
    assert (entry.leg_nrs, entry.worst_nrs, entry.sleep_nrs) == (4.0, 8.0, 3.0)
    assert (entry.medicine, entry.note) == ("ibuprofen 400", "rain, all day")
    assert (entry.work_lost, entry.work_hindered_nrs, entry.flare) == (False, 6.0, True)


def test_a_year_apart_from_the_others_is_warned_of(tmp_path: Path) -> None:
    course = read(tmp_path, "date,pain\n1926-03-01,5\n2026-03-02,4\n")
    assert any("more than two years lie before row 3" in warning for warning in course.warnings)


def test_what_was_given_is_shortened_and_cannot_move_the_cursor(tmp_path: Path) -> None:
    (problem,) = problems_in(tmp_path, f"date,pain\n2026-03-01,\x1b[2J{'z' * 500}\n")
    assert "\x1b" not in problem
    assert len(problem) < 250


@pytest.mark.parametrize("month", ["13", "1" * 40, "1e300"])
def test_a_month_that_no_calendar_has_is_refused(tmp_path: Path, month: str) -> None:
    with pytest.raises(BadInputError, match=r"row 2, (date|month)"):
        read(tmp_path, f"year,month,day,pain\n2026,{month},1,5\n2026,3,2,5\n")
