"""The count under a post is the number of comments that this reader sees, whoever reads."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from deqi.access import Person
from deqi.actions.acting import actor_of
from deqi.actions.society.visible import count_comments, visible_comments
from deqi.store.models import Comment
from deqi.store.society.threads import places_of
from tests.web.people import NOW, logged_in
from tests.web.society.members import make_post, make_society_member

pytestmark = pytest.mark.django_db
STATES = [state.value for state in Comment.State]


def _random_thread(post, authors, rng, n):
    """Comments in every state, some of them answers to earlier ones."""
    made = []
    for k in range(n):
        made.append(
            Comment.objects.create(
                post=post,
                parent=rng.choice([None, *made]),
                author=rng.choice(authors),
                text=f"words {k}",
                written_at=NOW + timedelta(minutes=k),
                state=rng.choice(STATES),
            )
        )
    return made


@pytest.mark.parametrize("seed", range(12))
def test_what_is_counted_is_what_is_shown_to_every_reader(seed):
    rng = random.Random(seed)
    authors = [make_society_member(f"M{k}") for k in range(3)]
    moderator = make_society_member("Mod", is_moderator=True)
    post = make_post(authors[0])
    made = _random_thread(post, authors, rng, rng.randrange(0, 25))
    for reader in (None, *authors, moderator):
        client = Client() if reader is None else logged_in(reader)
        page = client.get(reverse("post", args=[post.slug])).content.decode()
        person = Person() if reader is None else actor_of(reader).person
        n_seen = visible_comments(person).filter(post=post).count()
        shown = set(re.findall(r'id="c-([0-9a-f-]{36})"', page))
        assert len(shown) == n_seen == count_comments([post.pk], person).get(post.pk, 0)
        assert f"{n_seen} comment" in page
        may_see = {str(c.pk) for c in made if _may_see(c, reader, moderator)}
        assert shown == may_see


def _may_see(comment, reader, moderator):
    """The rule once more, in other words."""
    if comment.state in ("held", "rejected"):
        return reader is not None and (reader == moderator or reader.pk == comment.author_id)
    return comment.state == "published"


def test_an_endless_chain_of_answers_is_laid_out():
    ids = [uuid4() for _ in range(1500)]
    chain = zip(ids, [None, *ids], [True] * len(ids), strict=False)
    places = places_of(chain)
    assert [place.comment for place in places] == ids
    assert max(place.depth for place in places) == 3


def test_a_place_is_kept_only_above_something_that_is_seen():
    first, answer, idle, idle_answer, last = (uuid4() for _ in range(5))
    places = places_of(
        [
            (first, None, False),
            (idle, None, False),
            (answer, first, True),
            (idle_answer, idle, False),
            (last, None, True),
        ]
    )
    assert places == [(first, 0, False), (answer, 1, True), (last, 0, True)]


def test_a_post_with_many_comments_is_read_with_as_few_questions_as_one_with_few(
    django_assert_max_num_queries,
):
    authors = [make_society_member(f"M{k}") for k in range(3)]
    post = make_post(authors[0])
    _random_thread(post, authors, random.Random(1), 40)
    with django_assert_max_num_queries(20):
        Client().get(reverse("post", args=[post.slug]))
