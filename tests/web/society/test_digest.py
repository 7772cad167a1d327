"""New comments by e-mail: what is public, from others, once a day, stopped with one tap."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from deqi.actions.acting import actor_of
from deqi.actions.society.comments import remove_comment, write_comment
from deqi.actions.society.digest import A_DAY, choose_digest, plan_digests
from deqi.actions.society.membership import end_membership
from deqi.actions.society.moderation import Act, decide
from deqi.store.models import AuditRow, Letter, SocietyMember
from deqi.web.jobs import JOBS
from deqi.web.letters.sending import send_due_letters
from tests.web.mail import Mailbox, free_port, mail_server
from tests.web.people import NOW, logged_in
from tests.web.society.members import make_post, make_society_member

pytestmark = pytest.mark.django_db
ADVERT = "Great post! Dr Kim at Happy Back Clinic, Chicago helped me a lot, call (312) 555-0187."
TOMORROW = NOW + A_DAY + timedelta(minutes=5)


@pytest.fixture
def box(settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.DEQI_HAS_MAIL, settings.EMAIL_TIMEOUT = True, 3
    with mail_server(settings.EMAIL_PORT, Mailbox()) as mailbox:
        yield mailbox


@pytest.fixture
def author():
    author = make_society_member("Ada Author")
    choose_digest(actor_of(author), wanted=True, now=NOW)
    return author


@pytest.fixture
def post(author):
    return make_post(author)


@pytest.fixture
def other():
    return make_society_member("Oda Other")


def say(who, post, text="The gaps in the diary matter here.", *, hours=1, parent=None):
    later = NOW + timedelta(hours=hours)
    return write_comment(actor_of(who), post, text, parent=parent, key=uuid4(), now=later)


def sent(box, now=TOMORROW):
    """The words of the digests that leave at this moment."""
    plan_digests(now)
    before = len(box.letters)
    send_due_letters(now)
    return [letter.get_content() for letter in box.letters[before:]]


def test_it_names_post_writer_and_words_and_leads_there(box, author, post, other):
    comment = say(other, post)
    (words,) = sent(box)
    assert post.title in words
    assert "Oda Other: The gaps in the diary matter here." in words
    assert f"{reverse('post', args=[post.slug])}#c-{comment.pk}" in words
    assert box.letters[0]["To"] == author.email


def test_it_comes_once_a_day_and_never_when_nothing_is_new(box, author, post, other):
    assert sent(box) == []
    say(other, post)
    assert len(sent(box)) == 1
    assert sent(box, TOMORROW + A_DAY * 2) == []
    say(other, post, "And how long is a day here?", hours=26)
    assert sent(box, TOMORROW + timedelta(hours=3)) == []
    (words,) = sent(box, TOMORROW + A_DAY)
    assert "how long is a day" in words
    assert "gaps in the diary" not in words


def test_answers_to_own_comments_come_and_own_comments_do_not(box, author, other):
    theirs = make_post(other, title="Another post")
    mine = say(author, theirs, "Which diary was it?")
    say(other, theirs, "The one on paper.", parent=mine, hours=2)
    say(make_society_member("Una"), theirs, "Not about the author at all.", hours=2)
    (words,) = sent(box)
    assert "The one on paper." in words
    assert "Which diary" not in words
    assert "Not about" not in words


def test_what_is_held_does_not_come_until_it_is_let_through(box, author, post, other):
    held = say(other, post, ADVERT)
    assert held.state == "held"
    assert sent(box) == []
    say(other, post)
    assert len(sent(box)) == 1
    moderator = make_society_member("Moe", is_moderator=True)
    decide(actor_of(moderator), held, Act.APPROVE, now=TOMORROW + timedelta(hours=1))
    (words,) = sent(box, TOMORROW + A_DAY)
    assert "Happy Back Clinic" in words


def test_what_was_taken_away_meanwhile_is_not_told(box, author, post, other):
    comment = say(other, post)
    plan_digests(TOMORROW)
    remove_comment(actor_of(other), comment, now=TOMORROW)
    send_due_letters(TOMORROW)
    assert box.letters == []


def test_nobody_gets_it_without_asking(box, other):
    post = make_post(other)
    say(make_society_member("Una"), post)
    assert sent(box) == []


def test_a_member_who_left_gets_none(box, author, post, other):
    say(other, post)
    end_membership(actor_of(author), author.member, why="", now=NOW)
    assert sent(box) == []


def test_without_a_society_there_is_none(box, settings, author, post, other):
    say(other, post)
    settings.DEQI_HAS_SOCIETY = False
    assert sent(box) == []


def test_a_mail_program_stops_it_with_one_post(box, author, post, other):
    say(other, post)
    sent(box)
    path = box.letters[0]["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    client = Client(enforce_csrf_checks=True)
    assert "new comments" in client.get(f"/{path}").text
    assert SocietyMember.objects.get(pk=author.pk).digest_wanted  # looking is not stopping
    assert client.post(f"/{path}").status_code == 200
    assert not SocietyMember.objects.get(pk=author.pk).digest_wanted
    assert AuditRow.objects.filter(action="digest.stop").count() == 1
    say(other, post, "Said later.", hours=30)
    assert sent(box, TOMORROW + A_DAY * 2) == []


def test_it_is_chosen_on_the_profile_and_begins_with_what_is_new_then(other):
    client = logged_in(other)
    assert "digest_wanted" in client.get(reverse("profile")).text
    given = {"display_name": "Oda", "about": "", "digest_wanted": "on"}
    client.post(reverse("profile"), given)
    member = SocietyMember.objects.get(pk=other.pk)
    assert member.digest_wanted
    assert member.digest_sent_at > NOW
    client.post(reverse("profile"), {"display_name": "Oda", "about": ""})
    assert not SocietyMember.objects.get(pk=other.pk).digest_wanted


def test_the_worker_writes_it():
    assert plan_digests in [job.run for job in JOBS]


def test_two_workers_write_one(author, post, other):
    say(other, post)
    assert [plan_digests(TOMORROW), plan_digests(TOMORROW)] == [1, 0]
    assert Letter.objects.filter(kind="society_digest").count() == 1
