"""Where the server listens, and what browsers are told to type."""

from __future__ import annotations

import ipaddress
import os
import socket

from deqi.web.config import Config
from deqi.web.operations.errors import OperationError


def check_address(host: str, config: Config) -> None:
    """Refuse to send what patients write over a network in the clear."""
    if is_this_machine(host) or config.is_https:
        return
    raise OperationError(
        f"--host {host} can be reached from other machines, and without TLS everybody between them "
        "reads along. Listen on 127.0.0.1 behind a proxy with TLS, and set DEQI_BASE_URL to its "
        "https address."
    )


def is_this_machine(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int) -> socket.socket:
    """The open socket. Processes that answer come and go; whoever connects meanwhile waits."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise OperationError(
            f"Nothing can listen on {host}, port {port} ({os.strerror(error.errno or 0)}). Another "
            "program may use it: give another with --port."
        ) from None
