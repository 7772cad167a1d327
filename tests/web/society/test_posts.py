"""Posts: written by members, read by everybody, found again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deqi.actions.acting import RefusedError, actor_of
from deqi.actions.society.drafts import draft_of
from deqi.actions.society.posts import (
    ChangedMeanwhileError,
    PostError,
    change_post,
    new_post,
    publish_post,
    put_back_post,
    unschedule_post,
    withdraw_post,
)
from deqi.store.models import AuditRow, Post
from deqi.store.society.posts import Wanted, latest_posts
from tests.web.people import NOW, logged_in, make_account
from tests.web.society.members import make_post, make_society_member, sample_draft

pytestmark = pytest.mark.django_db
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 Firefox/140.0"}


def _page(post, client=None):
    return (client or Client()).get(reverse("post", args=[Post.objects.get(pk=post.pk).slug]))


def test_everybody_reads_a_published_post_and_nobody_else_reads_a_draft(author):
    draft, other = make_post(author, published=False), make_society_member()
    assert _page(draft).status_code == 404
    assert _page(draft, logged_in(other)).status_code == 404
    assert _page(draft, logged_in(author)).status_code == 200
    publish_post(actor_of(author), draft, at=None, now=timezone.now())
    assert b"<em>pain</em>" in _page(draft).content


def test_a_post_for_later_is_read_from_its_hour_on(author):
    post = make_post(author, published=False)
    publish_post(actor_of(author), post, at=NOW + timedelta(hours=2), now=NOW)
    assert latest_posts(NOW + timedelta(hours=1), Wanted())[0] == []
    assert latest_posts(NOW + timedelta(hours=2), Wanted())[0] == [post]
    unschedule_post(actor_of(author), post, now=NOW + timedelta(hours=1))
    assert latest_posts(NOW + timedelta(hours=3), Wanted())[0] == []


def test_an_hour_that_is_over_is_not_taken(author):
    post = make_post(author, published=False)
    with pytest.raises(PostError, match="over already"):
        publish_post(actor_of(author), post, at=NOW - timedelta(hours=1), now=NOW)
    with pytest.raises(PostError, match="more than a year ahead"):
        publish_post(actor_of(author), post, at=datetime(9999, 12, 31, tzinfo=UTC), now=NOW)


def test_the_address_stays_when_the_title_changes_and_twins_get_a_number(author):
    first, second = make_post(author), make_post(author)
    assert (first.slug, second.slug) == ("relief-and-gaps", "relief-and-gaps-2")
    change_post(actor_of(author), first, sample_draft(title="Other"), number=1, note="", now=NOW)
    first.refresh_from_db()
    assert (first.slug, first.title) == ("relief-and-gaps", "Other")


def test_a_change_keeps_the_revision_before_it_and_is_marked(author):
    post = make_post(author)
    later = NOW + timedelta(days=1)
    change_post(
        actor_of(author), post, sample_draft(body="New words."), number=1, note="typo", now=later
    )
    kept = list(post.revisions.order_by("number").values_list("number", "body", "note"))
    assert kept[0][1].startswith("# Aim")
    assert kept[1] == (2, "New words.", "typo")
    assert b"edited" in _page(post).content


def test_the_same_words_again_are_no_revision(author):
    post = make_post(author)
    change_post(actor_of(author), post, draft_of(post), number=1, note="", now=NOW)
    assert post.revisions.count() == 1


def test_of_two_windows_the_second_is_told(author):
    post = make_post(author)
    change_post(actor_of(author), post, sample_draft(body="One"), number=1, note="", now=NOW)
    with pytest.raises(ChangedMeanwhileError, match="revision 2"):
        change_post(actor_of(author), post, sample_draft(body="Two"), number=1, note="", now=NOW)


def test_a_form_sent_twice_is_one_post(author):
    key = uuid4()
    posts = {new_post(actor_of(author), sample_draft(), key=key, now=NOW).pk for _ in range(2)}
    assert posts == {key}
    assert AuditRow.objects.filter(action="post.draft").count() == 1


def test_only_the_author_changes_a_post(author):
    post, other = make_post(author), make_society_member(is_moderator=True)
    with pytest.raises(PostError, match="Only its author"):
        change_post(actor_of(other), post, sample_draft(), number=1, note="", now=NOW)
    with pytest.raises(RefusedError):
        new_post(actor_of(make_account()), sample_draft(), key=uuid4(), now=NOW)


def test_a_withdrawn_post_leaves_its_title_and_the_reason(author):
    post = make_post(author)
    withdraw_post(actor_of(author), post, why="The numbers were wrong.", now=NOW)
    page = _page(post)
    assert page.status_code == 410
    assert b"The numbers were wrong." in page.content
    assert b"<em>pain</em>" not in page.content
    assert latest_posts(NOW, Wanted())[0] == []


def test_what_a_moderator_took_down_only_a_moderator_puts_back(author):
    post, moderator = make_post(author), make_society_member(is_moderator=True)
    withdraw_post(actor_of(moderator), post, why="A telephone number.", now=NOW)
    with pytest.raises(PostError, match="moderator took this post down"):
        publish_post(actor_of(author), post, at=None, now=NOW)
    put_back_post(actor_of(moderator), post, why="", now=NOW)
    assert _page(post).status_code == 200
    rows = AuditRow.objects.filter(action__in=("post.take_down", "post.put_back"))
    assert [row.role for row in rows] == ["moderator", "moderator"]


def test_lists_are_cut_where_the_last_page_ended_even_in_the_same_moment(author):
    posts = {make_post(author).pk for _ in range(5)}
    seen, after = [], None
    for _ in range(3):
        page, after = latest_posts(NOW, Wanted(), after, n=2)
        seen += [post.pk for post in page]
    assert after is None
    assert len(seen) == 5
    assert set(seen) == posts


def test_lists_by_tag_kind_and_author_hold_nothing_else(author):
    post = make_post(author, kind="question", tags=("sciatica",))
    make_post(make_society_member(), tags=("placebo",))
    for wanted in (Wanted(kind="question"), Wanted(tag="sciatica"), Wanted(author=author.pk)):
        assert latest_posts(NOW, wanted)[0] == [post]


@pytest.mark.parametrize(
    "query",
    [
        "after=x",
        "after=2026-01-01_1",
        "author=1",
        "kind=%00",
        "tag=%00'",
        "after=%00_%00",
        "after=9999-12-31T23:59:59-23:59_" + str(UUID(int=1)),
        "q=%00",
    ],
)
def test_an_address_that_somebody_made_up_is_no_fault(author, query):
    make_post(author)
    for name in ("posts", "search"):
        assert Client().get(f"{reverse(name)}?{query}").status_code == 200


def test_the_feed_and_the_map_name_published_posts_only(author):
    make_post(author)
    make_post(author, published=False, title="A hidden draft")
    feed, site_map = Client().get(reverse("feed")), Client().get(reverse("sitemap"))
    part = Client().get(reverse("sitemap_part", args=["posts"]))
    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    assert b"relief-and-gaps" in feed.content
    assert b"hidden" not in feed.content
    assert b"sitemap-posts.xml" in site_map.content
    assert part.content.count(b"<loc>") == 1
    assert Client().get(reverse("sitemap_part", args=["none"])).status_code == 404


def test_a_member_writes_looks_beforehand_and_publishes_through_the_pages(author):
    client = logged_in(author)
    form = client.get(reverse("post_new")).context["form"]
    words = {"title": "Gaps", "kind": "article", "body": "*Seen*", "tags": "Low back, low back"}
    words |= {"key": form.initial["key"], "publish_at": ""}
    preview = client.post(reverse("post_new"), words | {"act": "preview"})
    assert b"<em>Seen</em>" in preview.content
    assert not Post.objects.exists()
    page = client.post(reverse("post_new"), words | {"act": "publish"}, follow=True)
    assert page.redirect_chain[-1][0] == "/society/post/gaps/"
    assert [tag.word for tag in Post.objects.get().tags.all()] == ["low-back"]


def test_what_was_entered_stays_when_something_is_wrong(author):
    words = {"title": "Gaps", "kind": "article", "body": "", "summary": "Kept words"}
    page = logged_in(author).post(reverse("post_new"), words)
    assert b"Kept words" in page.content
    assert not Post.objects.exists()


@pytest.mark.parametrize("hour", ["2020-01-01T00:00", "0001-01-01T00:00", "yesterday"])
def test_nothing_is_saved_when_the_hour_of_publication_is_wrong(author, hour):
    post = make_post(author, published=False)
    words = {"title": "New", "kind": "article", "body": "New", "number": 1, "act": "publish"}
    address = reverse("post_edit", args=[post.pk])
    page = logged_in(author).post(address, words | {"publish_at": hour})
    assert page.status_code == 200
    assert page.context["form"].errors
    post.refresh_from_db()
    assert (post.title, post.publish_at, post.revisions.count()) == ("Relief and gaps", None, 1)


def test_revisions_are_shown_to_author_and_moderators_only(author):
    post = make_post(author)
    change_post(actor_of(author), post, sample_draft(body="New."), number=1, note="", now=NOW)
    address = reverse("revisions", args=[post.pk])
    assert b"<ins>" in logged_in(author).get(address).content
    assert logged_in(make_society_member()).get(address).status_code == 404
    assert Client().get(address).status_code == 404
