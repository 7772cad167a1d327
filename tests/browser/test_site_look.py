"""The look of the pages that everybody passes through."""

from __future__ import annotations

import pytest

from tests.browser.looking import WIDTHS, faults_of, page_of
from tests.web.people import make_account

pytestmark = pytest.mark.django_db(transaction=True)
OPEN = ("/account/login/", "/account/signup/", "/account/password/reset/", "/nothing-here/")
OWN = ("/account/email/", "/account/2fa/", "/account/log-ins/", "/account/logout/", "/")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", OPEN)
def test_a_visitor_finds_pages_without_a_serious_fault(browser, live_server, width, path):
    with page_of(browser, live_server.url, width=width) as page:
        page.goto(path)
        assert faults_of(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_own_account_pages_have_no_serious_fault(browser, live_server, width):
    account = make_account()
    with page_of(browser, live_server.url, account, width=width) as page:
        for path in OWN:
            page.goto(path)
            assert faults_of(page) == [], path


def test_every_button_is_large_enough_to_touch(browser, live_server):
    with page_of(browser, live_server.url, width=390) as page:
        page.goto("/account/login/")
        for button in page.locator("button:visible, input:visible:not([type=checkbox])").all():
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= 44
