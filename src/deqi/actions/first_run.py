"""The first person of an instance: makes the clinic and the account that looks after it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from deqi.actions.clinics import ClinicSettings
from deqi.actions.joining import Newcomer, make_account
from deqi.records import DeqiError
from deqi.store.audit import Act, add_to_audit
from deqi.store.models import Account, AuditHead, Clinic, Membership


class FirstRunOverError(DeqiError):
    """There are accounts already."""

    code = "first_run_over"
    exit_status = 25


def is_first_run() -> bool:
    """Whether nobody has an account yet."""
    return not Account.objects.exists()


def begin(
    settings: ClinicSettings,
    owner: Newcomer,
    email: str,
    *,
    is_practitioner: bool,
    now: datetime,
) -> tuple[Account, Clinic]:
    """The first clinic and its owner: site administrator and manager.

    The address counts as verified: whoever holds the machine or its setup code gave it.

    Raises
    ------
    FirstRunOverError
        If somebody was faster.
    """
    with transaction.atomic():
        # Held until the end, so that of two who come at one moment one is the first.
        AuditHead.objects.select_for_update().get_or_create(pk=1)
        if not is_first_run():
            raise FirstRunOverError("There is an owner already. Log in, or ask for an invitation.")
        clinic = Clinic.objects.create(**asdict(settings), made_at=now)
        account = make_account(email.strip().lower(), owner, is_proven=True)
        account.is_site_administrator = True
        account.save(update_fields=["is_site_administrator"])
        roles = [Membership.Role.MANAGER] + [Membership.Role.PRACTITIONER] * is_practitioner
        for role in roles:
            Membership.objects.create(account=account, clinic=clinic, role=role, began_at=now)
        act = Act(
            "first_run", "site_administrator", account.pk, clinic.pk, details=asdict(settings)
        )
        add_to_audit(act, now)
    return account, clinic
