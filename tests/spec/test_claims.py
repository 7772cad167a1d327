"""Claims of practice: each complete, each graded by its domains, no figure typed, rows watched."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files

import pytest

from deqi.evidence import counts, read_sources
from deqi.evidence.claims import (
    DOMAINS,
    NOT_GRADABLE,
    Kind,
    Standing,
    chosen,
    digest,
    grade,
    parse_claim,
    read_all_rows,
    read_claims,
    weigh,
    weigh_claims,
)
from deqi.evidence.claims.claim import Domain
from deqi.evidence.claims.estimates import wilson
from deqi.evidence.claims.figures import typed_digits
from deqi.evidence.claims.read_claim import sentences_of
from deqi.evidence.claims.tables import matching
from deqi.evidence.pooling import PoolQuestion, pool
from deqi.records import BadInputError, OutsideMeaningError
from deqi.report.claims import claims_json, write_claims_html, write_claims_text
from deqi.report.claims.accept import describe_acceptance
from deqi.report.claims.contents import measures_drawn
from deqi.report.claims.forest import axis_for
from deqi.report.claims.wording import in_words
from deqi.report.mechanism.layout import NARROW

IN_ORDER = (
    "relief_first_day",
    "growing_returns",
    "flare_days_running",
    "ongoing_care",
    "endorphins",
    "other_transmitters",
    "pain_perception",
    "hormones",
    "blood_flow",
    "stiffness",
    "swelling",
    "quality_of_life",
    "work",
    "energy_flow",
    "other_pain",
    "researched",
    "uncertain",
    "licensed",
    "harms",
)
FOLDER = files("deqi.evidence.claims")
TEXT = FOLDER.joinpath("growing_returns.toml").read_text(encoding="utf-8")
ROWS = read_all_rows()
WEIGHED = weigh_claims()


def of(claim_id):
    return next(weighed for weighed in WEIGHED if weighed.claim.id == claim_id)


@cache
def page_of_claims():
    return write_claims_html(WEIGHED)


def with_change(table, where, change):
    """All rows, those of one table changed where its cells are as given."""
    changed = [
        replace(row, **change) if all(getattr(row, k) == v for k, v in where.items()) else row
        for row in ROWS[table]
    ]
    return {**ROWS, table: changed}


def problems_of(text, file="growing_returns.toml"):
    with pytest.raises(BadInputError) as refused:
        parse_claim(text, file, ROWS)
    return {problem.column for problem in refused.value.problems}


def test_everything_that_practitioners_say_is_there_in_order():
    assert tuple(claim.id for claim in read_claims()) == IN_ORDER
    assert [claim.order for claim in read_claims()] == list(range(1, len(IN_ORDER) + 1))


@pytest.mark.parametrize("weighed", WEIGHED, ids=lambda weighed: weighed.claim.id)
def test_a_claim_is_complete(weighed):
    claim = weighed.claim
    assert all((claim.population, claim.comparison, claim.outcome, claim.time))
    for sentence in (claim.said, claim.bears_it_out, claim.answer, claim.patients):
        assert sentence.endswith(".")
    assert claim.would_change.endswith(".")
    assert set(weighed.sources) <= set(read_sources())
    assert weighed.estimates
    assert all(in_words(found) for found in weighed.estimates)


@pytest.mark.parametrize("claim", read_claims(), ids=lambda claim: claim.id)
def test_the_grade_follows_from_its_domains_each_with_a_reason(claim):
    assert grade(claim.certainty.design, claim.certainty.domains) == claim.certainty.grade
    if claim.certainty.grade != NOT_GRADABLE:
        assert set(claim.certainty.domains) == set(DOMAINS)
        assert all(domain.why.endswith(".") for domain in claim.certainty.domains.values())


def test_trials_start_high_and_observation_low():
    none_lost = {name: Domain(0, "No reason.") for name in DOMAINS}
    assert grade("trials", none_lost) == "high"
    assert grade("observational", none_lost) == "low"
    assert grade("laboratory", none_lost) == "low"
    assert grade("trials", {"indirectness": Domain(2, "a"), "imprecision": Domain(2, "b")}) == (
        "very low"
    )


def test_natural_energy_flow_can_be_neither_borne_out_nor_refuted():
    claim = of("energy_flow").claim
    assert claim.standing == Standing.UNTESTABLE
    assert claim.certainty.grade == NOT_GRADABLE
    assert "No result could bear it out, and none could refute it" in claim.bears_it_out


@pytest.mark.parametrize("weighed", WEIGHED, ids=lambda weighed: weighed.claim.id)
def test_each_figure_of_a_sentence_comes_from_a_row_that_was_read(weighed):
    text = FOLDER.joinpath(f"{weighed.claim.id}.toml").read_text(encoding="utf-8")
    for place, sentence in sentences_of(tomllib.loads(text)):
        assert typed_digits(sentence) == [], place
    assert "{" not in weighed.claim.answer + weighed.claim.patients + weighed.claim.title
    named = [row for row in weighed.rows if not hasattr(row, "arm_type")]
    assert all(counts(row.verified) for row in named)


@pytest.mark.parametrize("weighed", WEIGHED, ids=lambda weighed: weighed.claim.id)
def test_no_claim_is_waiting_for_a_look(weighed):
    assert not weighed.needs_a_look, "deqi evidence claims --accept " + weighed.claim.id


@pytest.mark.parametrize(
    ("claim_id", "table", "where", "change"),
    [
        ("growing_returns", "effects", {"study": "Tu", "week": 4}, {"estimate": -15.0}),
        ("growing_returns", "effects", {"study": "Tu", "week": 4}, {"note": "read again"}),
        ("ongoing_care", "trials", {"study": "Kong", "stat": "change"}, {"sd": 9.0}),
        ("harms", "facts", {"id": "harm_serious"}, {"hi": 3.0}),
    ],
)
def test_a_changed_row_flags_the_claim_until_a_person_accepts_it(claim_id, table, where, change):
    changed = with_change(table, where, change)
    weighed = weigh_claims(changed)
    flagged = [w for w in weighed if w.needs_a_look]
    assert claim_id in {w.claim.id for w in flagged}
    assert "energy_flow" not in {w.claim.id for w in flagged}
    line = describe_acceptance(*chosen(weighed, [claim_id]), 80).splitlines()[-1]
    accepted = replace(next(c for c in read_claims() if c.id == claim_id), reviewed=line[12:-1])
    assert not weigh(accepted, changed).needs_a_look


def test_a_flag_is_on_every_output():
    changed = with_change("effects", {"study": "Tu", "week": 4}, {"estimate": -15.0})
    weighed = weigh_claims(changed)
    n_flagged = sum(w.needs_a_look for w in weighed)
    assert n_flagged == 2
    assert write_claims_text(weighed, 80).count("(to be looked at again)") == n_flagged
    page = write_claims_html(weighed)
    assert write_claims_text(weighed, 80, in_full=True).count("! To be looked") == n_flagged
    assert page.count("(to be looked at again)") == n_flagged
    assert "2 of the claims below are to be looked at again" in page
    assert sum(c["needs_a_look"] for c in claims_json(weighed)["claims"]) == n_flagged


def test_a_row_inserted_above_changes_nothing():
    moved = [replace(row, row=row.row + 1) for row in ROWS["effects"]]
    assert digest(moved) == digest(ROWS["effects"])


def test_accepting_shows_the_rows_and_refuses_an_unknown_claim():
    assert "week 4" in describe_acceptance(*chosen(WEIGHED, ["growing_returns"]), 80)
    with pytest.raises(OutsideMeaningError, match="no claim 'luck'"):
        chosen(WEIGHED, ["work", "luck"])


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("patients = ", "patience = ", "patients"),
        ('time = "The first', 'time = ""\nsaid_too = "The first', "time"),
        ('"tu2024"', '"nobody1999"', "sources"),
        ('grade = "low"', 'grade = "high"', "certainty.grade"),
        ('why = "One trial; the', 'because = "One trial; the', "certainty.imprecision.why"),
        ("imprecision = { down = 1", "imprecision = { down = 3", "certainty.imprecision.down"),
        ('standing = "partly"', 'standing = "true"', "standing"),
        ('design = "trials"', 'design = "belief"', "certainty.design"),
        ("{wk4.estimate:abs}", "16", "answer"),
        ("{wk4.estimate:abs}", "{wk5.estimate:abs}", "answer"),
        ('kind = "row"', 'kind = "guess"', "estimates.two.kind"),
        ('study = "Tu", week = 52', 'study = "Tu", week = 51', "figures.wk52"),
        ('study = "Tu", week = 52', 'study = "Tu"', "figures.wk52"),
        ('study = "Tu", week = 2,', 'stady = "Tu", week = 2,', "figures.wk2"),
        ('measure = "MD"', 'measured = "MD"', "estimates.two.measured"),
        ('label = "The same', 'labelled = "The same', "estimates.year.label"),
    ],
)
def test_a_claim_that_is_incomplete_or_contradicts_itself_is_refused(old, new, column):
    assert old in TEXT
    assert column in problems_of(TEXT.replace(old, new))


def test_a_figure_from_memory_is_refused():
    text = TEXT.replace(
        'wk52 = { table = "effects", study = "Tu", week = 52, outcome = "leg pain VAS change" }',
        'wk52 = { table = "effects", study = "Kong", outcome = "RMDQ-24" }',
    )
    assert "figures.wk52" in problems_of(text)


def test_a_pool_of_a_claim_cannot_ask_for_figures_from_memory():
    text = FOLDER.joinpath("ongoing_care.toml").read_text(encoding="utf-8")
    asked = text.replace('outcome = "pain",', 'outcome = "pain", with_memory = true,')
    assert "estimates.care.question" in problems_of(asked, "ongoing_care.toml")


def test_a_file_that_is_not_toml_is_refused():
    assert problems_of("order = ") == {None}


def test_estimates_are_the_rows_they_name():
    found = of("ongoing_care").headlines
    assert [in_words(e) for e in found] == [
        "20 more of 100 (95 % interval 13 to 27 more)",
        "3 more of 100 (95 % interval from 4 fewer to 10 more)",
    ]
    (recovery,) = of("flare_days_running").estimates
    assert in_words(recovery) == "1.37 times as fast (95 % interval 0.95 to 1.96)"


def test_better_is_on_the_left_of_a_forest_plot_whatever_the_scale():
    for claim_id in ("ongoing_care", "stiffness", "quality_of_life", "relief_first_day"):
        for found in of(claim_id).estimates:
            for line in found.lines:
                assert line.estimate < 0, (claim_id, line)
                if line.lo is not None:
                    assert line.lo < line.estimate < line.hi


def test_the_axis_holds_every_interval_and_no_difference():
    for weighed in WEIGHED:
        for measure, found in measures_drawn(weighed):
            lines = [line for e in found for line in e.lines]
            axis = axis_for(measure, lines, NARROW)
            ends = [x for line in lines for x in (line.lo, line.estimate, line.hi) if x is not None]
            assert axis.lo <= min(ends)
            assert axis.hi >= max(0, *ends)
            assert NARROW.side <= axis.x(min(ends)) < axis.x(0) < NARROW.width


def test_a_share_has_wilsons_interval():
    # Brown, Cai and DasGupta give the formula; n = 10, x = 10 by hand: 10 / (10 + 1.96 ** 2)
    assert wilson(10, 10)[0] == pytest.approx(10 / (10 + 1.959964**2), abs=1e-6)
    assert wilson(0, 10) == pytest.approx((0, 1 - wilson(10, 10)[0]))


def test_harms_are_told_as_people_not_as_per_cent():
    claim = of("harms").claim
    assert "Of 10,000 people" in claim.answer
    assert "Of 1,000" in claim.answer
    assert "%" not in claim.answer + claim.patients


def test_what_is_counted_is_counted_from_the_tables():
    everything, usable = of("researched").estimates
    arms = ROWS["trials"]
    assert everything.n_trials == len({arm.trial for arm in arms})
    assert everything.n_countries == len({arm.country for arm in arms} - {""})
    assert 0 < usable.n_trials < everything.n_trials
    # What `deqi evidence pool` takes up, of any outcome, as means or as people.
    pooled = {
        contrast.trial
        for measure in ("SMD", "RD")
        for outcome in {arm.outcome for arm in arms}
        for contrast in _contrasts(arms, PoolQuestion(measure=measure, outcome=outcome))
    }
    assert usable.n_trials == len(pooled)


def _contrasts(arms, question):
    try:
        return pool(arms, question).contrasts
    except OutsideMeaningError:  # no comparison of this outcome
        return ()


def test_ratings_are_those_of_pools_of_needling():
    (rated,) = of("uncertain").estimates
    assert rated.spec.kind == Kind.RATINGS
    assert {row.review for row in rated.rows} == {"Cochrane Mu", "Yuan QL"}
    assert all(row.certainty and counts(row.verified) for row in rated.rows)
    assert rated.n == len(rated.rows)
    assert rated.events == sum("low" in row.certainty for row in rated.rows)


def test_the_terminal_keeps_to_eighty_columns():
    for in_full in (False, True):
        assert max(map(len, write_claims_text(WEIGHED, 80, in_full).splitlines())) <= 80


def test_every_output_holds_every_claim():
    page = page_of_claims()
    text = " ".join(write_claims_text(WEIGHED, 80, in_full=True).split())
    plain = claims_json(WEIGHED)
    assert plain["schema"] == "deqi.claims/1"
    assert [c["id"] for c in plain["claims"]] == list(IN_ORDER)
    keys = {frozenset(c) for c in plain["claims"]}
    assert len(keys) == 1
    for weighed in WEIGHED:
        assert f'id="{weighed.claim.id}"' in page
        assert weighed.claim.answer.split(". ")[0] in text


def test_the_page_fetches_nothing_and_its_ids_are_unique():
    page = page_of_claims()
    assert "<script" not in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_where_matches_exactly():
    assert matching(ROWS, {"table": "effects", "study": "Nobody"}) == []
