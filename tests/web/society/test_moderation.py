"""Moderators decide, undo and answer appeals; every decision says why, and one wins."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from deqi.actions.acting import RefusedError, actor_of
from deqi.actions.society.comments import CommentError, appeal, remove_comment, write_comment
from deqi.actions.society.moderation import (
    Act,
    DecidedAlreadyError,
    answer_appeal,
    decide,
    undo,
)
from deqi.society.comments.marking import mark
from deqi.store.models import AuditRow, Comment
from tests.web.people import NOW, logged_in
from tests.web.society.members import make_post, make_society_member

pytestmark = pytest.mark.django_db
ADVERT = "Great post! Dr Kim at Happy Back Clinic, Chicago helped me a lot, call (312) 555-0187."


@pytest.fixture
def author():
    return make_society_member("Ada Author")


@pytest.fixture
def held(author):
    post = make_post(author)
    return write_comment(actor_of(author), post, ADVERT, parent=None, key=uuid4(), now=NOW)


def _state(comment):
    comment.refresh_from_db()
    return comment.state


def test_approved_is_public_and_undone_is_held_again(held, moderator):
    decision = decide(actor_of(moderator), held, Act.APPROVE, now=NOW)
    assert _state(held) == "published"
    undo(actor_of(moderator), decision, now=NOW)
    assert (_state(held), held.held_at) == ("held", NOW)


def test_an_edited_one_is_public_with_the_new_words_and_undo_brings_the_old_back(held, moderator):
    actor = actor_of(moderator)
    words = "Great post! It helped me a lot."
    decision = decide(actor, held, Act.EDIT, words=words, why="number taken out", now=NOW)
    assert (_state(held), held.text) == ("published", words)
    undo(actor, decision, now=NOW)
    assert (_state(held), held.text) == ("held", ADVERT)
    assert [version.text for version in held.versions.all()] == [ADVERT, words]


@pytest.mark.parametrize("act", [Act.REJECT, Act.EDIT])
def test_without_a_word_to_the_author_nothing_is_rejected_or_edited(held, moderator, act):
    actor = actor_of(moderator)
    with pytest.raises(CommentError, match="why"):
        decide(actor, held, act, words="x", now=NOW)
    assert _state(held) == "held"


def test_the_second_moderator_is_told_who_was_quicker(held, moderator):
    decide(actor_of(moderator), held, Act.REJECT, why="an advert", now=NOW)
    other = actor_of(make_society_member("Mia", is_moderator=True))
    with pytest.raises(DecidedAlreadyError, match="Moe"):
        decide(other, held, Act.REJECT, why="an advert", now=NOW)
    assert held.decisions.count() == 1


def test_a_decision_is_undone_only_while_it_is_the_last(held, moderator):
    actor = actor_of(moderator)
    first = decide(actor, held, Act.REJECT, why="an advert", now=NOW)
    decide(actor, held, Act.APPROVE, now=NOW)
    with pytest.raises(DecidedAlreadyError):
        undo(actor, first, now=NOW)
    assert _state(held) == "published"


def test_a_member_decides_nothing(held, author):
    actor = actor_of(author)
    with pytest.raises(RefusedError):
        decide(actor, held, Act.APPROVE, now=NOW)


def test_every_decision_is_audited_with_its_reason(held, moderator):
    decide(actor_of(moderator), held, Act.REJECT, why="an advert", now=NOW)
    row = AuditRow.objects.get(action="comment.reject")
    assert (row.actor, row.subject) == (moderator.pk, f"comment {held.pk}")


def test_an_appeal_is_answered_by_another_moderator_where_there_is_one(held, author, moderator):
    decide(actor_of(moderator), held, Act.REJECT, why="an advert", now=NOW)
    asked = appeal(actor_of(author), held, "It is the university's number.", now=NOW)
    other = make_society_member("Mia", is_moderator=True)
    actor = actor_of(moderator)
    with pytest.raises(CommentError, match="another moderator"):
        answer_appeal(actor, asked, publish=True, words="true", now=NOW)
    answer_appeal(actor_of(other), asked, publish=True, words="You are right.", now=NOW)
    assert _state(held) == "published"
    with pytest.raises(DecidedAlreadyError):
        answer_appeal(actor_of(other), asked, publish=False, words="no", now=NOW)


def test_a_lone_moderator_answers_all_appeals(held, author, moderator):
    decide(actor_of(moderator), held, Act.REJECT, why="an advert", now=NOW)
    asked = appeal(actor_of(author), held, "Please look again.", now=NOW)
    answer_appeal(actor_of(moderator), asked, publish=False, words="It is one.", now=NOW)
    assert _state(held) == "rejected"


def test_a_moderator_reads_the_words_that_an_appeal_is_about(held, author, moderator):
    decide(actor_of(moderator), held, Act.REJECT, why="an advert", now=NOW)
    appeal(actor_of(author), held, "Please look again.", now=NOW)
    page = logged_in(moderator).get(reverse("queue")).text
    shown = page.split('class="words"')[1].split("</div>")[0]
    assert "555-0187" in shown
    own = logged_in(author).get(reverse("own_comments")).text
    assert reverse("comment_appeal", args=[held.pk]) not in own  # one waits already


def test_one_appeal_waits_at_a_time(held, author):
    first = appeal(actor_of(author), held, "one", now=NOW)
    assert appeal(actor_of(author), held, "two", now=NOW).pk == first.pk


def test_the_queue_is_cleared_without_leaving_it(author, moderator):
    post = make_post(author)
    for k in range(30):
        text = f"{ADVERT} Number {k} of many."
        write_comment(actor_of(author), post, text, parent=None, key=uuid4(), now=NOW)
    client, queue = logged_in(moderator), reverse("queue")
    page = client.get(queue).content.decode()
    assert page.count('class="card held"') == 30
    assert page.count("<mark>") >= 30
    for comment in Comment.objects.filter(state="held"):
        answer = client.post(
            reverse("queue_decide", args=[comment.pk]), {"act": "reject", "why": "an advert"}
        )
        assert answer.headers["Location"] == queue
    assert "Nothing waits" in client.get(queue).content.decode()


def test_words_that_were_found_are_marked_and_everything_else_stays(held):
    pieces = mark(held.text, [reason["found"] for reason in held.reasons])
    assert "".join(piece for _, piece in pieces) == held.text
    assert any("555-0187" in piece for is_found, piece in pieces if is_found)


def test_an_appeal_for_what_its_author_took_away_waits_for_nobody(held, author, moderator):
    appeal(actor_of(author), held, "Please look again.", now=NOW)
    remove_comment(actor_of(author), held, now=NOW)
    page = logged_in(moderator).get(reverse("queue")).content.decode()
    assert "Please look again." not in page
