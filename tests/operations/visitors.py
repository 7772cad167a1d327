"""A browser without a window: keeps cookies, follows redirects, sends forms with their token."""

from __future__ import annotations

import re
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

TOKEN = re.compile(r'csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """Somebody at one server."""

    def __init__(self, port: int) -> None:
        self.start = f"http://localhost:{port}"
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def read(self, path: str, **form: str) -> str:
        data = urlencode(form).encode() if form else None
        with self.opener.open(self.start + path, data, timeout=30) as answer:
            return answer.read().decode()

    def send(self, page: str, to: str | None = None, **form: str) -> str:
        """Open a page, and send its form with the token that stands in it."""
        found = TOKEN.search(self.read(page))
        assert found, page
        return self.read(to or page, csrfmiddlewaretoken=found[1], **form)
