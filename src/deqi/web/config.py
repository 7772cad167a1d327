"""What the person who installs it can set, read from the environment in one place."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_config_path, user_data_path

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one instance.

    Attributes
    ----------
    home : folder of the data.
    key_file : the key that the data is sealed with; not in `home`, so that a copy of the data is
        not a copy of the key.
    database_url : `sqlite:///...` or `postgresql://...`.
    base_url : what people type into the browser.
    mail_url : `starttls://user:password@host:587`, `smtps://` or `smtp://`; without it letters
        wait.
    mail_from : the sender; like every letter it names no speciality.
    has_society : whether the society's public site is part of this instance.
    is_demo : made-up patients only, on this machine only.
    setup_code : printed by `deqi serve`; the first run asks for it from another machine.
    n_proxies : how many proxies stand before it. 0: `X-Forwarded-For` is believed from nobody.
    """

    home: Path
    key_file: Path
    database_url: str
    base_url: str
    mail_url: str
    mail_from: str
    has_society: bool
    is_demo: bool
    setup_code: str = ""
    n_proxies: int = 0

    @property
    def host(self) -> str:
        """The name in `base_url`."""
        return urlsplit(self.base_url).hostname or "localhost"

    @property
    def is_https(self) -> bool:
        """Whether browsers reach it over TLS."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def hosts(self) -> list[str]:
        """The names it answers to."""
        return sorted({self.host, *LOCAL_HOSTS}) if self.host in LOCAL_HOSTS else [self.host]


def read_config() -> Config:
    """The settings that the environment gives, with a default for each."""
    given = os.environ.get
    home = Path(given("DEQI_HOME") or user_data_path("deqi"))
    base_url = (given("DEQI_BASE_URL") or "http://localhost:8765").rstrip("/")
    return Config(
        home=home,
        key_file=Path(given("DEQI_KEY_FILE") or user_config_path("deqi") / "deqi.key"),
        database_url=given("DEQI_DATABASE_URL") or f"sqlite:///{home / 'deqi.sqlite3'}",
        base_url=base_url,
        mail_url=given("DEQI_MAIL_URL") or "",
        mail_from=given("DEQI_MAIL_FROM")
        or f"no-reply@{urlsplit(base_url).hostname or 'localhost'}",
        has_society=given("DEQI_SOCIETY") == "1" or given("DEQI_DEMO") == "1",
        is_demo=given("DEQI_DEMO") == "1",
        setup_code=given("DEQI_SETUP_CODE") or "",
        n_proxies=int(given("DEQI_PROXIES") or 0),
    )
