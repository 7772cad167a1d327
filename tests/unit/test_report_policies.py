"""Reports under every policy: the verdict stays, labels and coverage are where they are read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import jsonschema
import pytest

import deqi
from deqi.cli.main import main
from deqi.plan import policy_names, read_policy
from deqi.records import Answer, Course
from deqi.report import read_schema, report_json, write_html, write_terminal


@pytest.fixture(scope="module")
def course() -> Course:
    return deqi.example_course("builds-up")


@pytest.fixture(scope="module", params=policy_names())
def answer(request, course):
    return deqi.report(course, policy=request.param)


def test_the_verdict_is_the_same_under_every_policy(answer, course):
    usual = deqi.report(course)
    assert answer.verdict == usual.verdict
    assert answer.beliefs.forecast.p_nrs.tolist() == usual.beliefs.forecast.p_nrs.tolist()


def test_the_json_is_what_the_schema_promises(answer):
    plain = json.loads(json.dumps(report_json(answer)))
    jsonschema.validate(plain, read_schema())
    assert plain["plan"]["policy"] == answer.plan.policy
    assert plain["plan"]["other_horizon"]["sentence"].startswith("Counted over 90 days")


def test_coverage_is_there_for_its_policy_and_null_with_a_reason_for_others(answer):
    plain = report_json(answer)
    if answer.plan.policy == "us-medicare":
        assert plain["coverage"]["counters"]["used_in_year"] == answer.timeline.n_visits
        assert plain["coverage"]["improvement"]["state"] == "demonstrated"
    else:
        assert plain["coverage"] is None
        assert any("coverage is null" in warning for warning in plain["data"]["warnings"])


def test_what_must_be_read_beside_a_policy_is_on_every_face(answer):
    label = read_policy(answer.plan.policy).label
    faces = (write_html(answer), write_terminal(answer), json.dumps(report_json(answer)))
    for face in faces:
        # as it is wrapped, and with the spaces that keep numbers and units together
        squeezed = " ".join(face.replace("\u00a0", " ").split())
        assert " ".join(label.split())[:60] in squeezed


def test_what_other_bodies_say_stands_wherever_coverage_does(course):
    answer = deqi.report(course, policy="us-medicare")
    for face in (write_html(answer), write_terminal(answer)):
        squeezed = " ".join(face.replace("\u00a0", " ").split())
        for body in ("WHO 2023 (2023-12-07)", "ACP 2017", "NICE NG59", "G-BA, Germany"):
            assert body in squeezed
        assert "not checked" in squeezed
    assert {"who2023", "acp2017", "guardian2016", "cmsncd3033"} <= set(answer.sources)


@pytest.mark.parametrize("name", policy_names())
def test_a_failed_screen_gets_neither_plan_nor_coverage(course, name):
    failed = replace(course, red_flags={"saddle_numbness": Answer.YES})
    answer = deqi.report(failed, policy=name)
    assert answer.plan is None
    assert report_json(answer)["coverage"] is None
    jsonschema.validate(json.loads(json.dumps(report_json(answer))), read_schema())


def test_a_spell_of_high_scores_at_the_end_is_found_by_the_model(course):
    last_on = max(entry.on for entry in course.entries)
    entries = tuple(
        replace(entry, pain_nrs=9.0)
        if entry.on > last_on - timedelta(days=2) and entry.pain_nrs is not None
        else entry
        for entry in course.entries
    )
    roomy = deqi.read_policy("flare", settings={"max_visits_in_90_d": 20})
    told = deqi.report(replace(course, entries=entries), policy=roomy).plan
    said = " ".join(reason.sentence for reason in told.reasons)
    assert "found by the model from the scores, not reported by the person" in said
    assert "is taken to go on" in said
    gaps = [(b.on - a.on).days for a, b in zip(told.visits, told.visits[1:], strict=False)]
    assert gaps[0] == 1


def test_the_command_line_plans_by_the_same_policy(capsys):
    assert main(["plan", "--example", "builds-up", "--policy", "us-medicare", "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["coverage"]["body"] == "CMS NCD 30.3.3"
    assert plain["plan"]["policy"] == "us-medicare"


def test_days_away_that_are_typed_are_added_to_those_of_the_course(capsys):
    options = ["--cannot-come", "2026-04-13..2026-04-19", "--json"]
    assert main(["plan", "--example", "builds-up", *options]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["plan"]["visits"][0]["on"] == "2026-04-20"


@pytest.mark.parametrize("span", ["2026-04-19..2026-04-13", "tomorrow", "2026-04-13..", "1..2..3"])
def test_a_wrong_stretch_of_days_is_a_wrong_command_line(span, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["plan", "--example", "builds-up", "--closed", span])
    assert ended.value.code == 2
    assert "write it as" in capsys.readouterr().err
