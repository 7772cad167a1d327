"""Every address of the society: who comes there, and that nothing sent there is a fault."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from deqi.actions.acting import actor_of
from deqi.actions.society.membership import Application, apply_for_membership
from deqi.web.society.posts.forms import PostForm
from tests.web.people import NOW, logged_in, make_account
from tests.web.society.members import accept_all, make_post, make_society_member

EVERYBODY = {"society", "posts", "search", "feed", "sitemap", "join", "post", "document"}
ACCOUNT = {"accept"}
MEMBERS = {"post_new", "own_posts", "profile", "profile_end", "society_report"}
AUTHOR = {"post_edit", "post_withdraw", "revisions", "post_report"}
AUTHOR_OR_MODERATOR = AUTHOR - {"post_edit"}
MODERATORS = {"members", "member"}
ONLY_POSTED = {
    "post_unschedule",
    "post_put_back",
    "member_decide",
    "member_end",
    "member_appoint",
}
NOT_HERE = {"claims", "before", "picture", "sitemap_part"}  # have tests of their own
AREAS = ("deqi.web.society.about.urls", "deqi.web.society.posts.urls")


class World:
    """One post, one application, and somebody of each kind."""

    def __init__(self) -> None:
        self.author = make_society_member("Author")
        self.post = make_post(self.author)
        applicant = make_account("Applicant")
        accept_all(applicant)
        apply_for_membership(actor_of(applicant), Application("A", "", "x"), now=NOW)
        self.applicant = applicant
        self.clients = {
            "visitor": Client(),
            "account": logged_in(make_account()),
            "member": logged_in(make_society_member()),
            "author": logged_in(self.author),
            "moderator": logged_in(make_society_member(is_moderator=True)),
        }

    def address(self, name: str) -> str:
        """An address that leads to something."""
        if name == "post":
            return reverse(name, args=[self.post.slug])
        if name == "document":
            return reverse(name, args=["terms"])
        if name.startswith("member") and name != "members":
            return reverse(name, args=[self.applicant.pk])
        has_post = name in AUTHOR or (name.startswith("post_") and name != "post_new")
        return reverse(name, args=[self.post.pk] if has_post else [])

    def may(self, who: str, name: str) -> bool:
        """What the lists above say."""
        return (
            name in EVERYBODY
            or (name in ACCOUNT and who != "visitor")
            or (name in MEMBERS and who in ("member", "author", "moderator"))
            or (name in AUTHOR and who == "author")
            or (name in AUTHOR_OR_MODERATOR and who == "moderator")
            or (name in MODERATORS and who == "moderator")
        )


def _names() -> set[str]:
    patterns = [*get_resolver(AREAS[0]).url_patterns, *get_resolver(AREAS[1]).url_patterns]
    return {str(pattern.name) for pattern in patterns}


def test_every_address_stands_in_one_of_the_lists():
    listed = EVERYBODY | ACCOUNT | MEMBERS | AUTHOR | MODERATORS | ONLY_POSTED | NOT_HERE
    assert _names() == listed


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["visitor", "account", "member", "author", "moderator"])
def test_a_page_opens_for_whom_it_is_meant_and_for_nobody_else(who):
    world = World()
    for name in sorted(_names() - NOT_HERE - ONLY_POSTED):
        page = world.clients[who].get(world.address(name))
        opened = page.status_code == 200 or (name == "accept" and who != "visitor")
        if name == "accept" and who == "visitor":
            opened = "login" not in page.headers["Location"]
        if name == "join" and page.status_code == 302:
            continue  # a member is led to the own profile, an account to the terms
        led_to_terms = page.headers.get("Location", "").startswith(reverse("accept"))
        assert (opened or (led_to_terms and world.may(who, name))) == world.may(who, name), name


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ONLY_POSTED))
def test_an_act_is_refused_to_whoever_may_not(name):
    world = World()
    address = world.address(name)
    for who in ("visitor", "account", "member"):
        page = world.clients[who].post(address, {"why": "x", "approve": "yes"})
        assert page.status_code in (302, 403, 404), who
        assert page.status_code != 302 or "login" in page.headers["Location"]
    assert world.clients["moderator"].get(address).status_code == 405


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
