"""Rows on their way in: one line each, sealed with keys of this instance."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Model

from deqi.records import DeqiError
from deqi.store.audit import Act, add_to_audit
from deqi.store.decoders import decoder_of
from deqi.store.models import Account, Clinic, Patient
from deqi.store.moving.people import account_columns
from deqi.store.moving.tables import (
    ACCOUNT,
    ADDRESS,
    BY_NAME,
    PATIENT,
    Table,
    place_of,
)
from deqi.store.patients import key_of, new_patient_key

Values = dict[str, msgspec.Raw]


class MovingError(DeqiError):
    """An export that cannot be written or read in."""

    code = "moving"
    exit_status = 26


class _AuditLine(msgspec.Struct):
    at: datetime
    actor: str | None
    role: str
    action: str
    patient: str | None
    subject: str
    details: Any
    why: str


@dataclass
class Arrivals:
    """What was read in so far: a row may name those before it."""

    clinic: Clinic | None = None
    patient: Patient | None = None
    people: dict[str, Account] = field(default_factory=dict)
    n_rows: int = 0

    def take(self, line: bytes) -> None:
        """Write the row of one line.

        Raises
        ------
        MovingError
            If the line is not one of an export that this version of deqi knows.
        """
        try:
            values = msgspec.json.decode(line, type=Values)
            table = BY_NAME[msgspec.json.decode(values.pop("table"), type=str)]
            self._write(table, values)
        except (msgspec.MsgspecError, KeyError, ValidationError, IntegrityError):
            raise MovingError(
                f"Line {self.n_rows + 1} of record.jsonl is not one that this deqi knows, or it "
                "is here already. Read it into a new instance, with the version that wrote it or a "
                "newer one. Nothing was changed."
            ) from None
        self.n_rows += 1

    def _write(self, table: Table, values: Values) -> None:
        if table is ACCOUNT:
            self._meet(values)
            return
        row = self._row(table, values)
        if isinstance(row, Patient):
            row.key = new_patient_key() if _is_there(values, "identity") else None
            self.patient = row
        for column in table.sealed:
            if _is_there(values, column):
                self._seal(table, row, column, bytes(values[column]))
        if table is ADDRESS:
            type(row)._default_manager.filter(user_id=row.user_id, email=row.email).delete()  # type: ignore[attr-defined]
        row.save(force_insert=True)
        if isinstance(row, Clinic):
            self.clinic = row

    def _row(self, table: Table, values: Values) -> Model:
        """The row without what is sealed."""
        row, named = table.model(), account_columns(table.model)
        columns = {column.attname: column for column in table.model._meta.concrete_fields}
        for name, raw in values.items():
            if name in table.sealed:
                continue
            value = msgspec.json.decode(raw)
            if name in named:
                value = None if value is None else self.people[value].pk
            setattr(row, name, columns[name].to_python(value))
        return row

    def _meet(self, values: Values) -> None:
        """The account with this address, or a new one that nobody can log in to before its owner
        has chosen a password by e-mail."""
        given = {name: msgspec.json.decode(raw) for name, raw in values.items()}
        name = given.pop("id")
        if set(given) & ACCOUNT.left_out:  # no file makes a password or a site administrator
            raise KeyError(ACCOUNT.name)
        account = Account.objects.filter(email=given["email"]).first() or Account()
        for column, value in given.items():
            setattr(account, column, value)
        if account._state.adding:
            account.set_unusable_password()
        account.save()
        self.people[name] = account

    def _seal(self, table: Table, row: Model, column: str, content: bytes) -> None:
        if self.patient is None:
            raise KeyError(PATIENT.name)
        key = key_of(self.patient)
        setattr(row, column, key.seal(content, place_of(table, row, column)))

    def take_audit(self, line: bytes) -> None:
        """Add one row of the audit, with its own date, to the end of the chain here."""
        told = decoder_of(_AuditLine).decode(line)
        patient = None if told.patient is None else Patient.objects.get(pk=told.patient)
        actor = None if told.actor is None else self.people[told.actor].pk
        clinic = None if self.clinic is None else self.clinic.pk
        act = Act(
            told.action, told.role, actor, clinic, patient, told.subject, told.details, told.why
        )
        add_to_audit(act, told.at)


def _is_there(values: Values, column: str) -> bool:
    return bytes(values.get(column, b"null")) != b"null"
