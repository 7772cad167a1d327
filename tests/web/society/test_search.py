"""The same words find the same posts, in the same order, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from deqi.actions.acting import actor_of
from deqi.actions.society.posts import change_post, withdraw_post
from deqi.store.models import Post
from deqi.store.society.search import find_posts
from tests.web.people import NOW
from tests.web.society.members import make_post, make_society_member, sample_draft

pytestmark = pytest.mark.django_db
POSTS = {
    "body": {"title": "A diary", "body": "Low-back pain, seen in señoras (BL23, 0.25 x 40 mm)."},
    "title": {"title": "Low back pain at night", "body": "Nothing more."},
    "head": {"title": "Sleep", "tags": ("low-back", "pain"), "body": "Rest & naïve needling."},
    "chinese": {"title": "针灸 in Köln", "body": "It's <b>50 %</b> of C++ users; e-mail_name."},
}
QUESTIONS = {
    "low back pain": ["title", "head", "body"],  # in the title, in the tags, in the text
    "PAIN": ["title", "head", "body"],
    "senoras": ["body"],
    "SEÑOR": ["body"],  # a beginning, with an accent
    "painful": [],
    "bl23": ["body"],
    "0.25": ["body"],
    "naive": ["head"],
    "koln": ["chinese"],
    "灸": ["chinese"],
    "50%": ["chinese"],
    "name": ["chinese"],
    "na": [],  # too short for a beginning
    "of": ["chinese"],
    "low sleep": ["head"],
    "mara": ["title", "chinese", "head", "body"],  # the author's name
    "OR AND NOT": [],
    "low & !back | (pain": ["title", "head", "body"],
    '"*:^-': [],
    "": [],
    "pain'; DROP TABLE store_post; --": [],
    "x" * 5000: [],
}


@pytest.fixture
def posts():
    author = make_society_member()
    made = {}
    for n, (name, words) in enumerate(POSTS.items()):
        post = make_post(author, **({"summary": "", "references": "", "tags": ()} | words))
        Post.objects.filter(pk=post.pk).update(publish_at=NOW - timedelta(days=4 - n))
        made[name] = post
    return made


def _names(posts, asked):
    by_id = {post.pk: name for name, post in posts.items()}
    return [by_id[post.pk] for post in find_posts(asked, NOW)[0]]


def test_each_question_finds_its_posts_in_order(posts):
    found = {asked: _names(posts, asked) for asked in QUESTIONS}
    assert found == QUESTIONS | {"mara": found["mara"]}
    assert sorted(found["mara"]) == sorted(QUESTIONS["mara"])


def test_a_changed_post_is_found_by_its_new_words_only(posts):
    post = posts["body"]
    draft = sample_draft(title="Other", summary="", body="Knees.", references="", tags=())
    change_post(actor_of(post.author), post, draft, number=1, note="", now=NOW)
    assert _names(posts, "senoras") == []
    assert _names(posts, "knees") == ["body"]


def test_what_is_not_published_is_not_found(posts):
    make_post(posts["body"].author, published=False, body="Hidden elbow")
    withdraw_post(actor_of(posts["head"].author), posts["head"], why="x", now=NOW)
    assert find_posts("elbow", NOW) == ([], False)
    assert _names(posts, "sleep") == []


def test_found_words_are_marked_and_nothing_of_the_text_is_markup(posts):
    page = Client().get(reverse("search"), {"q": "50 users"}).content.decode()
    assert "&lt;b&gt;<mark>50</mark>" in page
    assert "<b>" not in page


def test_pages_follow_each_other_without_gap(posts):
    for _ in range(21):
        make_post(posts["body"].author, title="Elbow")
    first, has_more = find_posts("elbow", NOW)
    second, is_end = find_posts("elbow", NOW, page=2)
    assert (len(first), has_more, len(second), is_end) == (20, True, 1, False)
    assert not {post.pk for post in first} & {post.pk for post in second}
