"""Which tables an export holds, in the order in which they can be read in again.

Every column goes along unless it is named here. A test asks for each table and each sealed column
of the care record whether it is known here, so that nothing is forgotten when one is added.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Model, Q

from deqi.store.models import (
    Account,
    Alarm,
    Clinic,
    Consent,
    DoctorLink,
    Episode,
    Letter,
    Licence,
    Membership,
    Patient,
    PointSet,
    Record,
    ReminderPlan,
)
from deqi.store.records import place_of_record

SENT = Q(sent_at__isnull=False) | Q(given_up_at__isnull=False)


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of row in an export.

    Attributes
    ----------
    name : its word in the file.
    model : where it is kept.
    owner : the path from a row to whose it is: a clinic, an account or a patient.
    left_out : columns that stay behind.
    sealed : columns that are opened with the patient's key on the way out.
    only : which rows go along.
    """

    name: str
    model: type[Model]
    owner: str
    left_out: frozenset[str] = frozenset()
    sealed: tuple[str, ...] = ()
    only: Q = Q()  # noqa: RUF009  # frozen by use: nobody changes it


_SECRETS = frozenset(
    {"password", "last_login", "is_site_administrator", "made_at", "log_ins_ended_at"}
)
_UNDER_WAY = frozenset({"content", "token_digest", "n_tries", "leased_until", "failure"})
CLINIC = Table("clinic", Clinic, "pk")
ACCOUNT = Table("account", Account, "pk", left_out=_SECRETS)
ADDRESS = Table("address", EmailAddress, "user", left_out=frozenset({"id"}))
OF_ACCOUNT = (
    Table("membership", Membership, "account"),
    Table("licence", Licence, "account"),
)
OF_CLINIC = (Table("point_set", PointSet, "clinic"),)
PATIENT = Table("patient", Patient, "pk", frozenset({"key"}), ("identity",))
OF_PATIENT = (
    Table("consent", Consent, "patient"),
    Table("reminder_plan", ReminderPlan, "patient"),
    Table("episode", Episode, "patient"),
    Table("record", Record, "episode__patient", frozenset({"id"}), ("content",)),
    Table("alarm", Alarm, "episode__patient", sealed=("content", "resolution")),
    Table("doctor_link", DoctorLink, "episode__patient", sealed=("question", "answer")),
    Table("letter", Letter, "patient", _UNDER_WAY, only=SENT),
)
TABLES = (CLINIC, ACCOUNT, ADDRESS, *OF_ACCOUNT, *OF_CLINIC, PATIENT, *OF_PATIENT)
BY_NAME = {table.name: table for table in TABLES}
STAYS = {
    "AuditHead": "the audit is a part of its own",
    "AuditRow": "the audit is a part of its own",
    "Fit": "computed again from the records",
    "Invitation": "an open one is sent anew",
    "PatientKey": "each instance has its own keys",
}
"""Tables of the care record that do not go along, and why."""

_PLACES: dict[tuple[str, str], Callable[[Any], str]] = {
    ("record", "content"): place_of_record,
    ("patient", "identity"): lambda patient: f"identity.{patient.pk}",
}


def place_of(table: Table, row: Model, column: str) -> str:
    """The place for which a column of a row is sealed."""
    named = _PLACES.get((table.name, column))
    return f"{row._meta.model_name}.{row.pk}.{column}" if named is None else named(row)
