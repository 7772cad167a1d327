"""Before the first visit: what the page must hold, and what it must not say."""

from __future__ import annotations

import json

import pytest

from deqi.cli.main import main
from deqi.evidence import Verified, counts, read_arms
from deqi.evidence.expectation import N_WEEKS, PainKind, expect
from deqi.report.before import before_json, draw_up_outlook, write_before_html, write_before_text
from deqi.report.blank_diary.contents import alarm_signs
from deqi.screen import Outcome, read_rules

WEEKS = [k / 2 for k in range(2 * N_WEEKS + 1)]


@pytest.fixture(scope="module")
def text() -> str:
    return " ".join(write_before_text(draw_up_outlook(), 80).split())


def test_of_chronic_pain_both_bands_are_drawn():
    chronic = expect(PainKind.CHRONIC)
    assert chronic.without is not None
    assert chronic.with_course is not None


def test_of_new_pain_no_course_is_drawn_and_the_page_says_why(text):
    assert expect(PainKind.ACUTE).with_course is None
    assert "no band is drawn for a course" in text


def test_of_sciatica_nothing_is_drawn_and_the_page_says_why(text):
    sciatica = expect(PainKind.SCIATICA)
    assert (sciatica.without, sciatica.with_course, sciatica.cohorts) == (None, None, None)
    assert "how sciatica goes over 12 weeks without needles, so no band is drawn" in text
    assert "usual-sciatica" in write_before_html(draw_up_outlook([PainKind.SCIATICA]))


@pytest.mark.parametrize("group", ["without", "with_course", "cohorts"])
def test_a_band_holds_every_study_at_every_week(group):
    band = getattr(expect(PainKind.CHRONIC), group)
    for week in WEEKS:
        whole = band.at(week)
        for line in band.lines:
            own = line.at(week)
            assert whole.lo_nrs <= own.lo_nrs <= own.mean_nrs <= own.hi_nrs <= whole.hi_nrs
        assert 0 <= whole.lo_nrs <= whole.mean_nrs <= whole.hi_nrs <= 10


def test_a_trial_comes_in_with_both_its_sides():
    chronic = expect(PainKind.CHRONIC)
    trials = [{line.name.split(",")[0] for line in band.lines}
              for band in (chronic.without, chronic.with_course) if band]  # fmt: skip
    assert trials[0] == trials[1]


def test_no_figure_from_memory_is_drawn():
    drawn = {key for band in (expect(PainKind.CHRONIC).without,) if band for key in band.sources}
    assert drawn == {"brinkhaus2006", "yun2012"}
    assert not counts(Verified.MEMORY)
    assert any(row.verified is Verified.MEMORY for row in read_arms())  # there are such figures


def test_what_is_held_says_so():
    band = expect(PainKind.CHRONIC).with_course
    assert band is not None
    assert not band.at(8).is_held
    assert band.at(9).is_held


def test_the_emergencies_of_the_safety_check_are_on_the_page(text):
    emergencies = [r for r in read_rules().questions if r.outcome is Outcome.EMERGENCY]
    assert len(emergencies) >= 7
    assert all(rule.finding in text for rule in emergencies)


@pytest.mark.parametrize(
    "said",
    [
        "Of 1,000 people treated",
        "a serious unwanted effect",
        "current licence to needle",
        "certification",
        "when will we stop",
        "about a fifth of what acupuncture adds",
        "Nobody can tell from it what will happen to you",
        "44 of 100 after imitated needling",
        "1.37 times as fast, 95 % interval 0.95 to 1.96",
        "1.0 points lower than with usual care",
    ],
)
def test_the_page_says(said, text):
    assert said in text


@pytest.mark.parametrize("claim", ["you will", "your chance", "your probability", "for you is"])
def test_no_probability_is_told_to_a_person(claim, text):
    assert claim not in text.lower()


def test_one_kind_is_shown_when_one_is_asked_for(capsys):
    assert main(["report", "--before", "--acute", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema"] == "deqi.before/1"
    assert [kind["kind"] for kind in answer["kinds"]] == ["acute"]


def test_every_key_is_there_for_every_kind_and_a_null_has_its_reason():
    kinds = before_json(draw_up_outlook())["kinds"]
    assert len({tuple(kind) for kind in kinds}) == 1
    for kind in kinds:
        for band in ("without_course", "with_course"):
            assert (kind[band] is None) == (kind[f"why_no_{band}"] is not None)


def test_people_followed_with_any_care_are_never_called_people_without_a_course():
    kinds = {kind["kind"]: kind for kind in before_json(draw_up_outlook())["kinds"]}
    assert kinds["acute"]["without_course"] is None
    assert [s["name"] for s in kinds["acute"]["cohorts"]["studies"]] == ["Menezes Costa 2012"]
    assert "whatever care they had" in kinds["acute"]["why_no_without_course"]


def test_every_source_that_is_cited_is_listed():
    answer = before_json(draw_up_outlook())
    said = [*answer["shares"], *answer["harms"], *(s for k in answer["kinds"]
            for s in k["statements"]), *answer["questions"]["for_the_doctor"]]  # fmt: skip
    assert {key for s in said for key in s["sources"]} <= set(answer["sources"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--before", "somewhere"], "--before is about no course; leave out a folder"),
        (["--blank-diary", "--example", "at-once"], "--blank-diary is about no course"),
        (["--before", "--blank-diary"], "not allowed with argument"),
        (["--example", "at-once", "--acute"], "--acute goes with --before"),
        (["--example", "at-once", "--csv", "a.csv"], "go with --blank-diary"),
        (["--example", "at-once", "--for", "doctor"], "add --html FILE or --pdf FILE"),
        (["--example", "at-once", "--for", "doctor", "--pdf", "a", "--json"], "leave out --for"),
        (["--example", "at-once", "--html", "a", "--pdf", "a"], "go to the same place"),
        (["--before", "--for", "doctor", "--html", "a"], "--for goes with a course"),
        (["--blank-diary", "--json"], "--csv FILE writes it as a table"),
        ([], "say what to read"),
    ],
)
def test_wishes_that_contradict_each_other_get_a_sentence(words, sentence, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["report", *words])
    assert stopped.value.code == 2
    assert sentence in " ".join(capsys.readouterr().err.split())


def test_the_diary_names_the_same_emergencies():
    assert "loss of bowel control" in alarm_signs()
