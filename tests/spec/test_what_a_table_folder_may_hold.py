"""Many courses in one folder: whose row is it, and whose problem is it?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deqi.exchange import TableFolder, read_course, read_table_folder
from deqi.records import Answer, BadInputError, OutsideMeaningError, Phase

DIARY = """patient,date,pain
A,2026-03-01,6
B,2026-03-01,4
A,2026-03-02,5
B,2026-03-02,3
"""


def folder_of(path: Path, **files: str) -> TableFolder:
    for name, text in files.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return read_table_folder(path)


def problems_of(folder: TableFolder, key: str) -> list[tuple[str, int | None, str]]:
    with pytest.raises(BadInputError) as refused:
        folder.course(key)
    return [(problem.file, problem.row, problem.given) for problem in refused.value.problems]


def test_each_row_goes_to_its_patient(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, diary=DIARY)
    assert folder.patients == ("A", "B")
    assert [entry.pain_nrs for entry in folder.course("A").entries] == [6, 5]
    assert [entry.pain_nrs for entry in folder.course("B").entries] == [4, 3]


def test_the_list_of_patients_may_be_missing_but_not_a_part_of_it(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, diary=DIARY, patients="patient,onset\nA,2026-01-05\nC,\n")
    assert folder.patients == ("A", "C", "B")
    assert folder.course("A").onset_on == date(2026, 1, 5)
    assert problems_of(folder, "B") == [("diary.csv", 3, "B (and 1 more rows)")]


def test_someone_without_a_score_still_has_a_screen(tmp_path: Path) -> None:
    patients = "patient,red_flags.fever_or_chills\nA,no\nC,yes\n"
    course = folder_of(tmp_path, diary=DIARY.replace("B,", "A,"), patients=patients).course("C")
    assert course.entries == ()
    assert course.red_flags == {"fever_or_chills": Answer.YES}


def test_the_facts_of_a_patient_are_those_of_a_course(tmp_path: Path) -> None:
    patients = (
        "patient;birth year;sex;time zone;phase;began;medicines;doctor.asked;doctor.agrees;"
        "doctor.on;saddle_numbness;conditions.epilepsy;practitioner.licence.valid_until;expectation"
        "\nA;1979;female;Europe/Vienna;Chronic;lifting;warfarin, vitamin D;ja;no;03/02/2026;no;;"
        "31/12/2027;6,5\nB;;;;;;none;;;;;;;\n"
    )
    folder = folder_of(tmp_path, diary=DIARY, patients=patients)
    (tmp_path / "A").mkdir()
    (tmp_path / "A/course.toml").write_text(
        """id = "A"\nyear_of_birth = 1979\nsex = "female"\ntime_zone = "Europe/Vienna"
