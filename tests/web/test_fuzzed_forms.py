"""Whatever is sent to whatever address, nobody sees a fault of the program."""

from __future__ import annotations

import random
import re

import pytest

from tests.web.access_world import make_world, parameters

pytestmark = pytest.mark.django_db
JUNK = (
    "",
    " ",
    "\x00",
    "-1",
    "7",
    "1e999",
    "nan",
    "9" * 400,
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2026-02-30T25:61",
    "2026-11-02",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "' OR 1=1 --",
    "../../etc/passwd",
    "x" * 5000,
    "\u202e\ufeff\U0001f9ff e\u0301",
    "00000000-0000-0000-0000-000000000000",
    "[]",
    "someone@example.org",
)
NAMES = re.compile(r'<(?:input|select|textarea|button)[^>]* name="([^"]+)"')


def _fields(world, name, person):
    """What the forms of a page ask for, and something that they do not."""
    page = world.ask(name, person)
    if page.streaming or "html" not in page.headers.get("Content-Type", ""):
        return ["unknown"]
    return sorted({*NAMES.findall(page.content.decode()), "unknown"} - {"csrfmiddlewaretoken"})


@pytest.mark.parametrize("person", ["visitor", "patient", "licensed", "manager", "site"])
def test_junk_in_any_form_is_refused_in_words(person):
    world, rng, faults = make_world(), random.Random(person), []
    for name in parameters():
        fields = _fields(world, name, person)
        for _ in range(min(2, len(fields))):
            sent = {field: rng.choice(JUNK) for field in fields}
            try:
                status = world.ask(name, person, "POST", **sent).status_code
            except Exception as error:
                status = repr(error)[:200]
            if status not in range(200, 500):
                faults.append((name, status, {key: value[:20] for key, value in sent.items()}))
    assert faults == []
