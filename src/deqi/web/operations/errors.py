"""What can be wrong with the machine, as sentences."""

from __future__ import annotations

from deqi.records import DeqiError


class OperationError(DeqiError):
    """The clinic cannot be started or kept like this; the sentence says what to change."""

    code = "operation"
    exit_status = 40


class UnknownAddressError(DeqiError):
    """Nobody logs in with this address: a slip in it, or another instance."""

    code = "unknown_address"
    exit_status = 38
