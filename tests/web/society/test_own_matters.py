"""Nobody decides about what is their own: every decision of the society, one line each."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse

import deqi.actions.society
from deqi.access import Role
from deqi.actions.acting import NOBODY, RefusedError, actor_of
from deqi.actions.society import membership
from deqi.actions.society.comments import appeal, write_comment
from deqi.actions.society.complaints import Reported, answer_complaint, complain
from deqi.actions.society.manuscripts.editing import ask_reviewers, decide_manuscript
from deqi.actions.society.manuscripts.publishing import publish_manuscript
from deqi.actions.society.moderation import Act, answer_appeal, decide, undo
from deqi.actions.society.own import OwnMatterError
from deqi.actions.society.posts import PostError, put_back_post, withdraw_post
from deqi.actions.society.sponsors import (
    Asked,
    Shown,
    approve_sponsor,
    ask_for_slot,
    end_sponsor,
    refuse_sponsor,
)
from deqi.society.manuscripts.authors import Author
from deqi.society.manuscripts.moves import Act as Move
from deqi.store.models import AuditRow, Comment, SocietyMember
from deqi.store.society.manuscripts import mark_of, newest_version
from tests.web.people import NOW, logged_in
from tests.web.society.members import make_post, make_society_member
from tests.web.society.works import accept, make_manuscript, sample_words

pytestmark = pytest.mark.django_db
ADVERT = "Dr Kim at Happy Back Clinic, Chicago helped me a lot, call (312) 555-0187."
DAYS = Shown(date(2026, 11, 2), date(2026, 12, 2), makes_no_claim=True)
DECIDES = {"MODERATE", "DECIDE_MEMBERSHIP", "ANSWER_COMPLAINT", "APPROVE_SPONSOR", "APPOINT"}
DECIDES |= {"EDIT_MANUSCRIPTS"}


@pytest.fixture
def everybody():
    """Moderator, editor and reviewer in one: a small society."""
    roles = {"is_moderator": True, "is_editor": True, "is_reviewer": True}
    return make_society_member("Una All", **roles)


@pytest.fixture
def other():
    return make_society_member("Otto Other", is_moderator=True, is_editor=True)


def _held(author):
    post = make_post(make_society_member("Ada"))
    return write_comment(actor_of(author), post, ADVERT, parent=None, key=uuid4(), now=NOW)


def _decide_own_comment(act):
    def attempt(me, other):
        comment = _held(me)
        if act is Act.REJECT:
            decide(actor_of(other), comment, Act.APPROVE, now=NOW)
        decide(actor_of(me), comment, act, why="Mine.", words="Mine.", now=NOW)

    return attempt


def _undo_about_own_comment(me, other):
    decision = decide(actor_of(other), _held(me), Act.REJECT, why="An advert.", now=NOW)
    undo(actor_of(me), decision, now=NOW)


def _answer_own_appeal(me, other):
    comment = _held(me)
    decide(actor_of(other), comment, Act.REJECT, why="An advert.", now=NOW)
    asked = appeal(actor_of(me), comment, "It is none.", now=NOW)
    answer_appeal(actor_of(me), asked, publish=True, words="It is none.", now=NOW)


def _trust_oneself(me, other):
    membership.trust(actor_of(me), me.member, True, now=NOW)


def _approve_oneself(me, other):
    """As a site administrator who has applied: nobody else can do both."""
    SocietyMember.objects.filter(pk=me.pk).update(approved_at=None)
    type(me).objects.filter(pk=me.pk).update(is_site_administrator=True)
    me.refresh_from_db()
    membership.decide_application(actor_of(me), me.member, approved=True, why="", now=NOW)


def _put_back_own_post(me, other):
    post = make_post(me)
    withdraw_post(actor_of(other), post, why="An advert.", now=NOW)
    put_back_post(actor_of(me), post, why="", now=NOW)


def _answer(me, about, about_id, *, by=None, contact=""):
    reporter = NOBODY if by is None else actor_of(by)
    told = Reported(about, str(about_id), "It is wrong.", contact)
    complaint = complain(reporter, told, key=uuid4(), now=NOW)
    answer_complaint(actor_of(me), complaint, "It is right.", now=NOW)


def _slot(by=None, contact="kim@example.org"):
    asked = Asked("Needles Ltd", "Needles and paper.", "", contact)
    actor = NOBODY if by is None else actor_of(by)
    return ask_for_slot(actor, asked, key=uuid4(), now=NOW)


def _end_own_slot(me, other):
    sponsor = _slot(me)
    approve_sponsor(actor_of(other), sponsor, DAYS, now=NOW)
    sponsor.refresh_from_db()
    end_sponsor(actor_of(me), sponsor, now=NOW)


def _edit(act):
    def attempt(me, other, **words):
        manuscript = make_manuscript(me, **words)
        act(actor_of(me), manuscript, mark_of(newest_version(manuscript)))

    return attempt


def _publish_own_manuscript(me, other):
    reviewers = [make_society_member(name, is_reviewer=True) for name in ("Ro", "Sol")]
    manuscript = accept(other, make_manuscript(me), *reviewers)
    publish_manuscript(actor_of(me), manuscript, seen=mark_of(newest_version(manuscript)), now=NOW)


def _decide_as_co_author(me, other):
    author = make_society_member("Mara Lindqvist")
    authors = (*sample_words().authors, Author("All", "Una"))
    manuscript = make_manuscript(author, authors=authors)
    seen = mark_of(newest_version(manuscript))
    decide_manuscript(actor_of(me), manuscript, Move.REVISE, "Mine.", seen=seen, now=NOW)


# The act, what somebody tries with it, and what they are told.
OWN = [
    (decide, "approve a comment", _decide_own_comment(Act.APPROVE), OwnMatterError),
    (decide, "edit a comment", _decide_own_comment(Act.EDIT), OwnMatterError),
    (decide, "reject a comment", _decide_own_comment(Act.REJECT), OwnMatterError),
    (undo, "undo a decision", _undo_about_own_comment, OwnMatterError),
    (answer_appeal, "answer an appeal", _answer_own_appeal, OwnMatterError),
    (membership.trust, "trust", _trust_oneself, OwnMatterError),
    (membership.decide_application, "approve an application", _approve_oneself, OwnMatterError),
    (put_back_post, "put a post back", _put_back_own_post, OwnMatterError),
    (answer_complaint, "answer what one reported",
     lambda me, other: _answer(me, "page", "/society/", by=me), OwnMatterError),
    (answer_complaint, "answer what one reported without a log-in",
     lambda me, other: _answer(me, "page", "/society/", contact=me.email.upper()), OwnMatterError),
    (answer_complaint, "answer a report about a post",
     lambda me, other: _answer(me, "post", make_post(me).pk), OwnMatterError),
    (answer_complaint, "answer a report about the page of a post",
     lambda me, other: _answer(me, "page", reverse("post", args=[make_post(me).slug])),
     OwnMatterError),
    (answer_complaint, "answer a report about a comment",
     lambda me, other: _answer(me, "comment", _held(me).pk), OwnMatterError),
    (answer_complaint, "answer a report about a sponsor",
     lambda me, other: _answer(me, "sponsor", _slot(me).pk), OwnMatterError),
    (approve_sponsor, "let a sponsor in",
     lambda me, other: approve_sponsor(actor_of(me), _slot(me), DAYS, now=NOW), OwnMatterError),
    (approve_sponsor, "let a sponsor in, asked for without a log-in",
     lambda me, other: approve_sponsor(actor_of(me), _slot(None, me.email), DAYS, now=NOW),
     OwnMatterError),
    (refuse_sponsor, "refuse a sponsor",
     lambda me, other: refuse_sponsor(actor_of(me), _slot(me), "No.", now=NOW), OwnMatterError),
    (end_sponsor, "end a sponsor's slot", _end_own_slot, OwnMatterError),
    (ask_reviewers, "ask reviewers",
     _edit(lambda me, one, seen: ask_reviewers(
         me, one, [], seen=seen, due_on=date(2099, 1, 1), now=NOW)), RefusedError),
    (decide_manuscript, "decide about a manuscript",
     _edit(lambda me, one, seen: decide_manuscript(
         me, one, Move.REVISE, "Mine.", seen=seen, now=NOW)), RefusedError),
    (decide_manuscript, "decide as a co-author", _decide_as_co_author, RefusedError),
    (publish_manuscript, "publish a manuscript", _publish_own_manuscript, RefusedError),
]  # fmt: skip
NOT_DECISIONS = {
    "withdraw_post": "one's own is taken back as its author",
    "end_membership": "one leaves oneself",
    "appoint": "there is one site administrator, and nobody else appoints",
    "editing": "the frame of the editors' acts above",
}


@pytest.mark.parametrize(
    ("attempt", "error"), [row[2:] for row in OWN], ids=[row[1] for row in OWN]
)
def test_nobody_decides_about_what_is_their_own(everybody, other, attempt, error):
    with pytest.raises(error):
        attempt(everybody, other)


def test_every_act_that_decides_stands_in_the_table():
    known = {row[0].__name__ for row in OWN} | set(NOT_DECISIONS)
    folder = Path(deqi.actions.society.__file__).parent
    found = {name for file in folder.rglob("*.py") for name in _deciding(file)}
    assert found - {"seat_of"} <= known
    assert {"decide", "put_back_post", "editing"} <= found


def _deciding(file):
    """The functions of a file that name a permission to decide."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef):
            named = {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}
            if named & DECIDES:
                yield node.name


