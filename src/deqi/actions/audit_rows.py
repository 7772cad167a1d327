"""Who did what: for a manager row by row, for a patient as who read their record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from deqi.actions.own_account import LOG_IN_FAILED
from deqi.store.audit import open_details
from deqi.store.models import Account, AuditRow, Clinic, Membership, Patient

LISTS_FOR = timedelta(days=30)
READS = Q(action__endswith=".read") | Q(action__endswith=".export")


@dataclass(frozen=True, slots=True)
class Sought:
    """Which rows: of one patient, by one person, from one local date to another."""

    patient: UUID | None = None
    person: UUID | None = None
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One row, opened where the key is still there.

    Attributes
    ----------
    row : as it is kept.
    name : of who acted; empty without an account, or when it is gone.
    code : of the patient; empty without one.
    details : what exactly; "erased" once the patient was erased.
    why : the reason that was given.
    """

    row: AuditRow
    name: str
    code: str
    details: Any
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One person who read of a patient on one day, and how often.

    Attributes
    ----------
    on : local date of the patient.
    name, role : who; no name for a doctor, who has no account.
    what : the action, or `list` for a list on which the patient stood.
    """

    on: date
    name: str
    role: str
    what: str
    n: int


def find_rows(clinic: Clinic, sought: Sought, *, with_unknown: bool = False) -> QuerySet[AuditRow]:
    """The rows of a clinic that are sought, the newest first; log-ins of its people that failed
    are among them.

    Parameters
    ----------
    with_unknown : also those with an address that nobody has; they are of no clinic, and only who
        keeps the site may see them.
    """
    is_asked = Q(clinic=clinic.pk) | _failed_log_ins(clinic, with_unknown=with_unknown)
    rows = AuditRow.objects.filter(is_asked).order_by("-number")
    if sought.patient is not None:
        rows = rows.filter(patient=sought.patient)
    if sought.person is not None:
        rows = rows.filter(actor=sought.person)
    if sought.first_on is not None:
        rows = rows.filter(at__gte=_begin(sought.first_on, clinic))
    if sought.last_on is not None:
        rows = rows.filter(at__lt=_begin(sought.last_on + timedelta(days=1), clinic))
    return rows


def _failed_log_ins(clinic: Clinic, *, with_unknown: bool) -> Q:
    members = Membership.objects.filter(clinic=clinic).values("account")
    patients = Patient.objects.filter(clinic=clinic, account__isnull=False).values("account")
    tried = Q(actor__in=members) | Q(actor__in=patients)
    if with_unknown:
        tried |= Q(actor__isnull=True)
    return Q(clinic__isnull=True, action=LOG_IN_FAILED) & tried


def tell(rows: Iterable[AuditRow]) -> list[Told]:
    """Rows with names, and opened."""
    rows = list(rows)
    patients = Patient.objects.select_related("key").in_bulk({r.patient for r in rows if r.patient})
    names = _names(rows)
    return [_told(row, patients.get(row.patient) if row.patient else None, names) for row in rows]


def who_read(patient: Patient, now: datetime) -> list[Reading]:
    """Who read of a patient, the newest day first; lists of the last 30 days are counted as well.

    What the patient did is left out.
    """
    own = AuditRow.objects.filter(READS, patient=patient.pk).exclude(role="patient")
    rows = [(row, row.action) for row in own]
    rows += [(row, "list") for row in _lists(patient, now)]
    names, zone = _names(row for row, _ in rows), ZoneInfo(patient.time_zone)
    counted = Counter(
        (row.at.astimezone(zone).date(), _name(row, names), row.role, what) for row, what in rows
    )
    found = [Reading(*key, n) for key, n in counted.items()]
    return sorted(found, key=lambda one: (-one.on.toordinal(), one.name, one.what))


def _lists(patient: Patient, now: datetime) -> Iterator[AuditRow]:
    """Rows that name several people, this one among them; and copies of the whole clinic."""
    ids = {str(patient.pk), *(str(pk) for pk in patient.episodes.values_list("pk", flat=True))}
    rows = AuditRow.objects.filter(
        READS, clinic=patient.clinic_id, patient__isnull=True, at__gte=now - LISTS_FOR
    )
    for row in rows.iterator():
        shown = open_details(row, None)["details"]
        if row.action == "clinic.export" or (isinstance(shown, list) and ids & set(shown)):
            yield row


def _told(row: AuditRow, patient: Patient | None, names: Mapping[UUID, str]) -> Told:
    opened = open_details(row, patient)
    code = "" if patient is None else patient.code
    return Told(row, _name(row, names), code, opened["details"], opened["why"])


def _name(row: AuditRow, names: Mapping[UUID, str]) -> str:
    return names.get(row.actor, "") if row.actor else ""


def _names(rows: Iterable[AuditRow]) -> dict[UUID, str]:
    accounts = Account.objects.filter(pk__in={row.actor for row in rows if row.actor})
    return {account.pk: account.get_full_name() for account in accounts}


def _begin(on: date, clinic: Clinic) -> datetime:
    return datetime.combine(on, time(), ZoneInfo(clinic.time_zone))
