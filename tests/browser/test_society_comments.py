"""Journeys of comments: an advert held, a good one through, an appeal, a queue cleared by keys."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from deqi.actions.acting import NOBODY, actor_of
from deqi.actions.society.comments import appeal, write_comment
from deqi.actions.society.complaints import Reported, complain
from deqi.actions.society.moderation import Act, decide
from deqi.actions.society.sponsors import Asked, Shown, approve_sponsor, ask_for_slot
from deqi.store.models import Comment, Complaint, Decision
from tests.browser.looking import WIDTHS, faults_of, page_of
from tests.web.society.members import make_post, make_society_member, picture_of

pytestmark = pytest.mark.django_db(transaction=True)
ADVERT = "Great post! Dr Kim at Happy Back Clinic, Chicago helped me a lot, call (312) 555-0187."
GOOD = "How long was the gap after the third visit? In table 2 it looks longer than a week."


@pytest.fixture(autouse=True)
def _there_is_a_society(settings):
    settings.DEQI_HAS_SOCIETY = True
    cache.clear()  # nobody has asked too often yet


@pytest.fixture
def post():
    return make_post(make_society_member("Mara Lindqvist"))


@pytest.fixture
def moderator():
    return make_society_member("Moe Moderator", is_moderator=True)


@pytest.fixture
def look(looked_at):
    """No serious fault, and a picture for a person to look at."""

    def see(page, name, width):
        assert faults_of(page) == [], name
        looked_at(page, f"{name}-{width}")

    return see


def _say(who, post, text, parent=None):
    return write_comment(actor_of(who), post, text, parent=parent, key=uuid4(), now=timezone.now())


def _sponsor(moderator, *, shown=True):
    asked = Asked(
        "Needles & Paper Ltd",
        "Single-use needles, paper and couches.",
        "https://example.org/",
        "sales@example.org",
        picture=picture_of("PNG", (400, 120)),
        alt="A box of needles",
    )
    sponsor = ask_for_slot(NOBODY, asked, key=uuid4(), now=timezone.now())
    today = timezone.now().date()
    if shown:
        days = Shown(today, today + timedelta(days=9), makes_no_claim=True)
        approve_sponsor(actor_of(moderator), sponsor, days, now=timezone.now())
    return sponsor


def test_a_good_comment_is_public_and_an_advert_waits_for_a_moderator(
    browser, live_server, look, post, moderator
):
    address = reverse("post", args=[post.slug])
    with page_of(browser, live_server.url, make_society_member("Lin"), width=390) as page:
        for text, said in ((GOOD, "Your comment is public"), (ADVERT, "not shown to others")):
            page.goto(address)
            page.get_by_label("Your comment").fill(text)
            page.get_by_role("button", name="Publish the comment").click()
            assert page.get_by_text(said).is_visible()
        assert page.get_by_text("held: only you and moderators see it").is_visible()
        look(page, "own-held", 390)
    with page_of(browser, live_server.url) as page:
        page.goto(address)
        assert page.get_by_role("heading", name="1 comment").is_visible()
        assert page.get_by_text(GOOD).is_visible()
        assert not page.get_by_text("Happy Back").is_visible()
    with page_of(browser, live_server.url, moderator) as page:
        page.goto("/")
        page.get_by_role("link", name="Queue").click()
        assert page.locator("mark").first.is_visible()
        page.get_by_role("button", name="Approve").click()
        assert page.get_by_text("Nothing waits").is_visible()
    assert Comment.objects.filter(state="published").count() == 2


def test_a_rejected_comment_is_appealed_let_through_and_a_decision_undone(
    browser, live_server, look, post, moderator
):
    author = make_society_member("Lin")
    held = _say(author, post, ADVERT)
    decide(actor_of(moderator), held, Act.REJECT, why="an advert", now=timezone.now())
    with page_of(browser, live_server.url, author, width=390) as page:
        page.goto(reverse("own_comments"))
        assert page.get_by_text("The moderator: an advert").is_visible()
        page.get_by_role("link", name="Ask for a second look").click()
        page.get_by_label("Why should this comment").fill("It is the hospital's own number.")
        page.get_by_role("button", name="Save").click()
        assert page.get_by_text("Not answered yet").is_visible()
        look(page, "own-appeal", 390)
    second = make_society_member("Mia", is_moderator=True)
    with page_of(browser, live_server.url, second) as page:
        page.goto(reverse("queue"))
        page.get_by_label("Answer to the author").fill("You are right.")
        page.get_by_role("button", name="Publish it").click()
        assert page.get_by_text("Answered.").is_visible()
        held.refresh_from_db()
        assert held.state == "published"
        page.get_by_role("button", name="Undo").click()
        assert page.get_by_text("Undone.").is_visible()
    held.refresh_from_db()
    assert held.state == "rejected"


def test_thirty_held_comments_are_cleared_by_keys_on_one_page(
    browser, live_server, look, post, moderator
):
    for k in range(30):
        _say(make_society_member(f"Member {k}"), post, f"{ADVERT} I came {k} times.")
    with page_of(browser, live_server.url, moderator) as page:
        page.goto(reverse("queue"))
        assert page.get_by_role("heading", name="30 held comments").is_visible()
        look(page, "queue-30", 1280)
        for k in range(30):
            left = 29 - k
            if k % 3 == 2:
                page.keyboard.press("a")
            else:
                page.keyboard.press("r")
                assert page.locator(":focus").input_value()  # the reason is there already
                page.keyboard.press("Enter")
            page.get_by_role("heading", name=f"{left} held comment").wait_for()
            assert page.url.endswith(reverse("queue"))
        page.keyboard.press("u")
        page.get_by_role("heading", name="1 held comment").wait_for()
    assert Decision.objects.filter(act="reject").exclude(why="").count() == 20
    assert Comment.objects.filter(state="published").count() == 9
    assert Comment.objects.filter(state="held").count() == 1


def test_anybody_reports_a_comment_and_a_moderator_answers(browser, live_server, post, moderator):
    _say(make_society_member("Lin"), post, GOOD)
    with page_of(browser, live_server.url, width=390) as page:
        page.goto(reverse("post", args=[post.slug]))
        page.get_by_role("link", name="Report the comment of Lin").click()
        page.get_by_label("What is wrong?").fill("This is copied from a paper.")
        page.get_by_role("button", name="Send it").click()
        assert page.get_by_text("A moderator reads it").is_visible()
    with page_of(browser, live_server.url, moderator) as page:
        page.goto(reverse("queue"))
        page.get_by_role("link", name="Reported").click()
        assert page.get_by_text("copied from a paper").is_visible()
        page.get_by_label("Answer: what was done").fill("It is marked as a quotation now.")
        page.get_by_role("button", name="Answer").click()
        assert page.get_by_text("Nothing waits").is_visible()
    assert Complaint.objects.get().answered_by == moderator


def test_a_sponsor_asks_and_a_moderator_lets_it_in(browser, live_server, look, post, moderator):
    with page_of(browser, live_server.url, width=390) as page:
        page.goto("/")
        page.get_by_role("link", name="Sponsor the society").click()
        page.get_by_label("Who sponsors").fill("Needles & Paper Ltd")
        page.get_by_label("Words:").fill("Needles against back pain.")
        page.get_by_label("Your e-mail address").fill("sales@example.org")
        page.get_by_role("button", name="Ask for it").click()
        assert page.get_by_text("say something of health: pain").is_visible()
        look(page, "sponsor-refused-words", 390)
        page.get_by_label("Words:").fill("Needles, paper, couches.")
        page.get_by_role("button", name="Ask for it").click()
        assert page.get_by_text("A moderator answers by e-mail").is_visible()
    with page_of(browser, live_server.url, moderator) as page:
        page.goto(reverse("sponsors"))
        page.get_by_role("link", name="Needles & Paper Ltd").click()
        page.get_by_label("I have read it").check()
        page.get_by_role("button", name="Let it in").click()
        assert page.get_by_text("shown", exact=True).is_visible()
    with page_of(browser, live_server.url, width=390) as page:
        page.goto(reverse("post", args=[post.slug]))
        assert page.get_by_role("complementary", name="Sponsor").is_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_comments_moderation_and_sponsors_have_no_serious_fault(
    browser, live_server, look, post, moderator, width
):
    lin, now = make_society_member("Lin Example"), timezone.now()
    first = _say(lin, post, GOOD)
    answer = _say(make_society_member("Una Example"), post, "Nine days, see figure 3.", first)
    _say(lin, post, "Thank you. And who counted the days?", answer)
    _say(lin, post, ADVERT)
    rejected = _say(lin, post, f"{ADVERT} And again.")
    decide(actor_of(moderator), rejected, Act.REJECT, why="an advert", now=now)
    appeal(actor_of(lin), rejected, "It is the hospital's number.", now=now)
    complain(
        NOBODY,
        Reported("comment", str(first.pk), "Copied.", "kim@example.org"),
        key=uuid4(),
        now=now,
    )
    _sponsor(moderator)
    waiting = _sponsor(moderator, shown=False)
    of_post, about = reverse("post", args=[post.slug]), f"?about=post&id={post.pk}"
    pages = {
        None: {
            "comments-visitor": of_post,
            "front-sponsor": "/",
            "posts-sponsor": reverse("posts"),
            "complain": reverse("complain") + about,
            "sponsor-ask": reverse("sponsor_ask"),
        },
        lin: {
            "comments-member": of_post,
            "own-comments": reverse("own_comments"),
            "answer": reverse("comment_new", args=[post.slug]) + f"?to={first.pk}",
            "appeal": reverse("comment_appeal", args=[rejected.pk]),
            "profile-digest": reverse("profile"),
        },
        moderator: {
            "queue": reverse("queue"),
            "complaints": reverse("complaints"),
            "sponsors": reverse("sponsors"),
            "sponsor-one": reverse("sponsor", args=[waiting.pk]),
            "member-trust": reverse("member", args=[lin.pk]),
        },
    }
    for account, named in pages.items():
        with page_of(browser, live_server.url, account, width=width) as page:
            for name, path in named.items():
                page.goto(path)
                look(page, name, width)
