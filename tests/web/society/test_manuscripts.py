"""Manuscripts: written, handed in, reviewed by two, decided."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from deqi.actions.acting import RefusedError, actor_of
from deqi.actions.society.manuscripts.reviewing import (
    Judgement,
    agree_to_review,
    decline_review,
    hand_in_review,
    write_review_reminders,
)
from deqi.actions.society.manuscripts.writing import (
    ManuscriptError,
    answer_checklist,
    change_manuscript,
    new_manuscript,
    submit_manuscript,
    withdraw_manuscript,
    words_of,
)
from deqi.society.manuscripts.moves import Act, MoveError
from deqi.store.models import AuditRow, Letter, Manuscript
from deqi.store.society.manuscripts import mark_of, newest_version
from deqi.web.letters.words import KINDS
from tests.web.people import NOW, logged_in
from tests.web.society.members import make_society_member
from tests.web.society.works import ask, decide, hand_in, make_manuscript, sample_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewers():
    return [make_society_member(f"Reviewer-{name}", is_reviewer=True) for name in ("Ro", "Sol")]


def _page(account, manuscript):
    return logged_in(account).get(reverse("manuscript", args=[manuscript.pk]))


def _change(author, manuscript, words):
    opened_at = newest_version(manuscript).saved_at
    later = NOW + timedelta(days=2)
    return change_manuscript(actor_of(author), manuscript, words, opened_at=opened_at, now=later)


def test_a_draft_is_seen_by_its_author_only(author, editor, reviewers):
    draft = make_manuscript(author, submitted=False)
    assert _page(author, draft).status_code == 200
    for other in (editor, reviewers[0], make_society_member("Other")):
        assert _page(other, draft).status_code == 404


def test_what_is_handed_in_is_seen_by_editors_and_by_reviewers_who_were_asked(
    author, editor, reviewers
):
    manuscript = make_manuscript(author)
    assert _page(reviewers[0], manuscript).status_code == 404
    (review,) = ask(editor, manuscript, reviewers[0])
    assert _page(editor, manuscript).status_code == 200
    assert _page(reviewers[0], manuscript).status_code == 200
    assert _page(reviewers[1], manuscript).status_code == 404
    assert logged_in(author).get(reverse("review", args=[review.pk])).status_code == 404
    assert logged_in(reviewers[1]).get(reverse("review", args=[review.pk])).status_code == 404


@pytest.mark.parametrize("name", ["abstract", "body", "conflicts", "funding"])
def test_conflicts_funding_and_texts_are_asked_for_before_it_is_handed_in(author, name):
    draft = make_manuscript(author, submitted=False, **{name: " "})
    with pytest.raises(ManuscriptError, match="Before it is handed in"):
        submit_manuscript(actor_of(author), draft, now=NOW)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_what_was_handed_in_stays_until_there_is_a_decision(author, editor):
    manuscript = make_manuscript(author)
    with pytest.raises(ManuscriptError, match="lies with the editor"):
        _change(author, manuscript, sample_words(title="Other"))
    decide(editor, manuscript, Act.REVISE)
    assert _change(author, manuscript, sample_words(title="Other")).number == 2
    assert manuscript.versions.get(number=1).title.startswith("Relief")


def test_a_form_sent_twice_is_one_manuscript(author):
    key = uuid4()
    for _ in range(2):
        new_manuscript(actor_of(author), "trial", sample_words(), key=key, now=NOW)
    assert Manuscript.objects.get().versions.count() == 1
    assert AuditRow.objects.filter(action="manuscript.draft").count() == 1


def test_of_two_windows_the_second_is_told(author):
    draft = make_manuscript(author, submitted=False)
    opened_at = newest_version(draft).saved_at
    _change(author, draft, sample_words(title="One"))
    with pytest.raises(ManuscriptError, match="another window"):
        change_manuscript(
            actor_of(author), draft, sample_words(title="Two"), opened_at=opened_at, now=NOW
        )


def test_nobody_is_accepted_before_two_reviews(author, editor, reviewers):
    manuscript = make_manuscript(author)
    first, second = ask(editor, manuscript, *reviewers)
    hand_in(first)
    with pytest.raises(MoveError, match="1 of 2 reviews"):
        decide(editor, manuscript, Act.ACCEPT)
    hand_in(second, "minor")
    decide(editor, manuscript, Act.ACCEPT)
    assert manuscript.state == "accepted"


def test_the_author_reads_reviews_after_the_decision_and_never_who_wrote_them(
    author, editor, reviewers
):
    manuscript = make_manuscript(author)
    for review in ask(editor, manuscript, *reviewers):
        hand_in(review, "major")
    assert b"Well told" not in _page(author, manuscript).content
    decide(editor, manuscript, Act.REVISE, "Two things are missing.")
    page = _page(author, manuscript).content.decode()
    assert page.count("Well told (major).") == 2
    assert "Two things are missing." in page
    assert "Reviewer-" not in page
    assert "Between us." not in page


def test_a_reviewer_sees_neither_the_other_review_nor_the_decision(author, editor, reviewers):
    manuscript = make_manuscript(author)
    first, second = ask(editor, manuscript, *reviewers)
    hand_in(first, to_author="From the first.")
    decide(editor, manuscript, Act.REVISE, "Only to the author.")
    for page in (
        _page(reviewers[1], manuscript),
        logged_in(reviewers[1]).get(reverse("review", args=[second.pk])),
    ):
        assert b"From the first." not in page.content
        assert b"Only to the author." not in page.content


def test_a_reviewer_sees_no_later_version_than_was_asked_about(author, editor, reviewers):
    manuscript = make_manuscript(author)
    ask(editor, manuscript, *reviewers)
    decide(editor, manuscript, Act.REVISE)
    _change(author, manuscript, sample_words(title="A later title"))
    submit_manuscript(actor_of(author), manuscript, now=NOW)
    assert b"A later title" not in _page(reviewers[0], manuscript).content
    changes = reverse("manuscript_changes", args=[manuscript.pk, 2])
    assert logged_in(reviewers[0]).get(changes).status_code == 404
    assert b"A later title" in logged_in(editor).get(changes).content


def test_an_author_does_not_review_nor_edit_the_own_work(editor, reviewers):
    owner = make_society_member("Both", is_reviewer=True, is_editor=True)
    manuscript = make_manuscript(owner)
    with pytest.raises(RefusedError):
        decide(owner, manuscript, Act.REJECT)
    with pytest.raises(ManuscriptError, match="cannot review"):
        ask(editor, manuscript, owner)


def test_a_co_author_does_not_review(author, editor):
    named = make_society_member("Mara Lindqvist", is_reviewer=True)
    with pytest.raises(ManuscriptError, match="cannot review"):
        ask(editor, make_manuscript(author), named)


def test_whoever_declares_a_conflict_is_not_asked_again(author, editor, reviewers):
    manuscript = make_manuscript(author)
    review, _ = ask(editor, manuscript, *reviewers)
    decline_review(actor_of(reviewers[0]), review, "We share a practice.", now=NOW)
    decide(editor, manuscript, Act.REVISE)
    _change(author, manuscript, sample_words(title="Other"))
    submit_manuscript(actor_of(author), manuscript, now=NOW)
    manuscript.refresh_from_db()
    with pytest.raises(ManuscriptError, match="declared conflict"):
        ask(editor, manuscript, reviewers[0])


def test_an_editor_without_anybody_to_ask_is_told_what_to_do(author, editor):
    manuscript = make_manuscript(author)
    assert "Nobody else can be asked" in _page(editor, manuscript).text
    make_society_member("Ro", is_reviewer=True)
    assert "Nobody else can be asked" not in _page(editor, manuscript).text


def test_a_review_is_handed_in_once_and_after_agreeing(author, editor, reviewers):
    (review,) = ask(editor, make_manuscript(author), reviewers[0])
    actor, given = actor_of(reviewers[0]), Judgement("accept", "Well told.", "")
    with pytest.raises(ManuscriptError, match="no conflict"):
        hand_in_review(actor, review, given, now=NOW)
    agree_to_review(actor, review, now=NOW)
    hand_in_review(actor, review, given, now=NOW)
    with pytest.raises(ManuscriptError, match="closed"):
        hand_in_review(actor, review, given, now=NOW)


def test_reviewers_are_reminded_before_the_day_and_once_after_it(author, editor, reviewers):
    first, _ = ask(editor, make_manuscript(author), *reviewers)
    hand_in(first)
    days = [datetime(2026, 11, day, 9, tzinfo=UTC) for day in (10, 20, 21, 24, 30)]
    assert [write_review_reminders(day) for day in days] == [0, 1, 0, 1, 0]
    assert {one.account for one in Letter.objects.filter(kind="review_due")} == {reviewers[1]}


def test_every_letter_of_a_manuscript_has_words_and_names_nobody(author, editor, reviewers):
    manuscript = make_manuscript(author)
    for review in ask(editor, manuscript, *reviewers):
        hand_in(review)
    decide(editor, manuscript, Act.ACCEPT)
    kinds = {letter.kind for letter in Letter.objects.all()}
    assert kinds == {"review_asked", "review_came", "manuscript_decided"}
    for kind in kinds:
        assert "Lindqvist" not in KINDS[kind](Letter(kind=kind), {}).body


def test_a_checklist_points_into_the_text_and_names_what_is_missing(author):
    draft = make_manuscript(author, submitted=False)
    said = {"9a": "Needling", "10a": "Pain fell", "12": "no such words", "13": " "}
    answer_checklist(actor_of(author), draft, "CARE", said, NOW)
    page = _page(author, draft).content.decode()
    assert '<a href="#text-needling">Needling</a>' in page
    assert "not found in the text:</em> no such words" in page
    assert "28 items without a place in the text" in page
    with pytest.raises(ManuscriptError, match="no item 99"):
        answer_checklist(actor_of(author), draft, "CARE", {"99": "x"}, NOW)


def test_a_withdrawn_manuscript_is_closed_for_everybody(author, editor, reviewers):
    manuscript = make_manuscript(author)
    (review,) = ask(editor, manuscript, reviewers[0])
    withdraw_manuscript(actor_of(author), manuscript, why="A mistake in the data.", now=NOW)
    with pytest.raises(ManuscriptError, match="closed"):
        agree_to_review(actor_of(reviewers[0]), review, now=NOW)
    with pytest.raises(MoveError, match="withdrawn"):
        decide(editor, manuscript, Act.REJECT)


def test_every_act_is_audited(author, editor, reviewers):
    manuscript = make_manuscript(author)
    for review in ask(editor, manuscript, *reviewers):
        hand_in(review)
    decide(editor, manuscript, Act.REJECT)
    actions = list(AuditRow.objects.order_by("number").values_list("action", "role"))
    assert actions == [
        ("manuscript.draft", "member"),
        ("manuscript.submit", "member"),
        ("manuscript.ask", "editor"),
        *[("review.agree", "reviewer"), ("review.hand_in", "reviewer")] * 2,
        ("manuscript.reject", "editor"),
    ]


def test_words_that_cannot_be_taken_stay_in_the_form(author, editor):
    form = {"kind": "trial", "title": "T", "authors": "Nobody", "body": "Kept words"}
    page = logged_in(author).post(reverse("manuscript_new"), form)
    assert b"Kept words" in page.content
    assert not Manuscript.objects.exists()
    manuscript = make_manuscript(author)
    decision = {"decision": "accept", "words": "Kept reasons"}
    decision["seen"] = mark_of(newest_version(manuscript))
    page = logged_in(editor).post(reverse("manuscript_decide", args=[manuscript.pk]), decision)
    assert b"Kept reasons" in page.content
    assert b"0 of 2 reviews" in page.content


def test_what_an_author_writes_through_the_page_is_what_is_kept(author):
    client = logged_in(author)
    key = client.get(reverse("manuscript_new")).context["form"].initial["key"]
    words = sample_words()
    form = {name: getattr(words, name) for name in ("title", "abstract", "body", "references")}
    form |= {"conflicts": "none", "funding": "none", "letter": "Please consider it."}
    form |= {"kind": "case_report", "key": key}
    form["authors"] = "Lindqvist; Mara; 0000-0002-1825-0097; Northside"
    assert client.post(reverse("manuscript_new"), form).status_code == 302
    assert words_of(newest_version(Manuscript.objects.get())) == words
