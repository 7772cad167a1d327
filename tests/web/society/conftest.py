"""Here there is a society with its people, and nobody has asked it for anything yet."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection

from tests.web.society.members import make_society_member


@pytest.fixture(autouse=True)
def _there_is_a_society(settings):
    settings.DEQI_HAS_SOCIETY = True


@pytest.fixture(autouse=True)
def _nobody_has_asked_before():
    """Counts of limits lie in files beside SQLite; elsewhere they go with the test's rows."""
    if connection.vendor == "sqlite":
        cache.clear()


@pytest.fixture
def author():
    return make_society_member()


@pytest.fixture
def editor():
    return make_society_member("Edda", is_editor=True)


@pytest.fixture
def moderator():
    return make_society_member("Moe", is_moderator=True)