def test_every_one_of_them_decides_about_others(everybody, other):
    me = actor_of(everybody)
    decide(me, _held(other), Act.APPROVE, now=NOW)
    membership.trust(me, other.member, True, now=NOW)
    post = make_post(other)
    withdraw_post(me, post, why="An advert.", now=NOW)
    put_back_post(me, post, why="", now=NOW)
    _answer(everybody, "post", post.pk, by=other)
    approve_sponsor(me, _slot(other), DAYS, now=NOW)


def test_what_its_author_took_back_no_moderator_puts_back(everybody, other):
    post = make_post(other)
    withdraw_post(actor_of(other), post, why="My mistake.", now=NOW)
    with pytest.raises(PostError, match="only its author"):
        put_back_post(actor_of(everybody), post, why="", now=NOW)
    page = logged_in(everybody).get(reverse("post", args=[post.slug])).text
    assert reverse("post_put_back", args=[post.pk]) not in page


def test_a_site_administrator_appoints_themselves_and_it_is_audited(other):
    type(other).objects.filter(pk=other.pk).update(is_site_administrator=True)
    other.refresh_from_db()
    membership.appoint(actor_of(other), other.member, frozenset({Role.EDITOR}), now=NOW)
    assert AuditRow.objects.get(action="membership.appoint").actor == other.pk


