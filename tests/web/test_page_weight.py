"""What a patient's phone has to load for one page, everything counted."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from deqi.actions.acting import actor_of
from deqi.actions.consent import give
from deqi.records import Entry
from deqi.store.consent_texts import Purpose, current_text
from deqi.store.records import add_many
from tests.web.people import logged_in, make_clinic, make_episode, make_patient

pytestmark = pytest.mark.django_db
MOST_BYTES = 120_000
LOADED = re.compile(r'(?:href|src)="/static/([^"]+)"')


@pytest.fixture
def browser():
    """Of a patient who wrote every day for twelve weeks."""
    patient, now = make_patient(make_clinic(), account=True), timezone.now()
    episode = make_episode(patient)
    give(actor_of(patient.account), patient, current_text(Purpose.DIARY, "en"), now=now)
    days = [now - timedelta(days=k) for k in range(84)]
    add_many(episode, [(Entry(at, at.date(), True, 5.0), at, at.date()) for at in days], now=now)
    return logged_in(patient.account)


@pytest.mark.parametrize("name", ["diary", "entries", "alarm_new", "consent", "settings"])
def test_a_patients_page_is_light(browser, name):
    page = browser.get(reverse(name)).content
    files = {Path(finders.find(found)) for found in LOADED.findall(page.decode())}
    assert files
    weight = len(page) + sum(file.stat().st_size for file in files)
    assert weight < MOST_BYTES
