"""Pages of other rooms: drawn by the worker, served from a file."""

from __future__ import annotations

import dataclasses

import pytest
from django.test import Client
from django.urls import reverse

from deqi.web.society.about import computed
from tests.web.people import NOW, make_account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DEQI = dataclasses.replace(settings.DEQI, home=tmp_path)
    make_account()


def test_before_the_worker_has_drawn_it_there_is_no_page_and_no_link():
    assert Client().get(reverse("claims")).status_code == 404
    assert reverse("claims").encode() not in Client().get("/").content


def test_both_pages_are_drawn_once_and_served_under_a_strict_policy():
    assert (computed.write_pages(NOW), computed.write_pages(NOW)) == (2, 0)
    assert reverse("claims").encode() in Client().get("/").content
    for name, words in (("claims", b"practitioners say"), ("before", b"Before the first visit")):
        page = Client().get(reverse(name))
        assert words in page.content
        policy = page.headers["Content-Security-Policy"]
        assert "style-src 'self' 'sha256-" in policy
        assert "unsafe" not in policy


def test_nothing_is_drawn_where_there_is_no_society(settings):
    settings.DEQI_HAS_SOCIETY = False
    assert computed.write_pages(NOW) == 0
