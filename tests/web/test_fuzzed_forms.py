"""Whatever is sent to whatever address, nobody sees a fault of the program."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.web.access_world import make_world, parameters

pytestmark = pytest.mark.django_db
NASTY = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "\x00",
            "",
            "-1",
            "0",
            "1e999",
            "nan",
            "99999999999999999999",
            "0000-00-00",
            "9999-12-31",
            "10000-01-01",
            "2026-02-30T25:61",
            "<script>alert(1)</script>",
            "{{ 7 * 7 }}",
            "' OR 1=1 --",
            "../../etc/passwd",
            "x" * 5000,
            "\u202e\ufeff\U0001f9ff",
            "00000000-0000-0000-0000-000000000000",
            "[]",
            "{}",
        ]
    ),
)
NAMES = re.compile(r'<(?:input|select|textarea|button)[^>]* name="([^"]+)"')


def _fields(world, name, person):
    """What the forms of a page ask for."""
    page = world.ask(name, person)
    if page.streaming or "html" not in page.headers.get("Content-Type", ""):
        return []
    return sorted({*NAMES.findall(page.content.decode()), "unknown"} - {"csrfmiddlewaretoken"})


@pytest.mark.parametrize("person", ["visitor", "patient", "licensed", "manager", "site"])
@settings(
    max_examples=1,
    phases=[Phase.generate],  # a page that fails is named; a smaller junk would say no more
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_junk_in_any_form_is_refused_in_words(person, data):
    world = make_world()
    for name in parameters():
        fields = _fields(world, name, person)
        sent = {field: data.draw(NASTY) for field in fields}
        page = world.ask(name, person, "POST", **sent)
        assert page.status_code < 500, (name, sent)
