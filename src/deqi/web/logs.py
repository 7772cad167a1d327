"""Logs that hold no value of a record: of an error its kind and place, of a request its route."""

from __future__ import annotations

import logging
import re
import time

from django.http import HttpRequest

from deqi.compute.failures import place_of


class UtcLines(logging.Formatter):
    """One line each: when in UTC, how grave, who says it, what."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%SZ"
        )


class WithoutValues(logging.Filter):
    """Rewrites what other packages log, whose words may hold anything.

    A traceback ends in a message, and a message may hold a name; a path may hold a token.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without values."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.msg = f"{type(error).__name__} at {place_of(error)}"
            record.args, record.exc_info, record.exc_text = (), None, None
        elif not record.name.startswith("deqi"):
            record.msg, record.args = _without_arguments(record), ()
        record.stack_info = None
        return True


def _without_arguments(record: logging.LogRecord) -> str:
    status = getattr(record, "status_code", None)
    if status:
        return f"status {status}"
    # The server puts the path of a bad request into its words before it logs them.
    is_filled_in = record.name.startswith("gunicorn") and not record.args
    return re.split("[:=]", str(record.msg))[0] if is_filled_in else str(record.msg)


def route_of(request: HttpRequest) -> str:
    """The name of what was asked for, without what stands in the address."""
    match = request.resolver_match
    return match.view_name if match else "no page"
