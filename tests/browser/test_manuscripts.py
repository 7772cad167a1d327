"""A manuscript from its first words to its citation, and its pages at both widths."""

from __future__ import annotations

import random

import pytest
from django.urls import reverse

from deqi.actions.acting import actor_of
from deqi.actions.society.manuscripts.case import case_of
from deqi.actions.society.manuscripts.writing import answer_checklist
from deqi.society.manuscripts.moves import Act
from deqi.store.models import Manuscript, ManuscriptVersion
from tests.browser.looking import WIDTHS, faults_of, page_of
from tests.web.people import NOW
from tests.web.society.members import make_society_member
from tests.web.society.test_case_course import _course as sample_course
from tests.web.society.works import accept, ask, decide, hand_in, make_manuscript, publish

pytestmark = pytest.mark.django_db(transaction=True)
BODY = """# What was done

Twelve visits in six weeks, both sides, 20 mm deep [1].

# Outcome

Pain fell from 7 to 3.
"""


@pytest.fixture(autouse=True)
def _there_is_a_society(settings):
    settings.DEQI_HAS_SOCIETY = True


@pytest.fixture
def people():
    return {
        "author": make_society_member("Mara Lindqvist"),
        "editor": make_society_member("Edda Stone", is_editor=True),
        "ro": make_society_member("Ro Reviewer", is_reviewer=True),
        "sol": make_society_member("Sol Reviewer", is_reviewer=True),
    }


def _look(page, looked_at, name):
    assert faults_of(page) == [], name
    looked_at(page, name)


def test_a_manuscript_is_handed_in_reviewed_by_two_and_published(browser, live_server, people):
    with page_of(browser, live_server.url, people["author"], width=390) as page:
        page.goto(reverse("manuscripts"))
        page.get_by_role("link", name="Write a manuscript").click()
        page.get_by_label("Title").fill("Relief that builds up: a case report")
        page.get_by_label("Authors").fill("Lindqvist; Mara; 0000-0002-1825-0097; Northside")
        page.get_by_label("Abstract").fill("One course, told by its diary.")
        page.get_by_label("Text:").fill(BODY)
        page.get_by_label("References").fill("Vickers 2018, 10.1016/j.jpain.2017.11.005")
        page.get_by_label("Conflicts of interest").fill("none")
        page.get_by_label("Funding").fill("none")
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("CARE 2013: 30 items").click()
        page.get_by_role("link", name="Fill in CARE").click()
        page.get_by_label("10a ").fill("Outcome")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("link", name="Relief that builds up").click()
        assert page.get_by_text("CARE 2013: 29 items").is_visible()
        page.get_by_role("button", name="Hand in").click()
        assert page.get_by_text("You get a letter").is_visible()
    with page_of(browser, live_server.url, people["editor"]) as page:
        page.goto(reverse("manuscripts"))
        page.get_by_role("link", name="Relief that builds up").click()
        page.get_by_label("Ro Reviewer").check()
        page.get_by_label("Sol Reviewer").check()
        page.get_by_role("button", name="Ask").click()
        assert page.get_by_text("a letter goes to each").is_visible()
    for name in ("ro", "sol"):
        with page_of(browser, live_server.url, people[name], width=390) as page:
            page.goto(reverse("manuscripts"))
            page.get_by_role("link", name="Relief that builds up").click()
            page.get_by_label("I have no conflict").check()
            page.get_by_role("button", name="I review it").click()
            page.get_by_label("Accept it", exact=True).check()
            page.get_by_label("To the author").fill("Clear and short.")
            page.get_by_role("button", name="Hand in").click()
            assert page.get_by_text("Thank you").is_visible()
    with page_of(browser, live_server.url, people["editor"]) as page:
        page.goto(reverse("manuscript", args=[Manuscript.objects.get().pk]))
        page.get_by_label("Accept", exact=True).check()
        page.get_by_label("To the author").fill("Accepted with thanks.")
        page.get_by_role("button", name="Decide").click()
        page.get_by_role("button", name="Publish").click()
        assert page.get_by_role("heading", level=1).inner_text().startswith("Relief that builds")
    with page_of(browser, live_server.url, width=390) as page:
        page.goto(reverse("posts"))
        page.get_by_role("link", name="Relief that builds up").click()
        assert page.get_by_text("No. 1, version 1, published").is_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="BibTeX").click()
        assert download.value.suggested_filename.endswith("n1v1.bib")


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_manuscripts_have_no_serious_fault(browser, live_server, people, width, looked_at):
    author, editor, ro, sol = people.values()
    draft = make_manuscript(author, submitted=False)
    answer_checklist(actor_of(author), draft, "CARE", {"9a": "Needling", "1": "gone"}, NOW)
    reviewed = make_manuscript(author)
    (review, other) = ask(editor, reviewed, ro, sol)
    hand_in(other, "major")
    revised = make_manuscript(author)
    decide(editor, revised, Act.REVISE, "Please say how deep the needles went.")
    pages = {
        "author": {
            "own-manuscripts": reverse("manuscripts"),
            "manuscript-edit": reverse("manuscript_edit", args=[draft.pk]),
            "manuscript-draft": reverse("manuscript", args=[draft.pk]),
            "manuscript-checklist": reverse("manuscript_checklist", args=[draft.pk, "CARE"]),
            "manuscript-course": reverse("manuscript_course", args=[draft.pk]),
            "manuscript-withdraw": reverse("manuscript_withdraw", args=[draft.pk]),
            "manuscript-decided": reverse("manuscript", args=[revised.pk]),
        },
        "editor": {
            "editors-manuscripts": reverse("manuscripts"),
            "manuscript-in-review": reverse("manuscript", args=[reviewed.pk]),
        },
        "ro": {"review": reverse("review", args=[review.pk])},
    }
    for name, addresses in pages.items():
        with page_of(browser, live_server.url, people[name], width=width) as page:
            for what, address in addresses.items():
                page.goto(address)
                _look(page, looked_at, f"{what}-{width}")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_published_case_with_its_course_has_no_serious_fault(
    browser, live_server, people, width, looked_at
):
    author, editor, ro, sol = people.values()
    manuscript = accept(editor, make_manuscript(author), ro, sol)
    case = case_of(sample_course(), random.Random(1))
    ManuscriptVersion.objects.filter(manuscript=manuscript).update(course=case)
    post = publish(editor, manuscript)
    with page_of(browser, live_server.url, width=width) as page:
        for what, address in {
            "paper": reverse("post", args=[post.slug]),
            "paper-version": reverse("paper_version", args=[1, 1]),
        }.items():
            page.goto(address)
            assert page.locator(".case svg").is_visible()
            _look(page, looked_at, f"{what}-{width}")
