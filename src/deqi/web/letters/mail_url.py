"""DEQI_MAIL_URL: where mail goes, and how the line is encrypted."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from deqi.records import DeqiError

PORTS = {"smtp": 25, "smtps": 465, "starttls": 587}


class MailUrlError(DeqiError):
    """The address of the mail server cannot be read."""

    code = "mail_url"
    exit_status = 22


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server, and who we are there."""

    host: str
    port: int
    user: str
    password: str
    is_tls: bool  # from the first byte (smtps)
    starts_tls: bool  # asked for after the greeting


def read_mail_url(url: str) -> MailServer | None:
    """The server that a URL names; None for an empty one: then letters wait.

    Raises
    ------
    MailUrlError
        If it is no such URL. It is not quoted, since it may hold a password.

    Examples
    --------
    >>> read_mail_url("starttls://post:s%40fe@mail.example.org")
    MailServer(host='mail.example.org', port=587, user='post', password='s@fe', is_tls=False,
               starts_tls=True)
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if host is None or parts.scheme not in PORTS:
        raise MailUrlError(
            "DEQI_MAIL_URL cannot be read. Give it as starttls://user:password@host:587, "
            "smtps://user:password@host:465 or smtp://host:25, with @ : / in a password written "
            "as %40 %3A %2F."
        )
    return MailServer(
        host=host,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=parts.scheme == "smtps",
        starts_tls=parts.scheme == "starttls",
    )
