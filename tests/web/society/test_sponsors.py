"""A sponsor's slot: asked for, let in, labelled, and never beside a patient or a review."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from deqi.actions.acting import NOBODY, RefusedError, actor_of
from deqi.actions.society.sponsors import (
    Asked,
    Shown,
    SponsorError,
    approve_sponsor,
    ask_for_slot,
    end_sponsor,
    refuse_sponsor,
)
from deqi.store.letters import open_letter
from deqi.store.models import AuditRow, Letter, Picture, Post, Sponsor
from deqi.web.letters.words import address_of, words_of
from deqi.web.society.sponsors.slot import TURN_S, sponsor_beside
from tests.web.people import NOW, logged_in, make_account
from tests.web.society.members import make_post, make_society_member, picture_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
MONTH = Shown(TODAY, TODAY + timedelta(days=30), makes_no_claim=True)


def ask(**given) -> Sponsor:
    told = {
        "name": "Needles & Paper Ltd",
        "words": "Single-use needles, paper and couches.",
        "link": "https://example.org/",
        "contact": "sales@example.org",
    }
    return ask_for_slot(NOBODY, Asked(**told | given), key=uuid4(), now=NOW)


def let_in(moderator, shown=MONTH, **given) -> Sponsor:
    sponsor = ask(**given)
    approve_sponsor(actor_of(moderator), sponsor, shown, now=NOW)
    return sponsor


def form(**given):
    told = {"key": str(uuid4()), "name": "Needles & Paper Ltd", "words": "Needles and paper.",
            "link": "https://example.org/", "contact": "sales@example.org"}  # fmt: skip
    return told | given


def test_anybody_asks_and_the_picture_is_written_anew():
    make_account()
    file = SimpleUploadedFile("logo.png", picture_of("PNG"), "image/png")
    back = Client().post(reverse("sponsor_ask"), form(picture=file, alt="A box of needles"))
    assert back.headers["Location"] == reverse("society")
    sponsor = Sponsor.objects.get()
    assert (sponsor.contact, sponsor.picture.alt) == ("sales@example.org", "A box of needles")
    assert sponsor.picture.owner is None
    assert AuditRow.objects.get(action="sponsor.ask").role == "visitor"
    address = reverse("picture", args=[sponsor.picture.pk])
    assert Client().get(address).status_code == 404  # nobody let it in yet


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": "Our needles relieve back pain."}, "words"),
        ({"claim": "no_such_claim"}, "claim"),
        ({"claim": "hormones"}, "claim"),
        ({"link": "http://example.org/"}, "link"),
        ({"link": "https://example.org/?utm_source=deqi"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"contact": "nobody"}, "contact"),
        ({"words": "w" * 301}, "words"),
    ],
)
def test_what_cannot_be_shown_is_not_taken_and_what_was_entered_stays(wrong, field):
    make_account()
    page = Client().post(reverse("sponsor_ask"), form(**wrong))
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert "Needles &amp; Paper Ltd" in page.text
    assert not Sponsor.objects.exists()


def test_a_picture_needs_words_and_has_to_be_one():
    make_account()
    for content, alt, field in (
        (picture_of("PNG"), "", "alt"),
        (b"<svg onload='x()'/>", "A box", "picture"),
    ):
        file = SimpleUploadedFile("logo.png", content, "image/png")
        page = Client().post(reverse("sponsor_ask"), form(picture=file, alt=alt))
        assert field in page.context["form"].errors
    assert not Picture.objects.exists()


@pytest.mark.parametrize("words", ["It heals.", "Für Ihre Schmerzen", "alivia el dolor", "Safe!"])
def test_words_of_health_need_a_claim(words):
    with pytest.raises(SponsorError, match="say something of health"):
        ask(words=words)


def test_a_claim_that_was_not_borne_out_carries_nothing():
    with pytest.raises(SponsorError, match="not borne out"):
        ask(words="It changes your hormones.", claim="hormones")


def test_with_a_claim_the_slot_says_how_it_stands(moderator):
    let_in(moderator, words="Needles lower the perception of pain.", claim="pain_perception")
    post = make_post(make_society_member())
    slot = sponsor_beside([post.kind], NOW)
    assert slot.claim.id == "pain_perception"


def test_without_a_claim_a_moderator_answers_for_it(moderator):
    sponsor, actor = ask(), actor_of(moderator)
    unread = Shown(MONTH.from_on, MONTH.to_on, makes_no_claim=False)
    with pytest.raises(SponsorError, match="tick"):
        approve_sponsor(actor, sponsor, unread, now=NOW)
    approve_sponsor(actor, sponsor, MONTH, now=NOW)
    with pytest.raises(SponsorError, match="already"):
        refuse_sponsor(actor, sponsor, "too late", now=NOW)


@pytest.mark.parametrize("days", [(0, -1), (-9, -2), (0, 400)])
def test_days_that_do_not_fit_are_refused(moderator, days):
    shown = Shown(*(TODAY + timedelta(days=n) for n in days), makes_no_claim=True)
    sponsor, actor = ask(), actor_of(moderator)
    with pytest.raises(SponsorError, match="day"):
        approve_sponsor(actor, sponsor, shown, now=NOW)


def test_it_is_shown_on_its_days_only_and_ends_at_once(moderator):
    sponsor = let_in(moderator)
    for days, is_shown in {-1: False, 0: True, 30: True, 31: False}.items():
        assert bool(sponsor_beside(["article"], NOW + timedelta(days=days))) is is_shown
    end_sponsor(actor_of(moderator), sponsor, now=NOW)
    assert sponsor_beside(["article"], NOW) is None
    assert AuditRow.objects.filter(action="sponsor.end").count() == 1


@pytest.mark.parametrize("kind", ["case_report", "manuscript"])
def test_none_stands_beside_a_case_report_or_a_manuscript(moderator, kind):
    let_in(moderator)
    assert sponsor_beside([kind], NOW) is None
    assert sponsor_beside(["article", kind], NOW) is None


def test_several_take_turns(moderator):
    names = {let_in(moderator, name=name).name for name in ("One", "Two")}
    turns = [sponsor_beside([], NOW + k * timedelta(seconds=TURN_S)) for k in range(2)]
    assert {slot.sponsor.name for slot in turns} == names


def _shown_now(moderator):
    """Whatever day it is when a page is asked for."""
    sponsor = let_in(moderator)
    always = {"from_on": TODAY - timedelta(days=9000), "to_on": TODAY + timedelta(days=9000)}
    Sponsor.objects.filter(pk=sponsor.pk).update(**always)


def test_pages_label_it_and_its_link_tells_nobody_who_came(moderator):
    _shown_now(moderator)
    post = make_post(make_society_member())
    for address in (reverse("society"), reverse("posts"), reverse("post", args=[post.slug])):
        page = Client().get(address).text
        assert '<p class="label">Sponsor</p>' in page, address
        assert 'rel="sponsored nofollow noreferrer noopener"' in page


def test_no_sponsor_on_pages_of_case_reports_accounts_drafts_or_moderators(moderator):
    _shown_now(moderator)
    author = make_society_member()
    post = make_post(author)
    draft = make_post(author, published=False, title="Not yet")
    report = make_post(author, title="One patient")
    Post.objects.filter(pk=report.pk).update(kind="case_report")
    client = logged_in(moderator)
    assert "Needles &amp; Paper" in client.get(reverse("post", args=[post.slug])).text
    for who, address in (
        (client, reverse("post", args=[report.slug])),
        (client, reverse("posts")),
        (client, reverse("queue")),
        (client, reverse("profile")),
        (logged_in(author), reverse("post", args=[draft.slug])),
        (Client(), reverse("account_login")),
    ):
        page = who.get(address)
        assert page.status_code == 200
        assert "Needles &amp; Paper" not in page.text, address


def test_a_moderator_lets_it_in_from_the_page_and_the_sponsor_is_told(moderator):
    sponsor, client = ask(), logged_in(moderator)
    address = reverse("sponsor", args=[sponsor.pk])
    assert "sales@example.org" in client.get(address).text
    page = client.post(address, {"act": "approve", "from_on": "2026-11-02", "to_on": "2020-01-01"})
    assert page.status_code == 200
    assert "last day" in page.text
    far = {"from_on": "2100-01-01", "to_on": "2100-02-01", "makes_no_claim": "on"}
    assert client.post(address, {"act": "approve"} | far).status_code == 302
    letter = Letter.objects.get(kind="sponsor")
    contents = open_letter(letter)
    assert address_of(letter, contents) == "sales@example.org"
    assert "2100-01-01" in words_of(letter, contents).body


def test_a_refused_one_is_told_why(moderator):
    sponsor, client = ask(), logged_in(moderator)
    address = reverse("sponsor", args=[sponsor.pk])
    assert client.post(address, {"act": "refuse", "why": " "}).status_code == 200
    client.post(address, {"act": "refuse", "why": "It is a clinic."})
    letter = Letter.objects.get(kind="sponsor")
    assert "It is a clinic." in words_of(letter, open_letter(letter)).body
    assert sponsor_beside([], NOW) is None


def test_a_member_decides_about_no_sponsor():
    member, sponsor = make_society_member(), ask()
    assert logged_in(member).get(reverse("sponsor", args=[sponsor.pk])).status_code == 403
    actor = actor_of(member)
    with pytest.raises(RefusedError):
        approve_sponsor(actor, sponsor, MONTH, now=NOW)
