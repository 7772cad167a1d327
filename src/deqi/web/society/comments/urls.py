"""Addresses of comments under posts."""

from __future__ import annotations

from django.urls import path

from deqi.web.society.comments import own, writing

urlpatterns = [
    path("post/<str:slug>/comment/", writing.new, name="comment_new"),
    path("comment/<uuid:comment>/edit/", writing.edit, name="comment_edit"),
    path("comment/<uuid:comment>/remove/", writing.remove, name="comment_remove"),
    path("comment/<uuid:comment>/appeal/", writing.appeal, name="comment_appeal"),
    path("my/comments/", own.show, name="own_comments"),
]
