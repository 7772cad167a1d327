"""Excerpts of real files: read with what a person would say on the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deqi.exchange import read_course_csv
from deqi.records import BadInputError

FIXTURES = Path(__file__).parents[1] / "fixtures"
LOGS = FIXTURES / "myaiguide"
REGISTRY = FIXTURES / "fibromyalgia_registry" / "registry.csv"
PATIENT = "Número de Historia Clínica (IP Paciente)"
SYMPTOM_SCALE = (1, 9.5)


def test_a_log_with_time_stamps_and_several_complaints() -> None:
    course = read_course_csv(
        LOGS / "Participant2PainNew.csv", where={"name": "Back pain"}, scale=SYMPTOM_SCALE
    )
    assert len(course.entries) == 52
    assert all(entry.has_time for entry in course.entries)
    assert course.entries[0].on == date(2020, 5, 5)
    assert all(0 <= (entry.pain_nrs or 0) <= 10 for entry in course.entries)
    assert any("52 of 92 rows were chosen by 'name'" in warning for warning in course.warnings)


def test_a_log_with_day_month_and_year_in_columns() -> None:
    course = read_course_csv(
        LOGS / "Participant9Pain.csv", where={"name": "Knee Pain"}, scale=SYMPTOM_SCALE
    )
    assert len(course.entries) == 31
    assert not any(entry.has_time for entry in course.entries)
    assert (course.entries[0].on, course.entries[-1].on) == (date(2019, 10, 22), date(2019, 11, 23))
    assert any("5 days have several scores without a time" in said for said in course.warnings)


def test_a_ragged_log_in_which_empty_means_as_above() -> None:
    with pytest.raises(BadInputError, match="say --fill-down month"):
        read_course_csv(LOGS / "Participant1_pain.csv", scale=SYMPTOM_SCALE)
    course = read_course_csv(
        LOGS / "Participant1_pain.csv",
        where={"region": "Knees"},
        scale=SYMPTOM_SCALE,
        fill_down=("year", "month", "day"),
        leave_out_bad_rows=True,
    )
    days = [entry.on for entry in course.entries]
    assert days[:2] == [date(2023, 1, 1), date(2023, 8, 1)]
    assert days == sorted(set(days))
    (left_out,) = course.left_out  # "could be 3.1" stands beyond the last heading
    assert "row 104: given '7 cells', expected 6" in left_out
    said = " ".join(course.warnings)
    assert "the headings stand on row 2; what stands before was not read (row 1)" in said
    assert "empty cells beyond the last heading" in said


def test_one_person_of_a_registry_read_as_scores_without_visits() -> None:
    course = read_course_csv(
        REGISTRY,
        mapping={"pain": "¿Hasta qué punto ha sentido dolor?"},
        where={PATIENT: "PATIENT_00315"},
        time_zone="Europe/Madrid",
    )
    by_time = sorted(course.entries, key=lambda entry: entry.at)
    assert [entry.pain_nrs for entry in by_time] == [10.0, 5.0, 4.0, 10.0]
    assert by_time[0].at.isoformat() == "2021-10-04T16:06:00+00:00"
    assert course.visits == ()


def test_a_registry_without_a_mapping_says_what_is_missing() -> None:
    with pytest.raises(BadInputError, match="a column with the pain score") as refused:
        read_course_csv(REGISTRY)
    assert len(refused.value.problems) == 1


@pytest.mark.parametrize("folder", ["myaiguide", "fibromyalgia_registry"])
def test_each_excerpt_lies_beside_its_licence(folder: str) -> None:
    assert "MIT License" in (FIXTURES / folder / "LICENSE").read_text(encoding="utf-8")
