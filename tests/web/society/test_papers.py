"""Published manuscripts: cited, corrected, withdrawn."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from deqi.actions.acting import RefusedError, actor_of
from deqi.actions.society.manuscripts.writing import (
    ManuscriptError,
    change_manuscript,
    submit_manuscript,
    withdraw_manuscript,
)
from deqi.actions.society.pictures import add_picture
from deqi.society.manuscripts.moves import MoveError
from deqi.store.models import Letter, Picture, Post
from deqi.store.society.manuscripts import newest_version
from deqi.store.society.posts import Wanted, latest_posts
from deqi.store.society.search import find_posts
from tests.web.people import NOW, logged_in
from tests.web.society.members import make_society_member, picture_of
from tests.web.society.works import accept, make_manuscript, publish, sample_words

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=40)


@pytest.fixture
def accepted(author, editor):
    reviewers = [make_society_member(name, is_reviewer=True) for name in ("Ro", "Sol")]
    return accept(editor, make_manuscript(author), *reviewers)


def _correct(author, editor, manuscript, words):
    opened_at = newest_version(manuscript).saved_at
    change_manuscript(actor_of(author), manuscript, words, opened_at=opened_at, now=LATER)
    submit_manuscript(actor_of(author), manuscript, now=LATER)
    manuscript.refresh_from_db()
    return publish(editor, manuscript, LATER)


def test_only_an_accepted_manuscript_is_published_and_only_by_an_editor(author, editor, accepted):
    with pytest.raises(MoveError, match="submitted"):
        publish(editor, make_manuscript(author))
    with pytest.raises(RefusedError):
        publish(author, accepted)
    assert publish(editor, accepted).slug == "relief-that-lasts-two-days-a-case-report"
    with pytest.raises(ManuscriptError, match="published already"):
        publish(editor, accepted)


def test_everybody_reads_finds_and_cites_it(editor, accepted):
    post = publish(editor, accepted)
    page = Client().get(reverse("post", args=[post.slug])).content.decode()
    assert "No. 1, version 1" in page
    assert "Lindqvist M. Relief that lasts two days: a case report." in page
    assert "Conflicts of interest" in page
    assert find_posts("Lindqvist outcome", NOW)[0] == [post]
    assert latest_posts(NOW, Wanted(kind="manuscript"))[0] == [post]
    assert Client().get(reverse("paper", args=[1])).headers["Location"].endswith(post.slug + "/")


def test_downloads_name_this_version(editor, accepted):
    publish(editor, accepted)
    bib = Client().get(reverse("paper_bibtex", args=[1, 1]))
    (item,) = json.loads(Client().get(reverse("paper_csl", args=[1, 1])).content)
    assert b"@article{lindqvist2026n1v1," in bib.content
    assert item["URL"].endswith("/society/paper/1/1/")
    assert item["URL"].encode() in bib.content


def test_a_correction_is_a_new_version_and_the_old_one_stays_readable(author, editor, accepted):
    post = publish(editor, accepted)
    words = sample_words(body="# Outcome\n\nPain fell by 2 points.", note="A number was missing.")
    assert _correct(author, editor, accepted, words) == post
    newest = Client().get(reverse("post", args=[post.slug])).content.decode()
    old = Client().get(reverse("paper_version", args=[1, 1])).content.decode()
    assert "by 2 points" in newest
    assert "A number was missing." in newest
    assert "by 2 points" not in old
    assert "There is a newer version." in old
    assert "There is a newer version." not in _get("paper_version", 1, 2).content.decode()


def test_a_correction_is_read_by_nobody_before_an_editor_publishes_it(author, editor, accepted):
    post = publish(editor, accepted)
    opened_at = newest_version(accepted).saved_at
    words = sample_words(title="Not yet")
    change_manuscript(actor_of(author), accepted, words, opened_at=opened_at, now=LATER)
    assert b"Not yet" not in _get("post", post.slug).content
    assert _get("paper_version", 1, 2).status_code == 404


def test_a_withdrawn_one_leaves_title_and_reason(author, editor, accepted):
    post = publish(editor, accepted)
    client = logged_in(author)
    to = client.get(reverse("post_withdraw", args=[post.pk])).headers["Location"]
    client.post(to, {"why": "The data were of another course."})
    page = _get("post", post.slug)
    assert page.status_code == 410
    assert b"The data were of another course." in page.content
    for name in ("paper_version", "paper_bibtex", "paper_csl"):
        assert _get(name, 1, 1).status_code == 404


def test_every_paper_has_a_number_of_its_own(author, editor, accepted):
    publish(editor, accepted)
    others = [make_society_member(name, is_reviewer=True) for name in ("A", "B")]
    second = accept(editor, make_manuscript(author), *others)
    post = publish(editor, second)
    assert post.manuscript.number == 2
    assert post.slug.endswith("-2")


def test_a_withdrawn_manuscript_is_not_published(author, editor, accepted):
    withdraw_manuscript(actor_of(author), accepted, why="No.", now=NOW)
    with pytest.raises(MoveError):
        publish(editor, accepted)
    assert not Post.objects.exists()


def test_a_figure_is_public_with_the_paper_and_not_before(author, editor, accepted):
    actor = actor_of(author)
    figure = add_picture(actor, picture_of("PNG"), "A curve", manuscript=accepted, now=NOW)
    assert _get("picture", figure.pk).status_code == 404
    assert logged_in(make_society_member()).get(_at(figure)).status_code == 404
    assert logged_in(editor).get(_at(figure)).status_code == 200
    post = publish(editor, accepted)
    assert Picture.objects.get(pk=figure.pk).post == post
    assert _get("picture", figure.pk).status_code == 200


@pytest.mark.parametrize("number", [0, 2, 10**18, 10**40])
def test_a_number_that_was_not_given_is_not_found(author, number):
    for name in ("paper_version", "paper_bibtex", "paper_csl"):
        assert _get(name, number, 1).status_code == 404
    assert _get("paper", number).status_code == 404


def test_the_author_gets_a_letter(author, editor, accepted):
    publish(editor, accepted)
    assert Letter.objects.get(kind="manuscript_published").account == author


def _get(name, *args):
    return Client().get(reverse(name, args=args))


def _at(picture):
    return reverse("picture", args=[picture.pk])
