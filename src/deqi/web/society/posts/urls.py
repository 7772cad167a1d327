"""Addresses of the society's posts."""

from __future__ import annotations

from django.urls import path

from deqi.web.society.posts import (
    deciding,
    feed,
    lists,
    pictures,
    report,
    revisions,
    searching,
    showing,
    writing,
)

urlpatterns = [
    path("posts/", lists.show, name="posts"),
    path("post/<str:slug>/", showing.show, name="post"),
    path("search/", searching.show, name="search"),
    path("feed/", feed.LatestPosts(), name="feed"),
    path("sitemap.xml", feed.show_sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", feed.show_sitemap_part, name="sitemap_part"),
    path("picture/<uuid:picture>/", pictures.show, name="picture"),
    path("write/", writing.new, name="post_new"),
    path("my/posts/", lists.show_own, name="own_posts"),
    path("my/posts/<uuid:post>/", writing.edit, name="post_edit"),
    path("my/posts/<uuid:post>/unschedule/", deciding.unschedule, name="post_unschedule"),
    path("my/posts/<uuid:post>/withdraw/", deciding.withdraw, name="post_withdraw"),
    path("my/posts/<uuid:post>/put-back/", deciding.put_back, name="post_put_back"),
    path("my/posts/<uuid:post>/revisions/", revisions.show, name="revisions"),
    path("report/", report.show, name="society_report"),
    path("report/<uuid:post>/", report.one, name="post_report"),
]
