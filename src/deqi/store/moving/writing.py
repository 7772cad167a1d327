"""Rows on their way out: one line of JSON each, always the same for the same content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

import msgspec
from django.db.models import Model

from deqi.store.audit import open_details
from deqi.store.models import AuditRow, Clinic, Patient
from deqi.store.moving.people import People, account_columns, people_of
from deqi.store.moving.tables import (
    ACCOUNT,
    ADDRESS,
    CLINIC,
    OF_ACCOUNT,
    OF_CLINIC,
    OF_PATIENT,
    PATIENT,
    Table,
    place_of,
)
from deqi.store.patients import key_of
from deqi.store.vault import Key

MANY = 500


def digest_of(clinic: Clinic) -> str:
    """One number for everything that is known of a clinic, the same wherever it is kept.

    Keys, log-ins and the audit, which tells of the moving itself, do not enter it.
    """
    whole = sha256()
    for line in lines_of(clinic, people_of(clinic, None)):
        whole.update(line)
    return whole.hexdigest()


def lines_of(clinic: Clinic, people: People, only: Patient | None = None) -> Iterator[bytes]:
    """Everything of a clinic, or what concerns one patient, one line a row."""
    yield from _lines(CLINIC, people, {"pk": clinic.pk})
    yield from _lines_of_people(clinic, people)
    if only is None:
        for table in OF_CLINIC:
            yield from _lines(table, people, {"clinic": clinic})
    for patient in patients_of(clinic, only):
        yield from _lines(PATIENT, people, {"pk": patient.pk}, patient)
        for table in OF_PATIENT:
            yield from _lines(table, people, {table.owner: patient.pk}, patient)


def patients_of(clinic: Clinic, only: Patient | None = None) -> Iterator[Patient]:
    """The patients of a clinic, in an order that moves with them."""
    rows = Patient.objects.filter(clinic=clinic).select_related("clinic", "key").order_by("pk")
    if only is not None:
        rows = rows.filter(pk=only.pk)
    return rows.iterator(MANY)


def audit_lines(clinic: Clinic, people: People, only: Patient | None = None) -> Iterator[bytes]:
    """Who did what, opened where the key is still there."""
    patients = {patient.pk: patient for patient in patients_of(clinic, only)}
    rows = AuditRow.objects.filter(clinic=clinic.pk).order_by("number")
    if only is not None:
        rows = rows.filter(patient=only.pk)
    for row in rows.iterator(MANY):
        told = {
            "table": "audit",
            "at": row.at,
            "actor": people.name(row.actor),
            "role": row.role,
            "action": row.action,
            "patient": row.patient,
            "subject": row.subject,
            **open_details(row, patients.get(row.patient) if row.patient else None),
        }
        yield as_line(told)


def as_line(values: dict[str, Any]) -> bytes:
    """One line of JSON."""
    return msgspec.json.encode(values) + b"\n"


def _lines_of_people(clinic: Clinic, people: People) -> Iterator[bytes]:
    for account in people.names:
        for table in (ACCOUNT, ADDRESS):
            yield from _lines(table, people, {table.owner: account})
        for table in OF_ACCOUNT:
            yield from _lines(table, people, {"account": account, "clinic": clinic})


def _lines(
    table: Table, people: People, whose: dict[str, Any], patient: Patient | None = None
) -> Iterable[bytes]:
    rows = table.model._default_manager.filter(table.only, **whose).order_by("pk")
    key = None if patient is None or patient.key is None else key_of(patient)
    return (_line(table, row, people, key) for row in rows.iterator(MANY))


def _line(table: Table, row: Model, people: People, key: Key | None) -> bytes:
    values: dict[str, Any] = {"table": table.name}
    named = account_columns(table.model)
    for column in table.model._meta.concrete_fields:
        name = column.attname
        if column.name in table.left_out:
            continue
        value = getattr(row, name)
        if name in table.sealed:
            value = _opened(table, row, name, key)
        elif name in named or (table is ACCOUNT and name == "id"):
            value = people.name(value)
        values[name] = value
    return as_line(values)


def _opened(table: Table, row: Model, column: str, key: Key | None) -> msgspec.Raw | None:
    content = getattr(row, column)
    if content is None or key is None:
        return None
    return msgspec.Raw(key.open(bytes(content), place_of(table, row, column)))
