"""Here there is a society with its people."""

from __future__ import annotations

import pytest

from tests.web.society.members import make_society_member


@pytest.fixture(autouse=True)
def _there_is_a_society(settings):
    settings.DEQI_HAS_SOCIETY = True


@pytest.fixture
def author():
    return make_society_member()


@pytest.fixture
def editor():
    return make_society_member("Edda", is_editor=True)


@pytest.fixture
def moderator():
    return make_society_member("Moe", is_moderator=True)
