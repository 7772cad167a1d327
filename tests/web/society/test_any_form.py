"""Whatever is sent to a page of the society has an answer; none is a fault."""

from __future__ import annotations

import random
import re

import pytest
from django.test import Client

from tests.web.society.access_world import make_world, parameters

pytestmark = pytest.mark.django_db
# Of queries, and of forms that stand on pages of others than this world's first member.
KNOWN = {"act", "q", "after", "page", "comments", "number", "to", "about", "id", "tag", "author"}
KNOWN |= {"kind", "is_trusted", "roles"}
NASTY = (
    "", " ", "\0", "a\0b", "0", "-1", "9" * 40, "1e999", "nan", "x" * 70_000, "\ud7ff\U0001f9b4",
    "../..", "'; drop table store_post; --", "<script>alert(1)</script>", "%", "\r\nX: y",
    "2026-02-30", "9999-12-31", "0001-01-01T00:00", "approve", "reject", "edit", "refuse", "end",
    "publish", "preview", "picture", "save", "comment", "sponsor", "post", "yes", "null", "[]",
    "00000000-0000-0000-0000-000000000000", "\U0001d7d9",
    "٣", "é" * 300, "@", "a@b", "https://[", "?",
)  # fmt: skip


def _names_of_fields(world):
    """What the forms of all pages ask for."""
    names = set(KNOWN)
    for name in parameters():
        page = world.ask(name, "moderator")
        if not page.streaming and "text/html" in page.headers.get("Content-Type", ""):
            names |= set(re.findall(r'name="(\w+)"', page.text))
    return sorted(names - {"csrfmiddlewaretoken", "viewport", "robots"})


@pytest.mark.parametrize("seed", range(3))
def test_no_page_fails_whatever_is_sent(seed):
    world, rng, faults = make_world(), random.Random(seed), set()
    for client in world.clients.values():
        client.raise_request_exception = False
    fields = _names_of_fields(world)
    assert {"body", "words", "claim", "makes_no_claim", "contact"} <= set(fields)
    for name in parameters():
        for person in ("visitor", "author", "moderator", "site"):
            for method in ("GET", "POST"):
                sent = {field: rng.choice(NASTY) for field in fields if rng.random() < 0.7}
                page = world.ask(name, person, method, **sent)
                if page.status_code >= 500:
                    faults.add((name, person, method))
    assert faults == set()


@pytest.mark.parametrize("slug", ["%00", "a%0Ab", "..", "%F0%9F%A6%B4", "x" * 300, "A B"])
def test_no_address_of_a_post_fails(slug):
    make_world()
    client = Client(raise_request_exception=False)
    assert client.get(f"/society/post/{slug}/").status_code == 404
