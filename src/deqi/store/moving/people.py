"""Accounts under names of the export: whoever has the same address is the same person there."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey, Model

from deqi.store.models import Account, Clinic, Patient
from deqi.store.moving.tables import OF_ACCOUNT, OF_CLINIC, OF_PATIENT, PATIENT, Table


@dataclass(frozen=True, slots=True)
class People:
    """Who is who: the name in the export of each account, in the order of their addresses."""

    names: dict[UUID, str] = field(default_factory=dict)

    def name(self, account: UUID | None) -> str | None:
        """The name of an account; None of one that is gone."""
        return None if account is None else self.names.get(account)


def people_of(clinic: Clinic, patient: Patient | None) -> People:
    """Everybody who stands in a clinic's rows, or in those of one patient."""
    ids: set[UUID] = set()
    for table in (PATIENT, *OF_PATIENT, *(() if patient else (*OF_ACCOUNT, *OF_CLINIC))):
        ids |= _in_table(table, clinic, patient)
    accounts = sorted(Account.objects.filter(pk__in=ids), key=lambda account: account.email)
    return People({account.pk: f"person {k}" for k, account in enumerate(accounts, start=1)})


@cache
def account_columns(model: type[Model]) -> frozenset[str]:
    """The columns of a model that name an account."""
    keys = (column for column in model._meta.concrete_fields if isinstance(column, ForeignKey))
    return frozenset(key.attname for key in keys if key.related_model is Account)


def _in_table(table: Table, clinic: Clinic, patient: Patient | None) -> set[UUID]:
    whose: dict[str, Any] = {"clinic": clinic}
    if table is PATIENT or table in OF_PATIENT:
        path = "" if table is PATIENT else f"{table.owner}__"
        whose = {f"{path}pk": patient.pk} if patient else {f"{path}clinic": clinic}
    found: set[UUID] = set()
    for column in account_columns(table.model):
        rows = table.model._default_manager.filter(**whose, **{f"{column}__isnull": False})
        found |= set(rows.values_list(column, flat=True).distinct())
    return found
