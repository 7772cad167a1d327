"""A practice and its manager, and what the site writes into its log."""

from __future__ import annotations

import io
import logging

import pytest
from django.core.cache import cache

from tests.web.people import make_clinic, make_member


@pytest.fixture(autouse=True)
def _nobody_has_asked_before():
    """Counts of tries lie in files, which outlast the rows of a test."""
    cache.clear()


@pytest.fixture
def clinic():
    return make_clinic()


@pytest.fixture
def manager(clinic):
    return make_member(clinic, "manager")


@pytest.fixture
def log():
    """What the site's own handler writes, as in life."""
    handler = next(h for h in logging.getLogger().handlers if h.filters)
    text = io.StringIO()
    before = handler.setStream(text)
    yield text
    handler.setStream(before)
