"""Everything personal of one patient, taken away; what is left names nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, Model, ProtectedError

from deqi.store.log_ins import forget_log_ins
from deqi.store.models import (
    Account,
    Alarm,
    Consent,
    DoctorLink,
    Episode,
    Fit,
    Invitation,
    Letter,
    Manuscript,
    Patient,
    PatientKey,
    Record,
    ReminderPlan,
)
from deqi.store.society.manuscripts import forget_courses

# In this order, since the first rest upon the last. A test asks for every table that names a
# patient or an episode whether it stands here.
TABLES: Mapping[type[Model], str] = {
    Letter: "patient",
    Invitation: "patient",
    ReminderPlan: "patient",
    DoctorLink: "episode__patient",
    Alarm: "episode__patient",
    Record: "episode__patient",
    Fit: "episode__patient",
    Consent: "patient",
    Episode: "patient",
}
# Tables with something that opens with the key of the house: addresses, names, wrapped keys.
_REWRITTEN = (PatientKey, Account, Letter, Invitation)


@dataclass(frozen=True, slots=True)
class Gone:
    """What an erasure took away.

    Attributes
    ----------
    rows : how many of each table.
    has_log_in_left : whether the log-in stays, as it is also somebody else's or a member's.
    n_manuscripts : works that were written about the course; their texts stand on their own.
    """

    rows: dict[str, int]
    has_log_in_left: bool
    n_manuscripts: int


def kept_until(patient: Patient) -> date:
    """The last day on which the record has to be kept: years after the last care or record.

    What was planned ahead counts no later than the day on which somebody wrote it, wherever that
    was.
    """
    records = Record.objects.filter(episode__patient=patient)
    found = records.aggregate(on=Max("on"), written_at=Max("recorded_at"))
    written = found["written_at"]
    last = None if written is None else min(found["on"], written.date() + timedelta(days=1))
    days = (patient.last_care_on, last, patient.made_at.date())
    from_on = max(day for day in days if day is not None)
    years = patient.clinic.retention_years
    try:
        return from_on.replace(year=from_on.year + years)
    except ValueError:  # the 29th of February
        return date(from_on.year + years, 3, 1)


def take_away(patient: Patient, now: datetime) -> Gone:
    """Delete every row, and the key with what the audit tells; inside a transaction."""
    forget_courses(patient)
    works = Manuscript.objects.filter(episode__patient=patient)
    n_manuscripts = works.update(episode=None, consent=None)
    rows = {}
    for model, path in TABLES.items():
        n_rows, _ = model._default_manager.filter(**{path: patient.pk}).delete()
        rows[str(model._meta.verbose_name)] = n_rows
    account, key = patient.account, patient.key
    _leave_a_stone(patient, now)
    if key is not None:
        key.delete()
    is_left = account is not None and not _take_log_in_away(account)
    return Gone(rows, is_left, n_manuscripts)


def empty_traces() -> None:
    """Have the database forget deleted bytes; after the transaction. It takes a moment.

    SQLite overwrites what is deleted; its log is emptied here. PostgreSQL writes the tables with
    keys and addresses anew; its own log and its archives keep theirs until they are rotated.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for model in _REWRITTEN:
            cursor.execute(f"VACUUM FULL {connection.ops.quote_name(model._meta.db_table)}")
        cursor.execute("VACUUM FULL account_emailaddress")


def _leave_a_stone(patient: Patient, now: datetime) -> None:
    """The row stays, so that the audit still tells one erased person from another."""
    patient.key = patient.account = patient.identity = None
    patient.code = f"erased {str(patient.pk)[:8]}"
    patient.language, patient.time_zone = patient.clinic.language, patient.clinic.time_zone
    patient.last_care_on, patient.erased_at = None, now
    patient.save()


def _take_log_in_away(account: Account) -> bool:
    """Whether the log-in could go; it stays where it is also a member's or another patient's."""
    is_needed = account.memberships.exists() or account.patients.exists()
    if is_needed or account.is_site_administrator:
        return False
    forget_log_ins(account)
    try:
        with transaction.atomic():
            account.delete()
    except ProtectedError:  # something of the society is this person's, too
        return False
    return True
