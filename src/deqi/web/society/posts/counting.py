"""Counting who reads a post, after the page was sent: nobody waits for a writer to read."""

from __future__ import annotations

import logging
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.db import DatabaseError
from django.http import HttpResponse
from django.utils import timezone

from deqi.compute.failures import place_of
from deqi.society.crawlers import is_crawler
from deqi.store.models import Post
from deqi.store.society.views import note_view
from deqi.web.middleware import Request

logger = logging.getLogger("deqi.web")


def count_when_sent(request: Request, post: Post, response: HttpResponse) -> None:
    """One more reader, unless a program read it, or a browser fetched it in advance."""
    agent = request.headers.get("User-Agent", "")
    in_advance = "prefetch" in request.headers.get("Sec-Purpose", "")
    if request.method != "GET" or in_advance or is_crawler(agent):
        return
    account = request.actor.account
    address = get_adapter().get_client_ip(request) if account is None else ""
    reader = f"{address} {agent}" if account is None else str(account.pk)
    _when_sent(response, lambda: _note(post, reader))


def _note(post: Post, reader: str) -> None:
    try:
        note_view(post.pk, reader, timezone.now())
    except DatabaseError as error:  # the page was read all the same: one view is not counted
        logger.warning("A view was not counted, the database refused at %s.", place_of(error))


def _when_sent(response: HttpResponse, act: Callable[[], None]) -> None:
    """The server closes a response once its last byte is out."""
    close = response.close

    def act_and_close() -> None:
        try:
            act()
        finally:
            close()

    response.close = act_and_close  # type: ignore[method-assign]
