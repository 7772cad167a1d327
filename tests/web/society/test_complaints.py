"""Everybody reports what is wrong; moderators, and nobody else, read and answer it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from deqi.actions.acting import NOBODY, RefusedError, actor_of
from deqi.actions.society.comments import write_comment
from deqi.actions.society.complaints import ComplaintError, Reported, answer_complaint, complain
from deqi.actions.society.membership import trust
from deqi.store.letters import open_letter
from deqi.store.models import AuditRow, Complaint, Letter
from deqi.web.letters.words import address_of, words_of
from tests.web.people import NOW, logged_in, make_account
from tests.web.society.members import make_post, make_society_member

pytestmark = pytest.mark.django_db
WORDS = "The second figure is from somebody else's paper."


@pytest.fixture
def post():
    return make_post(make_society_member("Ada Author"))


def reported(**given):
    told = {"about": "page", "about_id": "/society/", "words": WORDS}
    return complain(NOBODY, Reported(**told | given), key=uuid4(), now=NOW)


def send(client, about, about_id, **given):
    told = {"about": about, "about_id": str(about_id), "words": WORDS, "key": str(uuid4())}
    return client.post(reverse("complain"), told | given)


def test_a_visitor_reports_a_post_and_is_led_back_to_it(post):
    page = Client().get(reverse("complain"), {"about": "post", "id": post.pk})
    assert post.title in page.text
    back = send(Client(), "post", post.pk, contact="kim@example.org")
    assert back.headers["Location"] == reverse("post", args=[post.slug])
    kept = Complaint.objects.get()
    assert (kept.words, kept.contact, kept.made_by) == (WORDS, "kim@example.org", None)
    assert AuditRow.objects.get(action="complaint.make").role == "visitor"


def test_the_same_form_sent_twice_is_one_report(post):
    key = str(uuid4())
    for _ in range(2):
        send(Client(), "post", post.pk, key=key)
    assert Complaint.objects.count() == 1
    assert AuditRow.objects.filter(action="complaint.make").count() == 1


def test_every_page_of_the_society_leads_to_the_form(post):
    page = Client().get(reverse("posts"))
    assert f"{reverse('complain')}?about=page&amp;id=/society/posts/" in page.text


@pytest.mark.parametrize(
    ("about", "about_id"),
    [("post", "no-id"), ("post", uuid4()), ("comment", uuid4()), ("patient", uuid4()),
     ("page", "https://example.org/"), ("page", "//example.org/"), ("page", "/clinic/"), ("", "")],
)  # fmt: skip
def test_what_the_reader_cannot_see_here_cannot_be_reported(about, about_id):
    make_account()
    assert send(Client(), about, about_id).status_code == 404
    assert not Complaint.objects.exists()


def test_a_held_comment_is_unknown_to_others(post):
    text = "Great! Call Dr Kim at Happy Back Clinic, Chicago, (312) 555-0187."
    author = actor_of(post.author)
    held = write_comment(author, post, text, parent=None, key=uuid4(), now=NOW)
    assert held.state == "held"
    assert send(Client(), "comment", held.pk).status_code == 404


def test_without_words_nothing_is_kept_and_the_form_says_so(post):
    page = send(Client(), "post", post.pk, words="  ", contact="no address")
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"words", "contact"}
    assert not Complaint.objects.exists()


def test_the_eleventh_report_within_minutes_has_to_wait(post):
    answers = [send(Client(), "post", post.pk).status_code for _ in range(11)]
    assert answers == [302] * 10 + [429]


def test_a_moderator_reads_it_and_the_answer_goes_to_the_address_that_was_given(moderator):
    complaint = reported(contact="kim@example.org")
    client = logged_in(moderator)
    page = client.get(reverse("complaints")).text
    assert WORDS.replace("'", "&#x27;") in page
    assert "kim@example.org" in page
    told = {"words": "The figure was taken out."}
    client.post(reverse("complaint_answer", args=[complaint.pk]), told)
    letter = Letter.objects.get(kind="complaint")
    contents = open_letter(letter)
    assert address_of(letter, contents) == "kim@example.org"
    assert "The figure was taken out." in words_of(letter, contents).body
    assert "Nothing waits" in client.get(reverse("complaints")).text


def test_somebody_with_a_log_in_is_answered_at_its_address(moderator):
    account = make_account()
    send(logged_in(account), "page", "/society/")
    answer_complaint(actor_of(moderator), Complaint.objects.get(), "Done.", now=NOW)
    letter = Letter.objects.get(kind="complaint")
    assert address_of(letter, open_letter(letter)) == account.email


def test_without_an_address_no_letter_is_written(moderator):
    answer_complaint(actor_of(moderator), reported(), "Done.", now=NOW)
    assert not Letter.objects.exists()
    assert Complaint.objects.get().answer == "Done."


def test_it_is_answered_once_and_with_words(moderator):
    complaint, actor = reported(), actor_of(moderator)
    with pytest.raises(ComplaintError, match="sentence"):
        answer_complaint(actor, complaint, " ", now=NOW)
    answer_complaint(actor, complaint, "Done.", now=NOW)
    with pytest.raises(ComplaintError, match="Another moderator"):
        answer_complaint(actor, complaint, "Done as well.", now=NOW)
    assert AuditRow.objects.filter(action="complaint.answer").count() == 1


def test_a_member_reads_and_answers_nothing():
    member, complaint = make_society_member(), reported()
    assert logged_in(member).get(reverse("complaints")).status_code == 403
    actor = actor_of(member)
    with pytest.raises(RefusedError):
        answer_complaint(actor, complaint, "Done.", now=NOW)


def test_trust_is_given_by_a_moderator_and_audited_and_contact_details_are_held_all_the_same(
    post, moderator
):
    author = post.author
    trust(actor_of(moderator), author.member, True, now=NOW)
    trust(actor_of(moderator), author.member, True, now=NOW)
    assert AuditRow.objects.filter(action="membership.trust").count() == 1
    author.member.refresh_from_db()
    for text, state in {
        "Great post, book now at our clinic, best prices!": "published",
        "Call me at (312) 555-0187.": "held",
    }.items():
        comment = write_comment(actor_of(author), post, text, parent=None, key=uuid4(), now=NOW)
        assert comment.state == state, text


def test_a_member_trusts_nobody(post):
    client = logged_in(post.author)
    page = client.post(reverse("member_trust", args=[post.author.pk]), {"is_trusted": "yes"})
    assert page.status_code == 403
    post.author.member.refresh_from_db()
    assert not post.author.member.is_trusted
