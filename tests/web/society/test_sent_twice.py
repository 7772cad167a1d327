"""Sent twice, gone back, and by another clock: what a person wrote is never lost without a word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from deqi.actions.acting import actor_of
from deqi.actions.society.posts import publish_post
from deqi.society.manuscripts.authors import write_authors
from deqi.store.models import Account, Comment, Manuscript, Post
from deqi.web.society.posts.forms import PostForm
from tests.web.people import NOW, logged_in
from tests.web.society.members import make_post, make_society_member
from tests.web.society.works import make_manuscript, sample_words

pytestmark = pytest.mark.django_db
WORDS = {"title": "Gaps", "kind": "article", "body": "First words.", "publish_at": ""}
MADRID = ZoneInfo("Europe/Madrid")


@pytest.fixture
def author():
    account = make_society_member("Ada")
    Account.objects.filter(pk=account.pk).update(time_zone="Europe/Madrid")
    account.refresh_from_db()
    return account


def _manuscript_form(**given):
    words = sample_words()
    names = ("title", "abstract", "body", "references", "conflicts", "funding", "letter")
    named = {name: getattr(words, name) for name in names}
    return named | {"kind": "case_report", "authors": write_authors(words.authors)} | given


def test_publish_pressed_twice_publishes_once_and_tells_of_no_fault(author):
    client, form = logged_in(author), WORDS | {"key": str(uuid4()), "act": "publish"}
    for _ in range(2):
        page = client.post(reverse("post_new"), form, follow=True)
        assert page.redirect_chain[-1][0] == "/society/post/gaps/"
    assert Post.objects.get().revisions.count() == 1


def test_save_pressed_twice_saves_once_and_tells_of_no_fault(author):
    client, post = logged_in(author), make_post(author)
    form = WORDS | {"number": 1, "act": "save"}
    for _ in range(2):
        page = client.post(reverse("post_edit", args=[post.pk]), form, follow=True)
        assert "another window" not in page.text
    assert post.revisions.count() == 2


def test_other_words_in_a_form_that_made_a_post_before_are_kept_on_the_page(author):
    client, form = logged_in(author), WORDS | {"key": str(uuid4()), "act": "save"}
    client.post(reverse("post_new"), form)
    page = client.post(reverse("post_new"), form | {"body": "Better words."})  # after going back
    assert "This form was sent before" in page.text
    assert "Better words." in page.text
    assert Post.objects.get().body == "First words."


def test_other_words_in_a_form_that_made_a_manuscript_before_are_kept_on_the_page(author):
    client, form = logged_in(author), _manuscript_form(key=str(uuid4()))
    client.post(reverse("manuscript_new"), form)
    page = client.post(reverse("manuscript_new"), form | {"body": "Better words."})
    assert "This form was sent before" in page.text
    assert "Better words." in page.text
    assert Manuscript.objects.count() == 1


def test_a_manuscript_saved_twice_is_saved_once_and_tells_of_no_fault(author):
    client, manuscript = logged_in(author), make_manuscript(author, submitted=False)
    address = reverse("manuscript_edit", args=[manuscript.pk])
    opened_at = client.get(address).context["form"].initial["opened_at"]
    form = _manuscript_form(opened_at=opened_at, body="Better words.")
    for _ in range(2):
        assert "another window" not in client.post(address, form, follow=True).text
    assert manuscript.versions.get().body == "Better words."


def test_a_comment_sent_twice_is_one_and_other_words_after_going_back_are_another(author):
    post, client = make_post(author), logged_in(author)
    address, form = reverse("comment_new", args=[post.slug]), {"key": str(uuid4())}
    for text in ("Pain fell here.", "Pain fell here.", "And it rose there."):
        client.post(address, form | {"text": text})
    texts = Comment.objects.order_by("written_at").values_list("text", flat=True)
    assert list(texts) == ["Pain fell here.", "And it rose there."]


@pytest.mark.parametrize("hour", ["2030-03-31T02:30", "2030-10-27T02:30"], ids=["none", "two"])
def test_an_hour_that_clocks_leave_out_or_show_twice_is_asked_for_again(author, hour):
    post = make_post(author, published=False)
    form = WORDS | {"number": 1, "act": "publish", "publish_at": hour}
    page = logged_in(author).post(reverse("post_edit", args=[post.pk]), form)
    assert "The clocks are changed at that time" in page.text
    assert hour in page.text
    assert Post.objects.get().publish_at is None


@pytest.mark.parametrize(
    ("hour", "moment"),
    [
        ("2030-03-31T01:30", datetime(2030, 3, 31, 0, 30, tzinfo=UTC)),
        ("2030-03-31T03:30", datetime(2030, 3, 31, 1, 30, tzinfo=UTC)),
        ("2030-10-27T03:30", datetime(2030, 10, 27, 2, 30, tzinfo=UTC)),
    ],
)
def test_around_a_change_of_clocks_the_hour_is_the_one_on_the_wall(hour, moment):
    with timezone.override(MADRID):
        form = PostForm(WORDS | {"publish_at": hour})
        assert form.is_valid()
        assert form.cleaned_data["publish_at"] == moment


def test_the_form_names_the_time_zone(author):
    page = logged_in(author).get(reverse("post_new")).text
    assert "By the clock of your time zone, Europe/Madrid." in page


def test_a_planned_post_that_is_written_on_stays_planned_for_its_time(author):
    post, client = make_post(author, published=False), logged_in(author)
    noon = {"hour": 12, "minute": 0, "second": 0, "microsecond": 0}
    at = (timezone.now() + timedelta(days=9)).astimezone(MADRID).replace(**noon)
    publish_post(actor_of(author), post, at=at, now=NOW)
    address, shown = reverse("post_edit", args=[post.pk]), f"{at:%Y-%m-%dT%H:%M}"
    page = client.get(address).text
    assert f'value="{shown}"' in page
    assert "Save as draft" not in page
    client.post(address, WORDS | {"number": 1, "act": "publish", "publish_at": shown})
    post.refresh_from_db()
    assert (post.title, post.publish_at) == ("Gaps", at)


def test_a_time_that_saving_does_not_take_is_told(author):
    post, client = make_post(author, published=False), logged_in(author)
    form = WORDS | {"number": 1, "act": "save", "publish_at": "2030-05-01T09:00"}
    page = client.post(reverse("post_edit", args=[post.pk]), form, follow=True)
    assert "Press Publish for that." in page.text
    assert Post.objects.get().publish_at is None
