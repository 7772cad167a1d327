"""Every page of the site that somebody may see, looked at as a person sees it.

At the width of a phone and of a desk axe finds nothing serious. Nothing is cut off at 200 % zoom of
a desk (640 px), nor in the narrowest window that WCAG 2.2 asks for (1.4.10: 320 px).
"""

from __future__ import annotations

import pytest
from django.conf import settings as site

from tests.browser.looking import WIDTHS, faults_of, page_of
from tests.web import access_world as clinic
from tests.web.society import access_world as society

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
NARROW = (640, 320)


def pages_of(world):
    """The first person who is shown a page, by its name; downloads and ways on are none."""
    for name in sorted(world.named):
        for person in world.people:
            answer = world.ask(name, person)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                yield name, person
                break


def faults_at_all_widths(page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        yield from ((width, fault) for fault in faults_of(page))
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            yield width, "wider than the window"


@pytest.mark.parametrize("world_of", [clinic, society], ids=["clinic", "society"])
def test_every_page_that_somebody_may_see_has_no_serious_fault(
    browser, live_server, settings, world_of
):
    settings.DEQI_HAS_SOCIETY = world_of is society
    world, found, n = world_of.make_world(), {}, 0
    for name, person in list(pages_of(world)):
        with page_of(browser, live_server.url) as page:
            kept = world.clients[person].cookies.get(site.SESSION_COOKIE_NAME)
            if kept:
                cookie = {"name": kept.key, "value": kept.value, "url": live_server.url}
                page.context.add_cookies([cookie])
            assert page.goto(world.address(name)).ok, (name, person)
            if faults := list(faults_at_all_widths(page)):
                found[name, person] = faults
        n += 1
    assert found == {}
    assert n > 30
