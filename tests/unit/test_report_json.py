"""The JSON that we print is the JSON that we promise."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from deqi.evidence import read_sources
from deqi.infer import Interval
from deqi.report import Report, assemble_report, read_schema, report_json, write_json

ReportOf = Callable[[str], Report]
CHANGES = ("total_nrs", "natural_nrs", "visits_nrs")


def every_schema(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from every_schema(part)


def places_of_null(value: Any, place: str = "") -> Iterator[str]:
    if value is None:
        yield place
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from places_of_null(part, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list):
        for k, part in enumerate(value):
            yield from places_of_null(part, f"{place}[{k}]")


def source_keys(value: Any) -> Iterator[str]:
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, dict | list):
            yield from source_keys(part)
    if isinstance(value, dict):
        yield from (key for key in value.get("sources", ()) if isinstance(key, str))


def test_the_schema_itself_is_valid_and_strict() -> None:
    schema = read_schema()
    Draft202012Validator.check_schema(schema)
    objects = [part for part in every_schema(schema) if part.get("type") == "object"]
    assert len(objects) > 20
    for part in objects:
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])


def test_every_report_keeps_to_the_schema(any_report: Report) -> None:
    Draft202012Validator(read_schema()).validate(json.loads(write_json(any_report)))


def test_a_report_with_a_key_less_or_more_does_not(report_of: ReportOf) -> None:
    validator = Draft202012Validator(read_schema())
    whole = report_json(report_of("usual"))
    assert validator.is_valid(whole)
    assert not validator.is_valid({k: v for k, v in whole.items() if k != "pattern"})
    assert not validator.is_valid(whole | {"more": 1})


def test_every_null_has_its_reason_in_the_warnings(any_report: Report) -> None:
    whole = report_json(any_report)
    explained = [w.partition(" is null: ")[0] for w in whole["data"]["warnings"] if "null" in w]
    for place in places_of_null(whole):
        assert any(place.startswith(known) for known in explained), place


def test_no_reason_is_given_for_what_is_not_null(any_report: Report) -> None:
    whole = report_json(any_report)
    nulls = list(places_of_null(whole))
    for warning in whole["data"]["warnings"]:
        known, is_null, _ = warning.partition(" is null: ")
        assert not is_null or any(place.startswith(known) for place in nulls), warning


def test_every_source_key_is_listed_and_resolves(any_report: Report) -> None:
    whole = report_json(any_report)
    listed = {source["key"] for source in whole["sources"]}
    assert set(source_keys(whole)) <= listed <= set(read_sources())


def test_a_visits_part_comes_with_what_trials_say_of_needling_itself(any_report: Report) -> None:
    whole = report_json(any_report)
    is_shown = whole["change"]["visits_nrs"] is not None
    told = any("about a fifth" in warning for warning in whole["data"]["warnings"])
    assert told == is_shown


def test_without_scores_before_needling_only_the_total_is_told(report_of: ReportOf) -> None:
    whole = report_json(report_of("without scores before"))
    assert whole["change"]["total_nrs"] is not None
    assert whole["change"]["natural_nrs"] is whole["change"]["visits_nrs"] is None
    assert whole["pattern"] is whole["visit_relief"] is None


def test_a_failed_screen_stops_and_has_no_plan(report_of: ReportOf) -> None:
    whole = report_json(report_of("failed screen"))
    assert whole["verdict"]["code"] == "stop_and_refer"
    assert whole["plan"] is whole["forecast_with_plan"] is None
    assert whole["change"]["total_nrs"] is not None


def test_what_was_not_asked_heads_the_plan(report_of: ReportOf) -> None:
    plan = report_json(report_of("usual"))["plan"]
    assert plan["reasons"][0]["sentence"].startswith("provisional: not asked")


def test_ends_of_the_forecast_are_quantiles_of_its_probabilities(report_of: ReportOf) -> None:
    for day in report_json(report_of("usual"))["forecast"]:
        assert sum(day["p_nrs"]) == pytest.approx(1, abs=1e-6)
        for end, level in (("lo80", 0.1), ("hi80", 0.9), ("lo50", 0.25), ("hi95", 0.975)):
            score = int(day[end])
            assert sum(day["p_nrs"][: score + 1]) >= level - 1e-6
            assert sum(day["p_nrs"][:score]) < level + 1e-6


def test_a_fall_of_pain_is_negative_in_the_change(report_of: ReportOf) -> None:
    change = report_json(report_of("usual"))["change"]
    assert change["total_nrs"]["median"] < -1
    for name in CHANGES:
        ends = [change[name][end] for end in ("lo95", "lo80", "median", "hi80", "hi95")]
        assert ends == sorted(ends)


def test_reactions_and_work_are_counted_as_recorded(report_of: ReportOf) -> None:
    whole = report_json(report_of("usual"))
    assert whole["work_days_lost"] == 2
    assert [event["reaction"] for event in whole["adverse_events"]] == ["bruise"]
    assert [form["change"] for form in whole["function"]] == [-6.0, None]


def test_the_same_record_gives_the_same_text(report_of: ReportOf) -> None:
    made = report_of("usual")
    again = assemble_report(made.course, today=made.today)
    assert write_json(again) == write_json(made)


def test_a_number_that_is_not_finite_never_gets_out(report_of: ReportOf) -> None:
    made = report_of("usual")
    assert made.beliefs.change is not None
    broken = replace(made.beliefs.change, total=Interval(*[float("nan")] * 7))
    spoilt = replace(made, beliefs=replace(made.beliefs, change=broken))
    with pytest.raises(ValueError, match="finite"):
        report_json(spoilt)
