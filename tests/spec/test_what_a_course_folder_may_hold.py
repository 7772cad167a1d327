"""What a course folder may hold beside the diary: facts, visits, questionnaires, other care."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deqi.exchange import ReadingOptions, course_template, read_course, read_course_csv
from deqi.records import (
    AdverseEvent,
    Answer,
    BadInputError,
    Began,
    Course,
    Credential,
    Diagnosis,
    DoctorsAnswer,
    OutsideMeaningError,
    Phase,
    PointNeedled,
    Practitioner,
    Severity,
    Side,
)

TODAY = date(2026, 6, 30)
DIARY = "date,pain\n2026-03-01,5\n2026-03-02,4\n"


def read(folder: Path, files: dict[str, str], **options: object) -> Course:
    """Read a folder with these files, and a small diary if none is given."""
    for name, content in {"diary.csv": DIARY, **files}.items():
        (folder / name).write_text(content, encoding="utf-8")
    chosen: ReadingOptions = {"today": TODAY, **options}  # type: ignore[typeddict-item]
    return read_course(folder, **chosen)


def problems_in(folder: Path, files: dict[str, str], **options: object) -> tuple[str, ...]:
    """The sentences with which a folder is refused."""
    with pytest.raises(BadInputError) as refused:
        read(folder, files, **options)
    return tuple(str(problem) for problem in refused.value.problems)


def test_every_key_of_course_toml(tmp_path: Path) -> None:
    course = read(
        tmp_path,
        {
            "course.toml": """
id = "P-014"
year_of_birth = 1979
sex = "female"
time_zone = "Europe/Vienna"
onset = 2026-01-20
began = "house or garden work"
diagnosis = "strain or sprain"
radiating = "no"
pregnancy = false
medicines = ["warfarin"]
expectation = 7

[red_flags]
fever_or_chills = "no"
major_trauma = "not asked"

[conditions]
epilepsy = "yes"

[practitioner.licence]
number = "A-1"
body = "Board"
jurisdiction = "Bavaria"
valid_until = 2027-12-31

[practitioner.certification]

