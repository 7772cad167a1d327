"""Here there is a society."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _there_is_a_society(settings):
    settings.DEQI_HAS_SOCIETY = True
