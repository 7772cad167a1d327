"""Whatever stands in a query or a form of posts and profiles is taken or refused in words."""

from __future__ import annotations

from uuid import uuid4

from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from deqi.web.society.posts.forms import PostForm
from tests.web.people import logged_in
from tests.web.society.members import make_post, make_society_member

WORDS = st.text(max_size=40) | st.sampled_from(["\0", "'; --", "🂡" * 30, "9" * 30, "-1", ""])


class TestNothingSentIsAFault(TestCase):
    """Whatever stands in an address or a form."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(st.sampled_from(["q", "page", "after", "tag", "kind", "author"]), WORDS))
    def test_lists_and_search_take_any_question(self, query):
        make_post(make_society_member())
        for name in ("posts", "search", "society_report"):
            assert Client().get(reverse(name), query).status_code in (200, 302)

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(st.sampled_from([*PostForm.base_fields, "act"]), WORDS))
    def test_the_form_of_a_post_takes_anything(self, words):
        author = make_society_member()
        client, post = logged_in(author), make_post(author, published=False)
        given = {"title": "a", "kind": "article", "body": "b", "key": str(uuid4())} | words
        for address in (reverse("post_new"), reverse("post_edit", args=[post.pk])):
            assert client.post(address, given).status_code in (200, 302)

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(st.sampled_from(["display_name", "about", "why", "next"]), WORDS))
    def test_profile_and_application_take_anything(self, words):
        client = logged_in(make_society_member())
        assert client.post(reverse("profile"), words).status_code in (200, 302)
        assert client.post(reverse("accept"), words).status_code in (200, 302)
        assert client.get(reverse("members"), {"name": words.get("about", "")}).status_code == 403
