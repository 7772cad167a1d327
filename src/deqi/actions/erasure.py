"""A patient is erased, once the law no longer asks to keep the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum

from deqi.access import Permission
from deqi.actions.acting import Actor
from deqi.actions.change import changing, local_today
from deqi.records import DeqiError
from deqi.records.dates import day
from deqi.store.audit import open_details
from deqi.store.erasing import Gone, empty_traces, kept_until, take_away
from deqi.store.models import AuditRow, Patient

ACTION = "patient.erase"


class ErasureError(DeqiError):
    """The patient may not be erased yet, or was erased before."""

    code = "erasure"
    exit_status = 29


class Reason(StrEnum):
    """Why; words of one's own could name the person again."""

    TIME_IS_OVER = "time_is_over"
    PATIENT_ASKED = "patient_asked"


def erasable_from(patient: Patient) -> date:
    """The first day on which the patient may be erased."""
    until = kept_until(patient)
    return date.fromordinal(until.toordinal() + 1)


def erase(
    actor: Actor, patient: Patient, reason: Reason, *, backups: Sequence[str], now: datetime
) -> Gone:
    """Take away everything personal, and note what was done.

    Parameters
    ----------
    backups : names of the earlier backups, which still hold the patient.

    Raises
    ------
    ErasureError
        While the record has to be kept, or if nothing is left to erase.
    """
    clinic = patient.clinic  # the row of the audit has to outlive the patient's key
    with changing(
        actor, Permission.ERASE_PATIENT, clinic, ACTION, now=now, why=reason.value
    ) as noted:
        held = Patient.objects.select_for_update(of=("self",)).select_related("clinic", "key")
        row = held.get(pk=patient.pk)
        _check(row, now)
        gone = take_away(row, now)
        noted.subject = f"patient {row.pk}"
        noted.details = {**asdict(gone), "backups": list(backups)}
    empty_traces()
    return gone


def erasure_of(patient: Patient) -> AuditRow | None:
    """The row of the audit that tells of it."""
    rows = AuditRow.objects.filter(action=ACTION, subject=f"patient {patient.pk}")
    return rows.order_by("number").last()


def what_was_erased(row: AuditRow) -> tuple[Gone, list[str]]:
    """What it took away, and which backups were older."""
    told = dict(open_details(row, None)["details"])
    backups: list[str] = told.pop("backups")
    return Gone(**told), backups


def _check(patient: Patient, now: datetime) -> None:
    if patient.key is None:
        raise ErasureError("This patient was erased before. Nothing personal is left.")
    first = erasable_from(patient)
    if local_today(patient, now) < first:
        raise ErasureError(
            f"The record has to be kept until {day(kept_until(patient))}: "
            f"{patient.clinic.retention_years} years after the last care. It can be erased from "
            f"{day(first)} on. Nothing was changed."
        )
