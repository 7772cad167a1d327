"""Adds rows to the audit, and finds out whether one was changed or taken away."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction

from deqi.store.keyring import vault
from deqi.store.models import AuditHead, AuditRow, Patient
from deqi.store.patients import key_of

ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did. `details` and `why` are sealed; the rest is ids and names of actions."""

    action: str
    role: str
    actor: UUID | None = None
    clinic: UUID | None = None
    patient: Patient | None = None
    subject: str = ""
    details: Any = None
    why: str = ""


def add_to_audit(act: Act, now: datetime) -> AuditRow:
    """Add a row, inside the transaction of the change that it tells of.

    Raises
    ------
    TransactionManagementError
        Outside a transaction: then the row could stand without its change.
    """
    head = AuditHead.objects.select_for_update().get_or_create(pk=1)[0]
    row = AuditRow(
        number=head.number + 1,
        at=now,
        actor=act.actor,
        role=act.role,
        action=act.action,
        clinic=act.clinic,
        patient=None if act.patient is None else act.patient.pk,
        subject=act.subject,
    )
    content = msgspec.json.encode({"details": act.details, "why": act.why})
    row.details = _key(act.patient).seal(content, _place(row))
    row.digest = _digest(row, bytes(head.digest))
    row.save(force_insert=True)
    AuditHead.objects.filter(pk=1).update(number=row.number, digest=row.digest)
    return row


def open_details(row: AuditRow, patient: Patient | None) -> dict[str, Any]:
    """What a row tells, and why; `{"details": "erased"}` once the patient's key is gone."""
    if patient is not None and patient.key is None:
        return {"details": ERASED, "why": ""}
    opened: dict[str, Any] = msgspec.json.decode(_key(patient).open(row.details, _place(row)))
    return opened


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold, and what was found there."""

    number: int
    sentence: str


def broken_links() -> Iterator[Break]:
    """Every place where a row was changed, is missing, or was added by somebody else."""
    before, expected = b"", 1
    with transaction.atomic():
        head = AuditHead.objects.filter(pk=1).first()
        for row in AuditRow.objects.order_by("number").iterator(2000):
            if row.number != expected:
                yield Break(expected, f"Rows {expected} to {row.number - 1} are missing.")
            elif not hmac.compare_digest(_digest(row, before), bytes(row.digest)):
                yield Break(row.number, f"Row {row.number} was changed, or the one before it was.")
            before, expected = bytes(row.digest), row.number + 1
    at_end = (0, b"") if head is None else (head.number, bytes(head.digest))
    if at_end != (expected - 1, before):
        yield Break(expected, f"The chain ends at {expected - 1}; {at_end[0]} rows were written.")


def newest_link_holds() -> bool:
    """Whether the newest row was chained with the key of this vault: a quick look at the start."""
    newest = list(AuditRow.objects.order_by("-number")[:2])
    if not newest:
        return True
    before = bytes(newest[1].digest) if len(newest) == 2 else b""
    return hmac.compare_digest(_digest(newest[0], before), bytes(newest[0].digest))


def _key(patient: Patient | None) -> Any:
    """The patient's own; the house's when there is no patient, or none any more."""
    return vault().house if patient is None or patient.key is None else key_of(patient)


def _place(row: AuditRow) -> str:
    return f"audit.{row.number}"


def _digest(row: AuditRow, before: bytes) -> bytes:
    """Keyed, so that whoever has the database alone cannot forge a chain."""
    told = [
        row.number,
        row.at.isoformat(),
        row.actor,
        row.role,
        row.action,
        row.clinic,
        row.patient,
        row.subject,
        bytes(row.details).hex(),
        before.hex(),
    ]
    return hmac.digest(_chain_key(), msgspec.json.encode(told), sha256)


def _chain_key() -> bytes:
    return vault().audit_key
