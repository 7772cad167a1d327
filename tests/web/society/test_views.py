"""A view is one person on one day; the number under a post is the number in the report."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from deqi.actions.acting import actor_of
from deqi.store.models import DayKey, DayOfViews, Glance, Post
from deqi.store.society.views import close_days, days_of, note_view, views_of
from deqi.web.society.posts.showing import show
from tests.web.people import NOW, logged_in
from tests.web.society.members import make_post, make_society_member

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def post():
    return make_post(make_society_member())


def _read(post, agent=FIREFOX, address="192.0.2.1", client=None, **headers):
    return (client or Client()).get(
        reverse("post", args=[post.slug]),
        HTTP_USER_AGENT=agent,
        REMOTE_ADDR=address,
        **headers,
    )


def _n(post):
    return views_of([post.pk])[post.pk]


def test_the_same_person_counts_once_a_day_and_another_one_again(post):
    for _ in range(3):
        assert _read(post).status_code == 200
    assert _n(post) == 1
    _read(post, address="192.0.2.2")
    assert _n(post) == 2


def test_a_member_counts_once_from_two_places(post):
    client = logged_in(make_society_member())
    _read(post, client=client)
    _read(post, client=client, address="192.0.2.9", agent=FIREFOX.replace("140", "141"))
    assert _n(post) == 1


def test_programs_and_pages_fetched_in_advance_are_not_counted(post):
    for agent in ("Googlebot/2.1", "curl/8.5", "", "python-requests/2.32"):
        _read(post, agent=agent)
    _read(post, HTTP_SEC_PURPOSE="prefetch;prerender")
    Client().head(reverse("post", args=[post.slug]), HTTP_USER_AGENT=FIREFOX)
    assert _n(post) == 0


def test_a_page_is_given_out_before_its_view_is_written(post, monkeypatch):
    monkeypatch.setattr(HttpResponse, "close", lambda _: None)  # the test keeps its database
    request = RequestFactory().get("/", HTTP_USER_AGENT=FIREFOX)
    request.actor = actor_of(None)
    response = show(request, post.slug)
    assert response.status_code == 200
    assert _n(post) == 0
    response.close()  # as the server does once the last byte is out
    assert _n(post) == 1


def test_a_view_that_cannot_be_written_is_lost_and_not_the_page(post, monkeypatch, caplog):
    def refuse(*_):
        raise OperationalError("database is locked")

    monkeypatch.setattr("deqi.web.society.posts.counting.note_view", refuse)
    assert _read(post).status_code == 200
    assert "A view was not counted" in caplog.text
    assert FIREFOX not in caplog.text


def test_reading_sets_no_cookie_and_keeps_no_address(post):
    page = _read(post)
    assert not page.cookies
    (glance,) = Glance.objects.all()
    assert len(bytes(glance.digest)) == 16
    assert b"192.0.2.1" not in bytes(glance.digest)


def test_the_day_ends_with_a_number_and_without_its_key(post):
    note_view(post.pk, "somebody", NOW)
    first = bytes(Glance.objects.get().digest)
    tomorrow = NOW + timedelta(days=1)
    assert close_days(tomorrow) == 1
    assert not DayKey.objects.exists()
    assert not Glance.objects.exists()
    assert DayOfViews.objects.get().n_views == 1
    note_view(post.pk, "somebody", tomorrow)
    assert bytes(Glance.objects.get().digest) != first
    assert _n(post) == 2


def test_closing_the_days_again_changes_nothing(post):
    note_view(post.pk, "somebody", NOW)
    for _ in range(2):
        close_days(NOW + timedelta(days=1))
    assert (_n(post), Post.objects.get().n_views) == (1, 1)


def test_the_number_under_the_post_is_the_number_in_the_report(post):
    for n in range(3):
        note_view(post.pk, f"reader {n}", timezone.now() - timedelta(days=n))
    close_days(timezone.now())
    page = _read(post, agent="Googlebot")
    author = logged_in(post.author)
    table = author.get(reverse("society_report"))
    days = author.get(reverse("post_report", args=[post.pk]))
    assert "3 views" in page.content.decode()
    assert [card.n_views for card in table.context["cards"]] == [3]
    assert sum(n for _, n in days.context["days"]) == 3


class TestAnyOrder(TestCase):
    """Whoever reads when, and whenever a day is closed."""

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.booleans()), max_size=25))
    def test_views_are_people_a_day_and_no_more_than_was_served(self, acts):
        post = make_post(make_society_member())
        served = sorted(acts)
        for person, day, closes in sorted(served, key=lambda act: act[1]):
            note_view(post.pk, f"reader {person}", NOW + timedelta(days=day))
            if closes:
                close_days(NOW + timedelta(days=day))
        expected = len({(person, day) for person, day, _ in served})
        assert views_of([post.pk])[post.pk] == expected <= len(served)
        assert sum(n for _, n in days_of(post.pk)) == expected
