"""One Chromium for all pages: without it these tests are left out, except where CI must have it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

# Playwright keeps a loop in this thread, which Django takes for asynchronous code: it is not.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


@pytest.fixture(scope="session")
def browser():
    """Chromium without a window."""
    if not Path(CHROMIUM).exists() and os.environ.get("CI") != "true":
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def looked_at():
    """Keeps a picture of a page in the folder DEQI_PICTURES, for a person to look at."""
    folder = os.environ.get("DEQI_PICTURES")

    def keep(page, name):
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return keep
