"""The newest posts for programs: an Atom feed, and the map of the site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control

from deqi.store.models import Post
from deqi.store.society.posts import Wanted, latest_posts, published

N_ENTRIES = 30
if TYPE_CHECKING:
    _Feed = Feed[Post, None]
    _Sitemap = Sitemap[Post]
else:  # Django's classes take types for the checker only
    _Feed, _Sitemap = Feed, Sitemap


class LatestPosts(_Feed):
    """The newest posts, each with its summary or its first words."""

    feed_type = Atom1Feed
    title = _("The society's posts")
    subtitle = _("Articles, questions and case reports.")

    def __call__(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        """Programs may keep it for some minutes."""
        response = super().__call__(request, *args, **named)
        response.headers["Cache-Control"] = "public, max-age=300"
        return response

    def link(self) -> str:
        """The list."""
        return reverse("posts")

    def items(self) -> Iterable[Post]:
        """The newest."""
        return latest_posts(timezone.now(), Wanted(), n=N_ENTRIES)[0]

    def item_title(self, item: Post) -> str:
        """Its title."""
        return item.title

    def item_description(self, item: Post) -> str:
        """Its summary."""
        return item.summary

    def item_link(self, item: Post) -> str:
        """Its address."""
        return reverse("post", args=[item.slug])

    def item_guid(self, item: Post) -> str:
        """The same for ever, even on another host."""
        return f"urn:uuid:{item.pk}"

    def item_author_name(self, item: Post) -> str:
        """The name that its author shows."""
        return item.author.member.display_name

    def item_pubdate(self, item: Post) -> datetime | None:
        """Since when it is read."""
        return item.publish_at

    def item_updateddate(self, item: Post) -> datetime:
        """When it was changed last."""
        return max(item.changed_at, item.publish_at or item.changed_at)

    def item_categories(self, item: Post) -> list[str]:
        """Its tags."""
        return [tag.word for tag in item.tags.all()]


class _Posts(_Sitemap):
    limit = 2000  # of each part: a part is made in a moment

    def items(self) -> Any:
        rows = published(timezone.now()).select_related(None).prefetch_related(None)
        return rows.only("slug", "changed_at").order_by("-publish_at", "pk")

    def lastmod(self, item: Post) -> datetime:
        return item.changed_at

    def location(self, item: Post) -> str:
        return reverse("post", args=[item.slug])


@cache_control(public=True, max_age=3600)
def show_sitemap(request: HttpRequest) -> HttpResponse:
    """The parts of the map, for whoever looks for posts from outside."""
    return index(request, _SITEMAPS, sitemap_url_name="sitemap_part").render()


@cache_control(public=True, max_age=3600)
def show_sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    """The addresses of some thousand posts."""
    return sitemap(request, _SITEMAPS, section=section).render()


_SITEMAPS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {"posts": _Posts}