[doctor]
asked = "yes"
agrees = true
on = 2026-02-01
"""
        },
    )
    assert (course.id, course.year_of_birth, course.sex) == ("P-014", 1979, "female")
    assert (course.time_zone, course.time_zone_given) == ("Europe/Vienna", True)
    assert course.onset_on == date(2026, 1, 20)
    assert course.began is Began.HOUSE_OR_GARDEN_WORK
    assert course.diagnosis is Diagnosis.STRAIN_OR_SPRAIN
    assert (course.radiating, course.pregnancy) == (Answer.NO, Answer.NO)
    assert (course.medicines, course.expectation) == (("warfarin",), 7.0)
    assert course.red_flags == {"fever_or_chills": Answer.NO, "major_trauma": Answer.NOT_ASKED}
    assert course.conditions == {"epilepsy": Answer.YES}
    licence = Credential("A-1", "Board", "Bavaria", date(2027, 12, 31))
    assert course.practitioner == Practitioner(licence, Credential())
    assert course.doctor == DoctorsAnswer(Answer.YES, Answer.YES, date(2026, 2, 1))


def test_a_diary_alone_is_enough_and_nothing_is_assumed_but_utc(tmp_path: Path) -> None:
    folder = tmp_path / "anna"
    folder.mkdir()
    course = read(folder, {})
    assert (course.id, course.time_zone, course.time_zone_given) == ("anna", "UTC", False)
    assert (course.medicines, course.expectation, course.declared_phase) == (
        None,
        None,
        Phase.UNKNOWN,
    )


BAD_FACTS = {
    "a misspelt key": ("onste = 2026-01-01", "row 1, onste", "Did you mean 'onset'?"),
    "a misspelt section": ("[red_flag]\n", "row 1, red_flag", "Did you mean 'red_flags'?"),
    "a misspelt red flag": (
        '[red_flags]\nfever_or_chils = "no"',
        "row 2, red_flags.fever_or_chils",
        "'fever_or_chills'",
    ),
    "an unknown condition": ('[conditions]\nblue = "no"', "row 2, conditions.blue", "a known key"),
    "an unknown answer": ('radiating = "perhaps"', "row 1, radiating", '"yes", "no", "not asked"'),
    "an unknown phase": ('phase = "old"', "row 1, phase", '"subacute"'),
    "an unknown beginning": ('began = "dancing"', "row 1, began", '"lifting"'),
    "an unknown time zone": (
        'time_zone = "Europe/Viena"',
        "row 1, time_zone",
        "Did you mean 'Europe/Vienna'?",
    ),
    "a folder of time zones": ('time_zone = "Europe"', "row 1, time_zone", "an IANA time zone"),
    "an expectation above 10": ("expectation = 70", "row 1, expectation", "a number from 0 to 10"),
    "an expectation in words": ('expectation = "7"', "row 1, expectation", "a number from 0 to 10"),
    "an expectation that is no number": (
        "expectation = nan",
        "row 1, expectation",
        "a number from 0 to 10",
    ),
    "a yes for a number": ("expectation = true", "row 1, expectation", "a number from 0 to 10"),
    "a year of birth in the future": ("year_of_birth = 2045", "year_of_birth", "a year up to 2026"),
    "an onset that is no day": ('onset = "last week"', "row 1, onset", "a date such as"),
    "an onset in the future": ("onset = 2026-12-01", "onset", "a date up to today"),
    "a doctor's answer in the future": (
        "[doctor]\non = 2026-12-01",
        "doctor.on",
        "a date up to today",
    ),
    "medicines as one word": ('medicines = "warfarin"', "row 1, medicines", "a list"),
    "an empty id": ('id = ""', "row 1, id", "words in quotation marks"),
    "a licence that is no section": (
        '[practitioner]\nlicence = "A-1"',
        "row 2, practitioner.licence",
        "a section",
    ),
    "an unknown part of a licence": (
        '[practitioner.licence]\nnumbr = "1"',
        "row 2, practitioner.licence.numbr",
        "'number'",
    ),
    "not TOML": ("onset: 2026", "row 1", "key = value"),
    "an onset against the phase": ('onset = 2020-01-01\nphase = "acute"', "phase", "chronic"),
    "a duration against the phase": ('duration_weeks = 2\nphase = "chronic"', "phase", "acute"),
    "a duration against the onset": (
        "duration_weeks = 52\nonset = 2026-01-20",
        "duration_weeks",
        "about 5.7 weeks",
    ),
    "a doctor who was not asked but agreed": (
        '[doctor]\nasked = "no"\nagrees = "yes"',
        "doctor.agrees",
        "no answer",
    ),
    "two answers on pregnancy": (
        'pregnancy = "no"\n[conditions]\npregnancy = "yes"',
        "pregnancy",
        "one answer",
    ),
}


@pytest.mark.parametrize(("toml", "place", "said"), BAD_FACTS.values(), ids=BAD_FACTS.keys())
def test_a_fact_is_refused(tmp_path: Path, toml: str, place: str, said: str) -> None:
    (problem,) = problems_in(tmp_path, {"course.toml": toml})
    assert problem.startswith(f"course.toml, {place}:")
    assert said in problem


def test_all_files_are_checked_before_anything_is_refused(tmp_path: Path) -> None:
    files = {
        "course.toml": 'phase = "old"\nexpectation = 11\n',
        "diary.csv": "date,pain\n2026-03-01,11\n",
        "visits.csv": "date,pain_before\n2026-03-40,5\n",
        "scores.csv": "date,instrument,total\n2026-03-01,PEG,99\n",
        "treatments.csv": "what,from\n,2026-03-01\n",
    }
    assert [problem.split(":")[0] for problem in problems_in(tmp_path, files)] == [
        "course.toml, row 1, phase",
        "course.toml, row 2, expectation",
        "diary.csv, row 2, pain",
        "visits.csv, row 2, date",
        "scores.csv, row 2, instrument",
        "treatments.csv, row 2, what",
    ]


def test_visits_with_what_was_done(tmp_path: Path) -> None:
    content = (
        "date,time,pain_before,pain_after,points,stimulation,frequency_hz,retention_min,reaction\n"
        '2026-03-05,10:30,6,4,"BL23, BL25; ashi",electrical,2,25,small bruise\n'
        "2026-03-09,,5,,,manual,,,none\n"
    )
    first, second = read(tmp_path, {"visits.csv": content}).visits
    assert (first.has_time, first.pain_before_nrs, first.pain_after_nrs) == (True, 6.0, 4.0)
    assert first.needling.points == ("BL23", "BL25", "ashi")
    assert (first.needling.is_electrical, first.needling.frequency_hz) == (True, 2.0)
    assert (first.needling.retention_min, first.needling.reaction) == (25.0, "small bruise")
    assert (second.has_time, second.at.isoformat()) == (False, "2026-03-09T13:30:00+00:00")
    assert second.needling.is_electrical is False


def test_what_was_done_in_full(tmp_path: Path) -> None:
    content = (
        "date,points,side,depth_mm,n_needles,de_qi,needle_type,adverse,anything_new,also_given\n"
        "2026-03-05,BL23; GV3; ashi,both; Midline; l,20,5,yes,0.25 x 40 mm,"
        "bleeding mild; needling pain; Fainting Serious,no,cupping\n"
    )
    (visit,) = read(tmp_path, {"visits.csv": content}).visits
    done = visit.needling
    assert done.each_point() == (
        PointNeedled("BL23", Side.BOTH, 20.0),
        PointNeedled("GV3", Side.MIDLINE, 20.0),
        PointNeedled("ashi", Side.LEFT, 20.0),
    )
    assert (done.n_needles, done.de_qi, done.needle_type) == (5, Answer.YES, "0.25 x 40 mm")
    assert done.adverse == (
        AdverseEvent("bleeding", Severity.MILD),
        AdverseEvent("needling_pain"),
        AdverseEvent("fainting", Severity.SERIOUS),
    )
    assert (visit.anything_new, visit.also_given) == (Answer.NO, "cupping")


def test_what_was_not_asked_at_a_visit_is_not_no(tmp_path: Path) -> None:
    content = "date,points,depth_mm,de_qi,adverse,anything_new\n2026-03-05,BL23; GV3,25; -,,,\n"
    (visit,) = read(tmp_path, {"visits.csv": content}).visits
    assert (visit.needling.de_qi, visit.anything_new) == (Answer.NOT_ASKED, Answer.NOT_ASKED)
    assert [point.depth_mm for point in visit.needling.each_point()] == [25.0, None]
    assert visit.needling.adverse == ()


def test_a_point_on_no_list_is_kept_and_named(tmp_path: Path) -> None:
    content = "date,points\n2026-03-05,BL223; own point\n2026-03-09,BL223; ashi left\n"
    course = read(tmp_path, {"visits.csv": content})
    assert course.visits[0].needling.points == ("BL223", "own point")
    assert (
        "visits.csv: on no list of points, and kept as written: "
        "'BL223' (rows 2, 3; did you mean BL23 or BL22?), 'own point' (row 2)."
    ) in course.warnings


def test_visits_with_scores_are_enough(tmp_path: Path) -> None:
    file = tmp_path / "visits.csv"
    file.write_text("date;pain before\n05.03.2026;6,5\n")
    course = read_course_csv(visits=file, today=TODAY)
    assert course.entries == ()
    assert course.visits[0].pain_before_nrs == 6.5


BAD_VISITS = {
    "in the future": ("date\n2026-07-04\n", "a date up to today"),
    "above the scale": ("date,pain_before\n2026-03-05,12\n", "a number from 0 to 10"),
    "a copied row": (
        "date,points\n2026-03-05 10:00,BL23\n2026-03-05 10:00,BL23\n",
        "the same as row 2",
    ),
    "pain without before or after": ("date,pain\n2026-03-05,5\n", '--map pain_before="pain"'),
    "a negative stay": ("date,retention_min\n2026-03-05,-5\n", "a number from 0 to 1440"),
    "an unknown stimulation": ("date,stimulation\n2026-03-05,warm\n", "manual or electrical"),
    "a side nobody has": (
        "date,side\n2026-03-05,top\n",
        "left, right, both or midline",
    ),
    "two sides for three points": (
        "date,points,side\n2026-03-05,BL23; BL25; GV3,both; left\n",
        "one for each of the 3 points",
    ),
    "a depth in cun": ("date,depth_mm\n2026-03-05,1 cun\n", "a number from 0 to 150"),
    "half a needle": ("date,n_needles\n2026-03-05,2.5\n", "a whole number"),
    "no needle at all": ("date,n_needles\n2026-03-05,0\n", "a number from 1 to 200"),
    "de qi in between": ("date,de_qi\n2026-03-05,somewhat\n", "yes or no"),
    "an adverse event misspelt": (
        "date,adverse\n2026-03-05,bleding mild\n",
        "Did you mean 'bleeding'?",
    ),
    "nothing that happened": ("date,adverse\n2026-03-05,none\n", "and none, belong into reaction"),
    "a severity without an event": ("date,adverse\n2026-03-05,mild\n", "such as bleeding mild"),
    "empty": ("", "an empty file"),
}


@pytest.mark.parametrize(("content", "said"), BAD_VISITS.values(), ids=BAD_VISITS.keys())
def test_a_visit_is_refused(tmp_path: Path, content: str, said: str) -> None:
    (problem,) = problems_in(tmp_path, {"visits.csv": content})
    assert problem.startswith("visits.csv")
    assert said in problem


def test_no_visit_yet_is_not_an_error(tmp_path: Path) -> None:
    course = read(tmp_path, {"visits.csv": "date,pain_before\n"})
    assert course.visits == ()
    assert "visits.csv has headings but no rows." in course.warnings


def test_questionnaires_as_answers_or_total(tmp_path: Path) -> None:
    content = (
        "date,instrument,answers,total\n"
        "2026-03-01,PEG,7; 5; 6,\n2026-03-01,ODI,,38\n2026-04-01,PEG,7;-;6,\n"
    )
    peg, odi, gap = read(tmp_path, {"scores.csv": content}).scores
    assert (peg.answers, peg.total) == ((7.0, 5.0, 6.0), None)
    assert (odi.answers, odi.total) == (None, 38.0)
    assert gap.answers == (7.0, None, 6.0)


BAD_SCORES = {
    "neither answers nor total": ("date,instrument,total\n2026-03-01,PEG,\n", "answers or a total"),
    "an unknown questionnaire": ("date,instrument,total\n2026-03-01,ABC,4\n", "is not known"),
    "a total out of range": ("date,instrument,total\n2026-03-01,RMDQ-24,25\n", "the total is 25"),
    "too many answers": ("date,instrument,answers\n2026-03-01,PEG,1 2 3 4\n", "expected 3"),
    "words for answers": (
        "date,instrument,answers\n2026-03-01,PEG,good bad ugly\n",
        "answers in their order",
    ),
    "no total column": ("date,instrument\n2026-03-01,PEG\n", "a column with the total"),
}


@pytest.mark.parametrize(("content", "said"), BAD_SCORES.values(), ids=BAD_SCORES.keys())
def test_a_questionnaire_is_refused(tmp_path: Path, content: str, said: str) -> None:
    (problem,) = problems_in(tmp_path, {"scores.csv": content})
    assert problem.startswith("scores.csv")
    assert said in problem


def test_other_care(tmp_path: Path) -> None:
    content = "what,from,to\nphysiotherapy,01/03/2026,31/03/2026\nibuprofen,15/03/2026,\n"
    first, second = read(tmp_path, {"treatments.csv": content}).treatments
    assert (first.what, first.from_on, first.to_on) == (
        "physiotherapy",
        date(2026, 3, 1),
        date(2026, 3, 31),
    )
    assert second.to_on is None


def test_other_care_may_be_prescribed_beyond_today_but_not_end_before_it_began(
    tmp_path: Path,
) -> None:
    good = "what,from,to\nibuprofen,2026-06-01,2026-12-31\n"
    assert read(tmp_path, {"treatments.csv": good}).treatments[0].to_on == date(2026, 12, 31)
    bad = "what,from,to\nibuprofen,2026-06-01,2026-05-31\n"
    (problem,) = problems_in(tmp_path, {"treatments.csv": bad})
    assert "a date from 2026-06-01 on" in problem


def test_entries_before_the_onset_are_kept_with_a_warning(tmp_path: Path) -> None:
    course = read(tmp_path, {"course.toml": "onset = 2026-03-02"})
    assert len(course.entries) == 2
    assert any("1 diary entries and 0 visits lie before" in w for w in course.warnings)


def test_facts_given_beside_the_folder_fill_gaps_but_do_not_contradict(tmp_path: Path) -> None:
    assert read(tmp_path, {}, time_zone="Europe/Vienna").time_zone == "Europe/Vienna"
    assert read(tmp_path, {}, phase="chronic").declared_phase is Phase.CHRONIC
    (problem,) = problems_in(tmp_path, {"course.toml": 'time_zone = "UTC"'}, time_zone="Asia/Tokyo")
    assert "time_zone: given 'UTC', expected Asia/Tokyo" in problem


def test_two_peoples_rows_are_never_read_as_one_course(tmp_path: Path) -> None:
    rows = [f"{key},2026-03-{day:02d},{pain}" for key, day, pain in MIXED]
    (tmp_path / "diary.csv").write_text("\n".join(["Patient ID,date,pain", *rows, ""]))
    with pytest.raises(BadInputError) as error:
        read_course(tmp_path)
    (problem,) = error.value.problems
    assert (problem.row, problem.column, problem.given) == (4, "Patient ID", "B")
    assert "2 are named" in problem.expected
    assert "--patient" in problem.to_do
    one = read_course(tmp_path, where={"Patient ID": "A"})
    assert [entry.pain_nrs for entry in one.entries] == [6, 6]


MIXED = [("A", 1, 6), ("A", 2, 6), ("B", 3, 1), ("B", 4, 1)]


def test_a_key_that_numbers_the_rows_names_nobody(tmp_path: Path) -> None:
    (tmp_path / "diary.csv").write_text("record id,date,pain\n1,2026-03-01,6\n2,2026-03-02,5\n")
    assert len(read_course(tmp_path).entries) == 2


def test_today_is_the_patients_date(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    (tmp_path / "diary.csv").write_text("date,pain\n2026-07-01,5\n")
    now = datetime(2026, 6, 30, 20, tzinfo=UTC)  # already July in Auckland
    assert read_course(tmp_path, today=now, time_zone="Pacific/Auckland").entries
    with pytest.raises(BadInputError, match="up to today, 2026-06-30"):
        read_course(tmp_path, today=now, time_zone="Europe/Vienna")


def test_without_today_the_future_is_not_checked(tmp_path: Path) -> None:
    (tmp_path / "diary.csv").write_text("date,pain\n2090-07-01,5\n")
    assert read_course(tmp_path).entries


def test_an_offset_without_a_time_zone_is_warned_of(tmp_path: Path) -> None:
    course = read(tmp_path, {"diary.csv": "date,pain\n2026-03-01T20:00:00+02:00,5\n"})
    assert any("days are counted in UTC" in warning for warning in course.warnings)


def test_rows_may_be_chosen_by_a_column(tmp_path: Path) -> None:
    content = (
        "name,date,pain\nknee,2026-03-01,2\nback,2026-03-01,6\nback,2026-03-02,x\nknee,soon,2\n"
    )
    course = read(tmp_path, {"diary.csv": content}, where={"Name": "back"}, leave_out_bad_rows=True)
    assert [entry.pain_nrs for entry in course.entries] == [6.0]
    assert len(course.left_out) == 1
    assert "diary.csv: 2 of 4 rows were chosen by 'Name'." in course.warnings


def test_a_mapping_beats_the_usual_names(tmp_path: Path) -> None:
    content = "date,pain,Worst today\n2026-03-01,2,6\n"
    course = read(tmp_path, {"diary.csv": content}, mapping={"pain": "worst today"})
    assert course.entries[0].pain_nrs == 6.0


def test_a_mapping_may_be_for_one_table_only(tmp_path: Path) -> None:
    files = {
        "diary.csv": "d,date,pain\n2026-03-01,2026-03-02,5\n",
        "visits.csv": "date,pain_before\n2026-03-03,5\n",
    }
    course = read(tmp_path, files, mapping={"diary.date": "d"})
    assert course.entries[0].on == date(2026, 3, 1)
    assert course.visits[0].on == date(2026, 3, 3)


def test_a_choice_that_no_file_has_is_refused(tmp_path: Path) -> None:
    (problem,) = problems_in(tmp_path, {}, mapping={"pain": "NSR"})
    assert "--map pain: given 'NSR', expected a heading of the file" in problem
    (problem,) = problems_in(tmp_path, {}, where={"nmae": "back"})
    assert "--where nmae" in problem


OPTIONS_WITHOUT_MEANING = {
    "an unknown field": ({"mapping": {"pian": "x"}}, "Did you mean 'pain'?"),
    "a scale without width": ({"scale": (10, 10)}, "has no width"),
    "a scale upside down": ({"scale": (100, 0)}, "has no width"),
    "an endless scale": ({"scale": (0, float("inf"))}, "has no width"),
    "an unknown order": ({"date_order": "year-first"}, "day-first"),
    "an unknown phase": ({"phase": "old"}, "acute"),
}


@pytest.mark.parametrize(
    ("options", "said"), OPTIONS_WITHOUT_MEANING.values(), ids=OPTIONS_WITHOUT_MEANING.keys()
)
def test_an_option_without_meaning(tmp_path: Path, options: dict[str, object], said: str) -> None:
    with pytest.raises(OutsideMeaningError, match=said.replace("?", r"\?")):
        read(tmp_path, {}, **options)


def test_an_unknown_option_is_a_mistake_of_the_programmer(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="Did you mean 'scale'"):
        read(tmp_path, {}, scales=(0, 100))


@pytest.mark.parametrize("name", ["missing", "file.csv"])
def test_what_is_no_course_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.csv").write_text(DIARY)
    with pytest.raises(BadInputError, match="a course folder, or CSV files"):
        read_course(tmp_path / name)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"no\.csv: given 'No such file or directory'"):
        read_course_csv(tmp_path / "no.csv")


def test_the_template_can_be_filled_in_and_read(tmp_path: Path) -> None:
    as_it_is = read(tmp_path, {"course.toml": course_template("P-2")})
    assert as_it_is.id == "P-2"
    assert as_it_is.red_flags == {}
    answered = "\n".join(
        line.removeprefix("# ") if " = " in line or line.startswith("# [") else line
        for line in course_template("P-2").splitlines()
        if "duration_weeks" not in line and "# phase" not in line
    )
    course = read(tmp_path, {"course.toml": answered})
    assert course.onset_on == date(2026, 1, 20)
    assert course.red_flags
    assert set(course.red_flags.values()) == {Answer.NO}
    assert course.practitioner.licence is not None
    assert course.doctor.agrees is Answer.YES
