"""A real mail server in a thread: it keeps what it is sent, and refuses what it is told to."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

OK = "250 OK"


@dataclass
class Mailbox:
    """Handler of the server."""

    letters: list[EmailMessage] = field(default_factory=list)
    answer_to_address: str = OK
    answer_to_data: str = OK

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, *_: Any):  # noqa: N802
        if self.answer_to_address == OK:
            envelope.rcpt_tos.append(address)
        return self.answer_to_address

    async def handle_DATA(self, server: Any, session: Any, envelope: Any):  # noqa: N802
        if self.answer_to_data == OK:
            self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer_to_data

    def text(self, k: int = -1) -> str:
        """The words of a letter."""
        return self.letters[k].get_content()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def mail_server(port: int, mailbox: Mailbox) -> Iterator[Mailbox]:
    """The server, for a while."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield mailbox
    controller.stop()
