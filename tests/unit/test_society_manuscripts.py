"""Manuscripts without the web: moves, authors, citations, pointers, checklists."""

from __future__ import annotations

import json
from datetime import date

import pytest

from deqi.evidence.reporting import CHECKLISTS, reporting_items
from deqi.society.manuscripts.authors import (
    Author,
    AuthorError,
    read_authors,
    read_orcid,
    write_authors,
)
from deqi.society.manuscripts.citation import Citation, bibtex, csl_json, in_words
from deqi.society.manuscripts.moves import (
    MOVES,
    Act,
    MoveError,
    Side,
    State,
    acts_from,
    state_after,
)
from deqi.society.manuscripts.pointers import find_pointer

CITED = Citation(
    number=7,
    version=2,
    title="50 % less pain & {more}: de_qi #1 costs $3 ~ \\today",
    authors=(Author("Müller-Łoś", "Ana María"), Author("Li", "Jo")),
    issued_on=date(2026, 11, 2),
    society="The society",
    address="https://example.org/society/paper/7/v2/",
)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", Act)
def test_only_what_stands_in_the_table_can_be_done(state, act):
    lines = [move for move in MOVES if (move.after, move.act) == (state, act)]
    if lines:
        assert [state_after(state, act, n_reviews=2)] == [line.to for line in lines]
    else:
        with pytest.raises(MoveError, match="cannot be moved"):
            state_after(state, act, n_reviews=2)


def test_nothing_is_published_that_was_not_accepted_and_nothing_accepted_without_reviews():
    assert {move.after for move in MOVES if move.to is State.PUBLISHED} == {
        State.ACCEPTED,
        State.PUBLISHED,
    }
    for n in (0, 1):
        with pytest.raises(MoveError, match=f"{n} of 2"):
            state_after("in_review", Act.ACCEPT, n_reviews=n)


@pytest.mark.parametrize("state", [State.REJECTED, State.WITHDRAWN])
def test_what_is_closed_stays_closed(state):
    assert acts_from(state, Side.AUTHOR) == acts_from(state, Side.EDITOR) == ()


@pytest.mark.parametrize("wrong", ["0000-0002-1825-0096", "0000-0002-1285-0097", "12", "x" * 19])
def test_a_slip_in_an_orcid_is_found(wrong):
    with pytest.raises(AuthorError):
        read_orcid(wrong)


def test_an_orcid_may_end_with_an_x():
    assert read_orcid("0000-0002-1694-233X") == "0000-0002-1694-233X"


def test_authors_are_read_as_they_were_written():
    authors = (Author("Li", "Jo"), Author("Łoś", "A", "0000-0002-1825-0097", "Clinic; Room 2"))
    assert read_authors(write_authors(authors)) == authors


@pytest.mark.parametrize("text", ["", "Nobody", "; Given", "Family;"])
def test_a_line_without_an_author_is_refused(text):
    with pytest.raises(AuthorError):
        read_authors(text)


def test_a_bibtex_entry_has_even_braces_and_no_bare_sign_of_tex():
    entry = bibtex(CITED)
    assert entry.count("{") == entry.count("}")  # BibTeX counts escaped ones, too
    title = next(line for line in entry.splitlines() if "title" in line)
    assert title.count("\\%") == title.count("%") == 1
    assert all(f"\\{sign}" in title for sign in "&#_$")
    assert "\\textbackslash{}today" in title
    assert "Müller-Łoś, Ana María and Li, Jo" in entry


def test_csl_json_tells_the_same_as_the_page():
    (item,) = json.loads(json.dumps(csl_json(CITED)))
    assert item["type"] == "article-journal"
    assert item["issued"] == {"date-parts": [[2026, 11, 2]]}
    assert item["author"][0] == {"family": "Müller-Łoś", "given": "Ana María"}
    assert item["title"] == CITED.title
    assert item["id"] == CITED.key == "mulleros2026n7v2"


def test_a_citation_names_number_version_and_address():
    words = in_words(CITED)
    assert words.startswith("Müller-Łoś AM, Li J. ")
    assert "no. 7, version 2; 2026-11-02. https://example.org/society/paper/7/v2/" in words


@pytest.mark.parametrize(
    ("pointer", "anchor"),
    [
        ("outcome", "text-outcome"),
        ("text-outcome", "text-outcome"),
        ("'", None),
        ("“Pain fell”", ""),
        ("n/a: one patient", ""),
        ("Pain rose", None),
    ],
)
def test_a_pointer_leads_to_a_heading_or_to_words_that_stand_there(pointer, anchor):
    assert find_pointer("# Outcome\n\n*Pain* fell.", pointer) == anchor


@pytest.mark.parametrize(("name", "n"), [("CARE", 30), ("STRICTA", 17), ("CENT", 39)])
def test_each_checklist_has_its_items_once(name, n):
    items = [item.item for item in reporting_items(name)]
    assert len(items) == len(set(items)) == n


def test_consort_has_25_items_in_37_parts():
    items = [item.item for item in reporting_items("CONSORT")]
    assert len(set(items)) == 37
    assert {int("".join(c for c in item if c.isdigit())) for item in items} == set(range(1, 26))
    assert set(CHECKLISTS) == {"CARE", "STRICTA", "CENT", "CONSORT"}
