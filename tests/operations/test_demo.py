"""`deqi serve --demo` for somebody who has never seen it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.operations.servers import Server, settings_in
from tests.operations.visitors import Visitor

pytestmark = pytest.mark.processes


def enter(port: int, role: str) -> str:
    return Visitor(port).send("/demo/", f"/demo/enter/{role}/")


def without_settings(folder):
    given = settings_in(folder, None)
    return Server(folder, {k: v for k, v in given.items() if not k.startswith("DEQI_")})


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    server = without_settings(tmp_path_factory.mktemp("demo"))
    server.environment["TMPDIR"] = str(server.folder)
    server.start("--demo")
    yield server
    if server.process.poll() is None:
        server.stop()


@pytest.mark.parametrize("role", ["practitioner", "manager", "patient"])
def test_one_button_lets_a_visitor_in_and_every_page_says_that_all_is_made_up(demo, role):
    page = enter(demo.port, role)
    assert "made up (simulated)" in page
    assert "Log out" in page


def test_the_manager_of_the_demonstration_is_asked_for_no_password_before_an_export(demo):
    manager = Visitor(demo.port)
    page = manager.send("/demo/", "/demo/enter/manager/")
    clinic = re.search(r"/clinic/[\w-]+/", page)[0]
    assert "Export of the clinic" in manager.read(f"{clinic}export/")


def test_the_first_page_shows_the_buttons(demo):
    assert "Practitioner" in Visitor(demo.port).read("/")


@pytest.mark.parametrize(
    ("words", "more", "said"),
    [
        (("--host", "0.0.0.0"), {}, "Leave out --host"),
        ((), {"DEQI_HOME": "/nowhere"}, "DEQI_HOME is set"),
        ((), {"DEQI_DATABASE_URL": "postgresql://real"}, "DEQI_DATABASE_URL is set"),
    ],
)
def test_another_address_and_real_data_are_refused(tmp_path, words, more, said):
    refused = without_settings(tmp_path).run("serve", "--demo", "--port", "0", *words, **more)
    assert refused.returncode == 40
    assert said in refused.stderr


def test_real_data_is_not_served_without_passwords(tmp_path):
    refused = without_settings(tmp_path).run("serve", "--port", "0", DEQI_DEMO="1")
    assert "DEQI_DEMO is set" in refused.stderr


def test_nothing_is_left_when_it_ends(demo):
    assert list(Path(demo.folder).glob("deqi-demo-*"))
    assert demo.stop() == 0
    assert not list(Path(demo.folder).glob("deqi-demo-*"))