@pytest.mark.parametrize("has_other", [True, False], ids=["with another", "alone"])
def test_the_pages_say_who_decides_instead(everybody, has_other):
    comment = _held(everybody)
    appeal(actor_of(everybody), comment, "It is none.", now=NOW)
    told = Reported("post", str(make_post(everybody).pk), "It is wrong.")
    complaint = complain(NOBODY, told, key=uuid4(), now=NOW)
    slot = _slot(everybody)
    expected = "no other moderator. Ask the site administrator"
    if has_other:
        make_society_member("Mia", is_moderator=True)
        expected = "another moderator decides about it"
    client = logged_in(everybody)
    pages = {
        reverse("queue"): reverse("queue_decide", args=[comment.pk]),
        reverse("complaints"): reverse("complaint_answer", args=[complaint.pk]),
        reverse("sponsor", args=[slot.pk]): 'value="approve"',
        reverse("member", args=[everybody.pk]): reverse("member_trust", args=[everybody.pk]),
    }
    for address, form in pages.items():
        page = client.get(address).text
        assert form not in page
        if "members" not in address:  # an own profile needs no decision that waits
            assert expected in page
    sent = client.post(reverse("queue_decide", args=[comment.pk]), {"act": "approve"}, follow=True)
    assert expected in sent.text
    assert Comment.objects.get(pk=comment.pk).state == "held"


def test_an_author_without_another_editor_is_told_what_to_do(everybody):
    manuscript = make_manuscript(everybody)
    page = logged_in(everybody).get(reverse("manuscript", args=[manuscript.pk])).text
    assert "nobody decides about their own work" in page
    make_society_member("Edda", is_editor=True)
    page = logged_in(everybody).get(reverse("manuscript", args=[manuscript.pk])).text
    assert "nobody decides about their own work" not in page


def test_a_co_author_who_edits_does_not_find_it_among_what_is_to_edit(everybody):
    author = make_society_member("Mara Lindqvist")
    make_manuscript(author, title="With Una", authors=(Author("All", "Una"),))
    make_manuscript(author, title="Without Una")
    page = logged_in(everybody).get(reverse("manuscripts")).text
    assert "Without Una" in page
    assert "With Una" not in page
