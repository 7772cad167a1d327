"""Looking at the clinic as a person would: two widths, axe, no page wider than its window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from deqi.store.models import Account

WIDTHS = (390, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def page_of(
    browser: Browser,
    server: str,
    account: Account | None = None,
    width: int = 1280,
    **options: object,
) -> Iterator[Page]:
    """A page of the site, logged in; what its content-security policy refuses is an error."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, base_url=server, **options
    )
    if account is not None:
        client = Client()
        client.force_login(account)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server}])
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: refused.append(str(error)))
    yield page
    context.close()
    assert not [text for text in refused if "status of 4" not in text], refused


def faults_of(page: Page) -> list[str]:
    """What axe finds that is serious or critical, and whether the page is wider than its window."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    serious = [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
    return serious + (["wider than the window"] if wide else [])
