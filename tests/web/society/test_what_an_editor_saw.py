"""An editor decides about the words that were on the page, and about no others."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from deqi.actions.acting import actor_of
from deqi.actions.society.manuscripts.writing import change_manuscript, submit_manuscript
from deqi.society.manuscripts.moves import Act
from deqi.store.models import AuditRow, ManuscriptVersion
from deqi.store.society.manuscripts import mark_of, newest_version
from tests.web.people import NOW, logged_in
from tests.web.society.members import make_society_member
from tests.web.society.works import (
    accept,
    decide,
    make_manuscript,
    publish,
    sample_words,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=40)


@pytest.fixture
def published(author, editor):
    reviewers = [make_society_member(name, is_reviewer=True) for name in ("Ro", "Sol")]
    manuscript = accept(editor, make_manuscript(author), *reviewers)
    publish(editor, manuscript)
    manuscript.refresh_from_db()
    return manuscript


def _write(author, manuscript, **words):
    """Words written and handed in; the clock does not help to tell them apart."""
    opened_at = newest_version(manuscript).saved_at
    given = sample_words(**words)
    actor = actor_of(author)
    change_manuscript(actor, manuscript, given, opened_at=opened_at, now=LATER)
    submit_manuscript(actor, manuscript, now=LATER)


def _hidden(client, manuscript, act):
    """What stands hidden in one form of the editor's page, as it was loaded."""
    page = client.get(reverse("manuscript", args=[manuscript.pk])).text
    form = page.split(f'action="{reverse(act, args=[manuscript.pk])}"')[1].split("</form>")[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def _send(client, manuscript, act, sent):
    return client.post(reverse(act, args=[manuscript.pk]), sent, follow=True)


def test_a_correction_that_was_written_on_is_not_published_from_an_older_page(
    author, editor, published
):
    _write(author, published, body="Seen words.", note="A number.")
    browser = logged_in(editor)
    old = _hidden(browser, published, "manuscript_publish")
    _write(author, published, body="Words nobody has seen.", note="A number.")
    assert newest_version(published).number == 2  # the number alone tells nothing
    page = _send(browser, published, "manuscript_publish", old)
    assert "has changed since you opened this page" in page.text
    assert "Words nobody has seen." in page.text  # to be read now
    post = Client().get(reverse("post", args=[published.post.slug])).text
    assert "nobody has seen" not in post
    new = _hidden(browser, published, "manuscript_publish")
    assert "Published." in _send(browser, published, "manuscript_publish", new).text


def test_a_correction_that_was_taken_back_is_not_published(author, editor, published):
    _write(author, published, body="Seen words.", note="A number.")
    browser = logged_in(editor)
    old = _hidden(browser, published, "manuscript_publish")
    opened_at = newest_version(published).saved_at
    half = sample_words(body="Half a sent", note="A number.")
    change_manuscript(actor_of(author), published, half, opened_at=opened_at, now=LATER)
    _send(browser, published, "manuscript_publish", old)
    assert ManuscriptVersion.objects.filter(published_at__isnull=False).count() == 1


@pytest.mark.parametrize("form", ["manuscript_decide", "manuscript_ask"])
def test_a_decision_from_an_older_page_is_refused_and_its_words_are_kept(author, editor, form):
    reviewer = make_society_member("Ro", is_reviewer=True)
    manuscript = make_manuscript(author)
    browser, other_browser = logged_in(editor), logged_in(editor)
    old = _hidden(browser, manuscript, form)
    decision = {"decision": "revise", "words": "Please shorten it."}
    seen = _hidden(other_browser, manuscript, "manuscript_decide")
    _send(other_browser, manuscript, "manuscript_decide", seen | decision)
    _write(author, manuscript, body="Other words.")
    given = {"decision": "reject", "words": "Long, careful words.", "due_on": "2099-01-31"}
    page = _send(browser, manuscript, form, old | given | {"reviewers": [str(reviewer.pk)]})
    assert "has changed since you opened this page" in page.text
    kept = "Long, careful words." if form == "manuscript_decide" else "2099-01-31"
    assert kept in page.text
    assert AuditRow.objects.filter(action="manuscript.reject").count() == 0
    manuscript.refresh_from_db()
    assert manuscript.state == "submitted"


def test_a_decision_without_a_mark_decides_nothing(author, editor):
    manuscript = make_manuscript(author)
    given = {"decision": "reject", "words": "No."}
    page = _send(logged_in(editor), manuscript, "manuscript_decide", given)
    assert "has changed since you opened this page" in page.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Other"), ("abstract", "Other"), ("body", "Other"), ("references", "Other"),
        ("conflicts", "Other"), ("funding", "Other"), ("letter", "Other"), ("note", "Other"),
        ("authors", [{"family": "Other", "given": "A", "orcid": "", "affiliation": ""}]),
        ("answers", {"CARE": {"1": "Other"}}), ("course", {"svg": "Other"}),
    ],
)  # fmt: skip
def test_the_mark_changes_with_everything_that_is_read_of_a_version(author, name, value):
    version = newest_version(make_manuscript(author))
    before = mark_of(version)
    assert mark_of(ManuscriptVersion.objects.get(pk=version.pk)) == before
    setattr(version, name, value)
    version.save()
    assert mark_of(ManuscriptVersion.objects.get(pk=version.pk)) != before


def test_two_editors_at_one_manuscript_decide_it_once(author, editor):
    other = make_society_member("Olle", is_editor=True)
    manuscript = make_manuscript(author)
    browsers = [logged_in(editor), logged_in(other)]
    old = _hidden(browsers[1], manuscript, "manuscript_decide")
    decide(editor, manuscript, Act.REJECT)
    given = {"decision": "revise", "words": "Kept reasons."}
    page = _send(browsers[1], manuscript, "manuscript_decide", old | given)
    assert "cannot be moved" in page.text
    assert "Kept reasons." in page.text
