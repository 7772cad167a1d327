"""Comments: members only, judged at writing and editing, history kept, counted as they are seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from deqi.actions.acting import RefusedError, actor_of
from deqi.actions.society.comments import (
    CommentError,
    appeal,
    edit_comment,
    remove_comment,
    write_comment,
)
from deqi.actions.society.visible import count_comments
from deqi.store.models import Comment
from tests.web.people import NOW, logged_in, make_account
from tests.web.society.members import make_post, make_society_member

pytestmark = pytest.mark.django_db
GOOD = "In our clinic the pain before the third visit was lower in 12 of 20 courses. Yours?"
ADVERT = "Great post! Dr Kim at Happy Back Clinic, Chicago helped me a lot, call (312) 555-0187."


@pytest.fixture
def post():
    return make_post(make_society_member("Ada Author"))


def _write(author, post, text=GOOD, *, parent=None, key=None, now=NOW):
    actor = actor_of(author)
    return write_comment(actor, post, text, parent=parent, key=key or uuid4(), now=now)


def test_a_good_comment_is_public_at_once(post):
    assert _write(make_society_member(), post).state == "published"


def test_an_advert_is_held_with_its_reasons(post):
    comment = _write(make_society_member(), post, ADVERT)
    assert comment.state == "held"
    assert "contact_details" in {reason["code"] for reason in comment.reasons}


def test_trust_skips_the_queue_but_never_for_contact_details(post):
    author = make_society_member(is_trusted=True)
    link = "See https://some-blog.example/back for the same."
    assert _write(make_society_member(), post, link).state == "held"
    assert _write(author, post, link).state == "published"
    assert _write(author, post, ADVERT).state == "held"


def test_a_comment_sent_twice_is_kept_once(post):
    author, key = make_society_member(), uuid4()
    assert _write(author, post, key=key).pk == _write(author, post, key=key).pk
    assert Comment.objects.count() == 1


def test_nobody_gets_anothers_comment_by_its_key(post):
    key = uuid4()
    _write(make_society_member(), post, key=key)
    other = make_society_member()
    with pytest.raises(RefusedError):
        _write(other, post, key=key)


def test_whoever_is_no_member_cannot_comment(post):
    outsider = make_account()
    with pytest.raises(RefusedError):
        _write(outsider, post)
    assert not Comment.objects.exists()


def test_an_advert_cannot_be_edited_in(post):
    author = make_society_member()
    comment = _write(author, post)
    changed = edit_comment(actor_of(author), comment, ADVERT, now=NOW + timedelta(minutes=5))
    assert changed.state == "held"
    assert [version.text for version in comment.versions.all()] == [GOOD]


def test_a_held_comment_is_public_once_its_contact_details_are_gone(post):
    author = make_society_member()
    comment = _write(author, post, GOOD + " Tel. (312) 555-0187")
    late = NOW + timedelta(days=2)
    assert edit_comment(actor_of(author), comment, GOOD, now=late).state == "published"


def test_after_half_an_hour_the_words_stay(post):
    author = make_society_member()
    comment = _write(author, post)
    actor = actor_of(author)
    edit_comment(actor, comment, "Other words.", now=NOW + timedelta(minutes=30))
    with pytest.raises(CommentError, match="no longer"):
        edit_comment(actor, comment, "More words.", now=NOW + timedelta(minutes=31))


def test_a_removed_comment_keeps_its_place_above_an_answer(post):
    author, other = make_society_member(), make_society_member()
    first = _write(author, post)
    _write(other, post, "An answer to it.", parent=first)
    remove_comment(actor_of(author), first, now=NOW)
    page = Client().get(reverse("post", args=[post.slug])).content.decode()
    assert "A comment that is not shown stood here" in page
    assert GOOD not in page
    assert "1 comment<" in page


def test_what_was_removed_cannot_be_answered_or_appealed(post):
    author = make_society_member()
    first = _write(author, post)
    remove_comment(actor_of(author), first, now=NOW)
    first.refresh_from_db()
    with pytest.raises(CommentError):
        _write(author, post, "An answer.", parent=first)
    actor = actor_of(author)
    with pytest.raises(CommentError):
        appeal(actor, first, "why", now=NOW)


def test_an_answer_stands_under_its_own_post_only(post):
    author = make_society_member()
    first = _write(author, post)
    elsewhere = make_post(author, title="Another one")
    with pytest.raises(CommentError):
        _write(author, elsewhere, "An answer.", parent=first)


def test_under_a_draft_nothing_can_be_said():
    author = make_society_member()
    draft = make_post(author, published=False)
    with pytest.raises(CommentError):
        _write(author, draft)


@pytest.mark.parametrize("text", ["", "   \n", "a" * 5001])
def test_an_empty_or_endless_comment_is_refused(post, text):
    author = make_society_member()
    with pytest.raises(CommentError):
        _write(author, post, text)


def test_a_visitor_is_told_how_to_become_a_member(post):
    page = Client().get(reverse("post", args=[post.slug])).content.decode()
    assert reverse("join") in page
    assert "<textarea" not in page


def test_a_held_comment_is_seen_by_its_author_and_moderators_only(post):
    author = make_society_member()
    _write(author, post, ADVERT)
    address = reverse("post", args=[post.slug])
    seen = {
        "author": "Happy Back" in logged_in(author).get(address).content.decode(),
        "moderator": "Happy Back"
        in logged_in(make_society_member(is_moderator=True)).get(address).content.decode(),
        "member": "Happy Back" in logged_in(make_society_member()).get(address).content.decode(),
        "visitor": "Happy Back" in Client().get(address).content.decode(),
    }
    assert seen == {"author": True, "moderator": True, "member": False, "visitor": False}


def test_words_of_a_comment_are_never_markup(post):
    _write(make_society_member(), post, "Is <script>alert(1)</script> a dose?")
    page = Client().get(reverse("post", args=[post.slug])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_comment_is_written_from_the_page_and_read_there(post):
    client = logged_in(make_society_member())
    address = reverse("comment_new", args=[post.slug])
    page = client.post(address, {"text": GOOD, "key": str(uuid4())}, follow=True)
    assert "12 of 20 courses" in page.content.decode()
    assert count_comments([post.pk], actor_of(None).person) == {post.pk: 1}


def test_the_society_s_own_address_may_be_named(post, settings):
    words = "Side effects are reported by the form at https://{}/report, please."
    settings.DEQI = replace(settings.DEQI, base_url="https://care.example")
    author = make_society_member()
    assert _write(author, post, words.format("care.example")).state == "published"
    assert _write(author, post, words.format("needles.example")).state == "held"