phase = "chronic"\nbegan = "lifting"\nmedicines = ["warfarin", "vitamin D"]\nexpectation = 6.5
[red_flags]\nsaddle_numbness = "no"\n[practitioner.licence]\nvalid_until = 2027-12-31
[doctor]\nasked = "yes"\nagrees = "no"\non = 2026-02-03\n""",
        encoding="utf-8",
    )
    (tmp_path / "A/diary.csv").write_text("date,pain\n\n2026-03-01,6\n2026-03-02,5\n")
    alone = read_course(tmp_path / "A")
    together = folder.course("A")
    assert alone.entries[0].at == together.entries[0].at
    assert alone.declared_phase is Phase.CHRONIC
    for name in ("year_of_birth", "sex", "time_zone", "time_zone_given", "began", "medicines"):
        assert getattr(together, name) == getattr(alone, name)
    for name in ("declared_phase", "doctor", "red_flags", "conditions", "practitioner"):
        assert getattr(together, name) == getattr(alone, name)
    assert folder.course("B").medicines == ()
    assert folder.course("B").practitioner.licence is None


def test_each_patient_has_their_own_time_zone(tmp_path: Path) -> None:
    patients = "patient,time_zone\nA,Pacific/Auckland\nB,Europe/Vienna\n"
    diary = "patient,date,pain\nA,2026-03-01 20:00,6\nB,2026-03-01 20:00,4\n"
    folder = folder_of(tmp_path, diary=diary, patients=patients)
    hours = [folder.course(key).entries[0].at.hour for key in folder]
    assert hours == [7, 19]


def test_a_bad_value_is_its_patients_alone(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, diary=DIARY + "B,2026-03-03,11\n")
    assert problems_of(folder, "B") == [("diary.csv", 6, "11")]
    assert len(folder.course("A").entries) == 2


def test_a_bad_fact_names_the_patients_row(tmp_path: Path) -> None:
    patients = "patient,phase,onset\nA,acute,2025-01-05\nB,sharp,\n"
    folder = folder_of(tmp_path, diary=DIARY, patients=patients)
    assert problems_of(folder, "A") == [("patients.csv", 2, "acute")]
    assert problems_of(folder, "B") == [("patients.csv", 3, "sharp")]


def test_a_row_with_too_many_cells_is_given_to_the_patient_it_names(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, diary=DIARY + "B,2026-03-03,5,5\nzz,2026-03-03,5,5\n")
    assert problems_of(folder, "B") == [("diary.csv", 6, "4 cells")]
    assert [(p.row, p.given) for p in folder.problems] == [(7, "4 cells")]


def test_a_row_without_a_patient_is_nobodys(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, diary=DIARY + ",2026-03-03,5\n")
    assert [(p.file, p.row) for p in folder.problems] == [("diary.csv", 6)]
    assert [len(folder.course(key).entries) for key in folder] == [2, 2]


def test_two_rows_with_one_key_are_not_chosen_from(tmp_path: Path) -> None:
    patients = "patient,sex\nA,female\nB,male\nA,male\n"
    folder = folder_of(tmp_path, diary=DIARY, patients=patients)
    assert problems_of(folder, "A") == [("patients.csv", 4, "A")]
    assert folder.course("B").sex == "male"


def test_keys_differ_by_their_letters_and_a_twin_in_capitals_is_hinted_at(tmp_path: Path) -> None:
    diary = DIARY + "a,2026-03-03,5\n"
    folder = folder_of(tmp_path, diary=diary, patients="patient\nA\nB\n")
    with pytest.raises(BadInputError, match="Did you mean 'A'"):
        folder.course("a")


@pytest.mark.parametrize(
    "key", ["Doe, Jane", 'the "tall" one', "a/b", "../up", "..", "Łukasz 痛み", "x" * 300, "CON"]
)
def test_a_key_may_be_any_text(tmp_path: Path, key: str) -> None:
    quoted = key.replace('"', '""')
    folder = folder_of(tmp_path, diary=f'patient,date,pain\n"{quoted}",2026-03-01,6\n')
    assert folder.patients == (key,)
    assert folder.course(key).id == key


def test_the_whole_table_shows_the_order_of_its_dates(tmp_path: Path) -> None:
    diary = "patient,date,pain\nA,03/04/2026,6\nB,25/04/2026,4\n"
    folder = folder_of(tmp_path, diary=diary)
    assert folder.course("A").entries[0].on == date(2026, 4, 3)


def test_an_idle_midnight_of_the_whole_table_is_no_time_of_day(tmp_path: Path) -> None:
    diary = "patient,date,pain\n" + "".join(f"{k},2026-03-01 00:00,5\n" for k in "ABC")
    assert not folder_of(tmp_path, diary=diary).course("A").entries[0].has_time


@pytest.mark.parametrize("files", [{}, {"patients": "patient\nA\n"}])
def test_without_diary_and_visits_it_is_no_table_folder(
    tmp_path: Path, files: dict[str, str]
) -> None:
    with pytest.raises(BadInputError, match=r"neither diary\.csv nor visits\.csv"):
        folder_of(tmp_path, **files)


def test_a_diary_without_a_column_of_patients_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="patient"):
        folder_of(tmp_path, diary="date,pain\n2026-03-01,5\n")


def test_headings_without_rows_are_no_patients(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, diary="patient,date,pain\n")
    assert folder.patients == ()
    assert folder.warnings == ("diary.csv has headings but no rows.",)


def test_another_heading_can_be_said_to_hold_the_patient(tmp_path: Path) -> None:
    (tmp_path / "diary.csv").write_text("who,date,pain\nA,2026-03-01,6\n")
    assert read_table_folder(tmp_path, mapping={"patient": "who"}).patients == ("A",)


def test_nobody_is_invented(tmp_path: Path) -> None:
    with pytest.raises(OutsideMeaningError, match="no patient 'C'"):
        folder_of(tmp_path, diary=DIARY).course("C")


def test_the_file_of_one_course_names_a_column_of_patients_as_not_used(tmp_path: Path) -> None:
    (tmp_path / "diary.csv").write_text("patient,date,pain\nA,2026-03-01,6\n")
    assert "diary.csv: columns not used: patient." in read_course(tmp_path).warnings
