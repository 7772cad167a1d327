"""The proposed mechanism: each step with species, certainty and source; what it can explain."""

from __future__ import annotations

from itertools import pairwise

import pytest

from deqi.evidence import read_sources
from deqi.evidence.mechanism import (
    PRACTICE_WINDOW_H,
    explain_a_day,
    minutes_until,
    read_facts,
    read_links,
    read_places,
    read_time_courses,
    share_left,
)
from deqi.evidence.mechanism.kinetics import Kind
from deqi.evidence.mechanism.pathway import SeenIn
from deqi.report.mechanism import mechanism_json, write_mechanism_html, write_mechanism_text
from deqi.report.mechanism.layout import SIZES
from deqi.report.mechanism.pathway_picture import pathway_spec, route
from deqi.report.mechanism.time_picture import drawn, x_of

CERTAINTIES = {"high", "moderate", "low", "very low"}
HALF_LIVES = [c for c in drawn() if c.kind == Kind.HALF_LIFE]


@pytest.mark.parametrize("link", read_links(), ids=lambda link: f"{link.start}-{link.end}")
def test_each_step_has_its_ends_species_certainty_and_source(link):
    assert {link.start, link.end} <= set(read_places())
    assert link.species
    assert link.certainty in CERTAINTIES
    assert link.finding.endswith(".")
    assert link.sources
    assert set(link.sources) <= set(read_sources())


def test_what_was_seen_in_animals_only_or_not_at_all_is_very_uncertain():
    for link in read_links():
        if link.seen_in in {SeenIn.ANIMALS, SeenIn.NONE, SeenIn.NOT_SEEN}:
            assert link.certainty == "very low", link


@pytest.mark.parametrize(
    "path",
    [
        ("needle", "afferents", "spinal_opioids", "pain"),
        ("needle", "afferents", "endorphin_csf", "pain"),
        ("needle", "afferents", "descending", "pain"),
        ("needle", "afferents", "pituitary", "acth", "cortisol"),
        ("needle", "adenosine", "pain"),
        ("needle", "blood_flow", "stiffness"),
        ("needle", "blood_flow", "swelling"),
    ],
)
def test_the_proposed_pathways_are_all_there(path):
    steps = {(link.start, link.end) for link in read_links()}
    assert set(pairwise(path)) <= steps


@pytest.mark.parametrize(
    ("fact", "change", "source"),
    [
        ("endorphin_csf", "rises", "clementjones1980"),
        ("endorphin_blood", "hardly changes", "harbach2007"),
        ("met_enkephalin_csf", "unchanged", "clementjones1980"),
        ("muscle_flow", "rises for 20 minutes", "sandberg2003"),
        ("skin_flow", "rises for 5 minutes", "sandberg2003"),
        ("cortisol", "falls alike in all arms", "harbach2007"),
    ],
)
def test_what_was_measured_in_people(fact, change, source):
    found = read_facts()[fact]
    assert found.change == change
    assert found.sources == (source,)


def test_links_and_curves_agree_with_what_was_measured():
    links = {(link.start, link.end): link for link in read_links()}
    assert links["afferents", "endorphin_csf"].seen_in == SeenIn.PATIENTS
    assert links["pituitary", "endorphin_blood"].seen_in == SeenIn.NOT_SEEN
    assert links["acth", "cortisol"].seen_in == SeenIn.NOT_SEEN
    ends = {course.id: course.hi_min for course in drawn()}
    assert (ends["muscle_flow"], ends["skin_flow"]) == (20, 5)


def test_a_half_life_halves():
    assert share_left(93, 93) == 0.5
    assert minutes_until(93, 0.5) == pytest.approx(93)
    assert share_left(93, minutes_until(93, 0.01)) == pytest.approx(0.01)


def test_no_substance_drawn_lasts_into_the_hours_that_practitioners_report():
    start_h, end_h = PRACTICE_WINDOW_H
    assert max(c.hi_min for c in HALF_LIVES) == 93
    for course in HALF_LIVES:
        assert share_left(course.hi_min, 60 * start_h) < 0.01
        assert share_left(course.hi_min, 60 * end_h) < 1e-6


def test_after_the_hours_that_are_named_no_more_is_left_than_is_said():
    first = explain_a_day()[0].sentence
    assert "less than 1 part in 100" in first
    hours = int(first.split(" hours after")[0].split()[-1])
    longest = max(course.hi_min for course in HALF_LIVES)
    assert share_left(longest, 60 * hours) < 0.01 <= share_left(longest, 60 * (hours - 1))


def test_only_a_checked_figure_is_drawn_and_the_others_are_named():
    unchecked = [course for course in read_time_courses() if not course.is_checked]
    assert {course.place for course in unchecked} >= {"spinal_opioids", "endorphin_csf"}
    assert all(course.lo_min is None and course.hi_min is None for course in unchecked)
    named = explain_a_day()[-1].sentence.lower()
    assert all(course.name.lower() in named for course in unchecked)
    for course in drawn():
        assert course.sources
        assert set(course.sources) <= set(read_sources())


def test_the_page_says_what_can_be_explained_and_what_not():
    page = " ".join(write_mechanism_html().split())
    assert "For explanation" not in page
    assert "no figure of a patient's report is computed from it" in page.replace("&#39;", "'")
    assert "What they cannot explain" in page
    assert "Relief 12 to 36 hours after a visit" in page
    for link in read_links():
        assert link.finding in page.replace("&#39;", "'")


def test_the_terminal_keeps_to_eighty_columns():
    assert max(map(len, write_mechanism_text(80).splitlines())) <= 80


def test_json_marks_itself_as_explanation():
    plain = mechanism_json()
    assert plain["schema"] == "deqi.mechanism/1"
    assert plain["for_explanation_only"] is True
    assert len(plain["links"]) == len(read_links())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_links_end_at_their_boxes_and_stay_in_the_picture(size):
    places = read_places()
    height = pathway_spec(size)["height"]
    for link in read_links():
        for x, y in route(size, places[link.start], places[link.end]):
            assert 0 < x < size.width
            assert 0 < y < height


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_the_time_axis_is_logarithmic(size):
    assert x_of(size, 100) - x_of(size, 10) == pytest.approx(
        x_of(size, 10000) - x_of(size, 1000), abs=0.02
    )
