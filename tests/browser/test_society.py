"""Journeys through the society's site, and its pages at both widths."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from deqi.actions.acting import NOBODY, actor_of
from deqi.actions.society.comments import write_comment
from deqi.actions.society.complaints import Reported, complain
from deqi.actions.society.posts import change_post
from deqi.actions.society.sponsors import Asked, ask_for_slot
from deqi.society.manuscripts.authors import Author
from deqi.store.models import Post, SocietyMember
from tests.browser.looking import WIDTHS, faults_of, page_of
from tests.web.people import make_account
from tests.web.society.members import make_post, make_society_member, sample_draft
from tests.web.society.works import ask, make_manuscript

LONG, WIDE = "W" * 120, "x" * 200
pytestmark = pytest.mark.django_db(transaction=True)
BODY = """# What we asked

Does pain **fall** after a visit, or would it have fallen anyway [1]?

| week | lowest | highest |
|------|-------:|--------:|
| 1    | 4      | 8       |
| 2    | 3      | 6       |

> A gap in a diary is not filled in.

- one
- two
"""


@pytest.fixture(autouse=True)
def _there_is_a_society(settings):
    settings.DEQI_HAS_SOCIETY = True


def _look(page, name, width):
    assert faults_of(page) == [], name
    folder = Path("/tmp/society-looks")
    if folder.exists():
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_what_a_visitor_reads_has_no_serious_fault(browser, live_server, width):
    author = make_society_member("Mara Lindqvist", is_reviewer=True)
    post = make_post(author, body=BODY, title="Would it have fallen anyway?")
    make_post(author, kind="question", title="Which diary do you use?", tags=("diary", "phone"))
    with page_of(browser, live_server.url, width=width) as page:
        for name, path in {
            "front": "/",
            "posts": reverse("posts"),
            "post": reverse("post", args=[post.slug]),
            "search": reverse("search") + "?q=fall",
            "join": reverse("join"),
            "terms": reverse("document", args=["terms"]),
        }.items():
            page.goto(path)
            _look(page, name, width)


@pytest.mark.parametrize("width", WIDTHS)
def test_what_members_and_moderators_use_has_no_serious_fault(browser, live_server, width):
    member = make_society_member("Mara", is_moderator=True)
    post = make_post(member, body=BODY)
    change_post(
        actor_of(member), post, sample_draft(), number=1, note="shorter", now=timezone.now()
    )
    applicant = make_account("Lin")
    SocietyMember.objects.create(
        account=applicant,
        display_name="Lin",
        application="I treat back pain.",
        applied_at=timezone.now(),
    )
    with page_of(browser, live_server.url, member, width=width) as page:
        for name, path in {
            "own": reverse("own_posts"),
            "edit": reverse("post_edit", args=[post.pk]),
            "own-post": reverse("post", args=[post.slug]),
            "revisions": reverse("revisions", args=[post.pk]),
            "withdraw": reverse("post_withdraw", args=[post.pk]),
            "report": reverse("society_report"),
            "post-report": reverse("post_report", args=[post.pk]),
            "profile": reverse("profile"),
            "members": reverse("members"),
            "member": reverse("member", args=[applicant.pk]),
        }.items():
            page.goto(path)
            _look(page, name, width)


def test_somebody_applies_and_is_approved(browser, live_server):
    newcomer = make_account("Lin Example", second_factor=False)
    moderator = make_society_member("Mara", is_moderator=True)
    with page_of(browser, live_server.url, newcomer, width=390) as page:
        page.goto("/")
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("link", name="Become a member").click()
        _look(page, "accept", 390)
        page.get_by_label("I have read this").check()
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("Why do you want").fill("I treat back pain and keep diaries.")
        _look(page, "apply", 390)
        page.get_by_role("button", name="Apply").click()
        assert page.get_by_text("waits for a moderator").is_visible()
    with page_of(browser, live_server.url, moderator) as page:
        page.goto(reverse("members"))
        page.get_by_role("link", name="Lin Example").click()
        page.get_by_role("button", name="Approve").click()
        assert page.get_by_text("0 applications wait").is_visible()
    with page_of(browser, live_server.url, newcomer, width=390) as page:
        page.goto("/")
        page.get_by_role("button", name="Menu").click()
        assert page.get_by_role("link", name="My posts").is_visible()


def test_a_member_writes_a_post_and_a_visitor_reads_and_finds_it(browser, live_server):
    with page_of(browser, live_server.url, make_society_member(), width=390) as page:
        page.goto("/")
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("link", name="My posts").click()
        page.get_by_role("link", name="Write a post").click()
        page.get_by_label("Title").fill("Schröpfen at night")
        page.get_by_label("Text:").fill(BODY)
        page.get_by_label("Tags").fill("sleep")
        page.get_by_role("button", name="Preview").click()
        _look(page, "preview", 390)
        assert page.locator(".reading table").is_visible()
        page.get_by_role("button", name="Publish", exact=True).click()
    assert Post.objects.get().slug == "schröpfen-at-night"
    with page_of(browser, live_server.url) as page:
        page.goto("/")
        page.get_by_label("Look for posts").fill("schropf")
        page.get_by_role("button", name="Find").click()
        page.get_by_role("link", name="Schröpfen at night").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Schröpfen at night"
        page.emulate_media(media="print")
        assert not page.locator("header.site").is_visible()


@pytest.mark.parametrize("width", [320, *WIDTHS])
def test_the_links_of_a_moderator_are_one_row(browser, live_server, width):
    roles = {"is_moderator": True, "is_editor": True, "is_reviewer": True}
    moderator = make_society_member("Mara", **roles)
    with page_of(browser, live_server.url, moderator, width=width) as page:
        page.goto(reverse("queue"))
        assert page.locator("header.site").bounding_box()["height"] <= 50
        _look(page, "moderator-header", width)
        menu = page.get_by_role("button", name="Menu")
        assert menu.is_visible() == (width < 1280)
        assert page.get_by_role("link", name="Members").is_visible() == (width == 1280)


def test_on_a_phone_the_menu_is_opened_and_left_by_keyboard(browser, live_server):
    moderator = make_society_member("Mara", is_moderator=True)
    with page_of(browser, live_server.url, moderator, width=390) as page:
        page.goto(reverse("posts"))
        members = page.get_by_role("link", name="Members")
        menu = page.get_by_role("button", name="Menu")
        menu.focus()
        page.keyboard.press("Enter")
        assert members.is_visible()
        _look(page, "menu", 390)
        page.keyboard.press("Tab")  # into the sheet, at its first link
        assert page.evaluate("document.activeElement.textContent") == "Society"
        page.keyboard.press("Escape")
        assert not members.is_visible()
        menu.click()
        members.click()
        page.wait_for_url("**" + reverse("members"))


def test_without_scripts_the_menu_opens_as_well(browser, live_server):
    member = make_society_member("Mara")
    with page_of(browser, live_server.url, member, width=390, java_script_enabled=False) as page:
        page.goto(reverse("posts"))
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("link", name="Manuscripts").click()
        page.wait_for_url("**" + reverse("manuscripts"))


def test_names_and_titles_without_a_blank_break_on_a_phone(browser, live_server):
    """Nobody can make a page wider than the telephone of whoever reads it."""
    roles = {"is_moderator": True, "is_editor": True, "is_reviewer": True}
    me = make_society_member("Mara", **roles)
    other = make_society_member(LONG, is_reviewer=True)
    SocietyMember.objects.filter(pk=other.pk).update(about="y" * 400)
    post = make_post(other, title=WIDE, summary="s" * 300, body="b" * 300, tags=("t" * 40,))
    words = f"{'c' * 300} call Dr Kim at Happy Back Clinic, Chicago, (312) 555-0187."
    comment = write_comment(
        actor_of(other), post, words, parent=None, key=uuid4(), now=timezone.now()
    )
    told = Reported("comment", str(comment.pk), "z" * 300, f"{'a' * 60}@example.org")
    complain(NOBODY, told, key=uuid4(), now=timezone.now())
    asked = Asked(LONG, "n" * 300, "https://example.org/" + "p" * 150, f"{'a' * 60}@example.org")
    sponsor = ask_for_slot(NOBODY, asked, key=uuid4(), now=timezone.now())
    manuscript = make_manuscript(other, title=WIDE, authors=(Author("F" * 90, "G" * 90),))
    ask(me, manuscript, make_society_member("R" * 110, is_reviewer=True))
    found: list[tuple[str, str]] = []
    with page_of(browser, live_server.url, me, width=390) as page:
        for name, path in {
            "long-front": "/",
            "long-posts": reverse("posts") + f"?author={other.pk}",
            "long-post": reverse("post", args=[post.slug]),
            "long-search": reverse("search") + "?q=xxx",
            "long-take-down": reverse("post_withdraw", args=[post.pk]),
            "long-revisions": reverse("revisions", args=[post.pk]),
            "long-report": reverse("society_report"),
            "long-members": reverse("members"),
            "long-member": reverse("member", args=[other.pk]),
            "long-queue": reverse("queue"),
            "long-complaints": reverse("complaints"),
            "long-sponsors": reverse("sponsors"),
            "long-sponsor": reverse("sponsor", args=[sponsor.pk]),
            "long-manuscripts": reverse("manuscripts"),
            "long-manuscript": reverse("manuscript", args=[manuscript.pk]),
        }.items():
            page.goto(path)
            found += [(name, fault) for fault in faults_of(page)]
    with page_of(browser, live_server.url, other, width=390) as page:
        for name, path in {
            "long-own-posts": reverse("own_posts"),
            "long-own-comments": reverse("own_comments"),
            "long-own-manuscript": reverse("manuscript", args=[manuscript.pk]),
            "long-profile": reverse("profile"),
        }.items():
            page.goto(path)
            found += [(name, fault) for fault in faults_of(page)]
    assert found == []
