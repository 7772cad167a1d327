"""Letters leave: one connection for all that are due, each noted as soon as the server has it."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError

from deqi.store.letter_queue import give_up, hold_back, note_failure, note_sent, take_letter
from deqi.store.letters import open_letter
from deqi.store.models import Letter
from deqi.web.letters.letter import Words
from deqi.web.letters.words import address_of, still_stands, words_of

AT_ONCE = 50  # then the worker does something else
TOO_OLD = timedelta(days=7)  # such as those that waited for mail to be set up
REFUSED_FOR_GOOD = 500
SERVER_GONE_WAIT = timedelta(minutes=1)
SERVER_FAULTS = (
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError,
)
Connect = Callable[[], BaseEmailBackend]


def smtp() -> BaseEmailBackend:
    """The mail server of the settings."""
    return get_connection("django.core.mail.backends.smtp.EmailBackend")


def send_due_letters(now: datetime, connect: Connect = smtp) -> int:
    """Send what is due and say how much was sent; nothing while no mail server is set up."""
    if not settings.DEQI_HAS_MAIL:
        return 0
    server: BaseEmailBackend | None = None
    n_sent = 0
    try:
        for _ in range(AT_ONCE):
            letter = take_letter(now)
            if letter is None:
                break
            server = server or connect()
            n_sent += _send(letter, server, now)
    finally:
        if server is not None:
            _hang_up(server)
    return n_sent


def _send(letter: Letter, server: BaseEmailBackend, now: datetime) -> bool:
    contents = open_letter(letter)
    address = address_of(letter, contents)
    if not address or now - letter.due_at > TOO_OLD or not still_stands(letter, contents, now):
        give_up(letter, "", now)  # nothing failed: it is not wanted any more
        return False
    try:
        _message(letter, address, words_of(letter, contents), server).send()
    except DatabaseError:
        raise
    except Exception as error:  # one that cannot be put into words does not hold up the others
        _note(error, letter, now)
        return False
    note_sent(letter, now)
    return True


def _message(letter: Letter, address: str, words: Words, server: BaseEmailBackend) -> EmailMessage:
    # The same for every try, so that a letter sent twice shows as one.
    headers = {"Message-ID": f"<{letter.pk}@{settings.DEQI.host}>", **words.headers}
    return EmailMessage(words.subject, words.body, to=[address], headers=headers, connection=server)


def _note(error: Exception, letter: Letter, now: datetime) -> None:
    failure = f"{type(error).__name__} {_status(error) or ''}".strip()
    if _is_for_good(error):
        give_up(letter, failure, now)
        return
    note_failure(letter, failure, now)
    if _is_about_server(error):
        # The server is gone, not the letter at fault: the others wait without a try each.
        hold_back(now, now + SERVER_GONE_WAIT)


def _is_about_server(error: Exception) -> bool:
    """No line, or the server does not want us: a plain `OSError`, or one of these answers."""
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, SERVER_FAULTS)
    return isinstance(error, OSError)


def _is_for_good(error: Exception) -> bool:
    """The server knows this address and does not want it. Who we are is another matter."""
    about_letter = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    return about_letter and _status(error) >= REFUSED_FOR_GOOD


def _status(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min((code for code, _ in error.recipients.values()), default=0)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def _hang_up(server: BaseEmailBackend) -> None:
    with suppress(OSError):  # it is gone, and with it the line
        server.close()
