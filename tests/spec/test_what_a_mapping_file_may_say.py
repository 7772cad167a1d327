"""Other people's exports, read by a declared mapping file and nothing else."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from deqi.exchange import read_mapped
from deqi.records import AdverseEvent, Answer, BadInputError, Score, Severity, Side
from deqi.report import report

ROOT = Path(__file__).parents[2]
MAPPINGS = ROOT / "docs" / "how-to" / "mappings"
FIXTURES = ROOT / "tests" / "fixtures"
REDCAP = FIXTURES / "redcap" / "export.csv"


def read(tmp_path: Path, mapping: str, export: str = "who,when,nrs\nA,2026-03-01,5\n"):
    (tmp_path / "export.csv").write_text(export, encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
    return read_mapped(tmp_path / "export.csv", tmp_path / "mapping.toml")


def problems_of(tmp_path: Path, mapping: str, **other: str) -> list[str]:
    with pytest.raises(BadInputError) as refused:
        read(tmp_path, mapping, **other)
    return [str(problem) for problem in refused.value.problems]


DIARY = '[diary]\npatient = "who"\ncolumns = { date = "when", pain = "nrs" }\n'


def test_a_registry_of_assessments_is_read_as_scores_and_never_speaks_of_visits():
    registry = FIXTURES / "fibromyalgia_registry" / "registry.csv"
    folder = read_mapped(registry, MAPPINGS / "registry.toml")
    course = folder.course(next(key for key in folder if "00315" in key))
    assert [e.pain_nrs for e in sorted(course.entries, key=lambda e: e.at)] == [10, 5, 4, 10]
    assert (course.visits, course.visits_recorded, course.sex) == ((), False, "female")
    answer = report(course)
    assert answer.verdict.code.value == "too_early"
    assert answer.beliefs.change is not None
    assert answer.beliefs.change.visits is None


def test_a_new_export_of_the_same_kind_needs_the_mapping_file_alone(tmp_path: Path):
    registry = FIXTURES / "fibromyalgia_registry" / "registry.csv"
    later = tmp_path / "export of next year.csv"
    shutil.copy(registry, later)
    assert list(read_mapped(later, MAPPINGS / "registry.toml")) == list(
        read_mapped(registry, MAPPINGS / "registry.toml")
    )


def test_a_folder_of_logs_has_its_patients_in_the_files_names():
    folder = read_mapped(FIXTURES / "myaiguide", MAPPINGS / "symptom-logs.toml")
    assert list(folder) == ["Participant1", "Participant2", "Participant9"]
    assert [len(folder.course(key).entries) for key in folder] == [23, 40, 31]
    assert folder.problems == ()


def test_a_row_that_is_left_out_is_named_in_its_patients_course():
    course = read_mapped(FIXTURES / "myaiguide", MAPPINGS / "symptom-logs.toml").course(
        "Participant1"
    )
    (left_out,) = course.left_out
    assert "Participant1_pain.csv, row 104: given '7 cells', expected 6" in left_out


def test_a_redcap_export_is_taken_apart_by_event_and_repeat_instrument():
    folder = read_mapped(REDCAP, MAPPINGS / "redcap.toml")
    assert sorted(folder) == ["1", "2", "3"]
    course = folder.course("1")
    assert (course.sex, course.onset_on) == ("female", date(2025, 9, 1))
    assert course.red_flags == {"fever_or_chills": Answer.NO}
    assert [e.pain_nrs for e in course.entries] == [6.3, None, 7.1]
    assert [e.flare for e in course.entries] == [False, None, True]
    (visit,) = course.visits
    assert (visit.pain_before_nrs, visit.needling.points) == (6.0, ("BL23", "BL25", "GB30"))
    assert visit.at.isoformat() == "2026-01-08T09:30:00+00:00"
    assert course.scores == (
        Score(date(2026, 1, 5), "PEG", (7.0, 6.0, 7.0), row=2),
        Score(date(2026, 3, 2), "PEG", (4.0, None, 3.0), row=7),
    )


def test_codes_of_what_was_done_at_a_visit_are_read_as_the_mapping_says(tmp_path: Path):
    export, says = tmp_path / "export.csv", tmp_path / "says.toml"
    export.write_text(
        "who,on,pts,where,qi,new,harm\nA,2026-03-05,BL23; GV3,3,1,0,2\n", encoding="utf-8"
    )
    says.write_text(
        """
        [visits]
        patient = "who"
        given = { needle_type = "0.25 x 40 mm" }
        [visits.columns]
        date = "on"
        points = "pts"
        side = "where"
        de_qi = "qi"
        anything_new = "new"
        adverse = "harm"
        [visits.values]
        side = { "3" = "both" }
        de_qi = { "1" = "yes", "0" = "no" }
        anything_new = { "1" = "yes", "0" = "no", "" = "" }
        adverse = { "2" = "bleeding mild", "" = "" }
        """,
        encoding="utf-8",
    )
    (visit,) = read_mapped(export, says).course("A").visits
    done = visit.needling
    assert {point.side for point in done.each_point()} == {Side.BOTH}
    assert (done.de_qi, visit.anything_new) == (Answer.YES, Answer.NO)
    assert done.adverse == (AdverseEvent("bleeding", Severity.MILD),)
    assert done.needle_type == "0.25 x 40 mm"


def test_a_code_that_the_mapping_does_not_know_stops_that_patient_alone():
    folder = read_mapped(REDCAP, MAPPINGS / "redcap.toml")
    with pytest.raises(BadInputError, match="row 8, rf_fever: given '9', expected one of '1', '0'"):
        folder.course("2")
    assert folder.course("1").entries


def test_a_score_beyond_its_declared_scale_stops_that_patient_alone():
    folder = read_mapped(REDCAP, MAPPINGS / "redcap.toml")
    with pytest.raises(BadInputError, match="row 12, diary_vas: given '120'"):
        folder.course("3")


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        ("# nothing yet\n", "expected a section [diary] or [visits]"),
        ("[diary\n", "row 1: given"),
        (DIARY + 'colour = "red"\n', "row 4, diary.colour: given 'colour', expected a known key"),
        ('[dairy]\npatient = "who"\n', "Did you mean 'diary'?"),
        (
            '[diary]\npatient = "who"\ncolumns = { date = "when", pian = "nrs" }\n',
            "expected a field of diary, not 'pian'. Did you mean 'pain'?",
        ),
        (
            '[diary]\npatient = "who"\ncolumns = { date = "when", pain = "vas" }\n',
            "columns.diary.pain: given 'vas', expected a heading of the file",
        ),
        ('[diary]\ncolumns = { date = "when", pain = "nrs" }\n', "patient"),
        (DIARY + "scale = [100, 0]\n", "a scale with its lower end first"),
        (DIARY + "scale = { mood = [0, 5] }\n", "a field that holds a score"),
        (DIARY + "where = { nrs = 5 }\n", "a text or a list of texts"),
        (DIARY + 'where = { form = "pain" }\n', "where.form"),
        (DIARY + 'fill_down = ["day"]\n', "fill_down day"),
        (DIARY + 'file = "**x"\n', "a file name or a pattern"),
        (DIARY + 'file = "other.csv"\n', "no other.csv"),
        (DIARY + 'patient_from_file = "("\n', "a regular expression"),
        (DIARY + 'patient_from_file = "x"\n', "one group in round brackets"),
        (DIARY + 'patient_from_file = "(x)"\n', "patient or patient_from_file, not both"),
        (
            '[diary]\npatient_from_file = "(P\\\\d+)"\ncolumns = { date = "when", pain = "nrs" }\n',
            "a name that fits",
        ),
        (DIARY + '[[scores]]\npatient = "who"\nanswers = ["a"]\n', "two items or more"),
        (
            DIARY
            + '[[scores]]\npatient = "who"\ncolumns.date = "when"\ngiven.instrument = "PEG"\n'
            + 'answers = ["p1", "p2", "p3"]\n',
            "answers: given 'p1', expected a heading of the file",
        ),
        ('time_zone = "Mars"\n' + DIARY, "row 1, time_zone: given 'Mars'"),
        ('leave_out = "all"\n' + DIARY, 'one of "bad-rows"'),
        ("visits_recorded = 3\n" + DIARY, "true or false"),
    ],
)
def test_what_a_mapping_file_may_not_say_is_refused_with_what_to_do(
    tmp_path: Path, mapping: str, expected: str
):
    assert any(expected in problem for problem in problems_of(tmp_path, mapping))


def test_every_problem_of_a_mapping_file_is_told_at_once(tmp_path: Path):
    told = problems_of(tmp_path, 'phase = "old"\n' + DIARY + 'scale = 7\nfile = ""\n')
    assert len(told) == 3


def test_a_pattern_does_not_lead_out_of_the_folder(tmp_path: Path):
    (tmp_path / "secret.csv").write_text("who,when,nrs\nA,2026-03-01,5\n", encoding="utf-8")
    inner = tmp_path / "data"
    inner.mkdir()
    with pytest.raises(BadInputError, match=r"no \.\./secret\.csv"):
        read(inner, DIARY + 'file = "../secret.csv"\n')
