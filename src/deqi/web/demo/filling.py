"""Fills an empty database with the demonstration clinic."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import numpy as np
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction

from deqi.actions.acting import actor_of
from deqi.actions.alarm import raise_alarm
from deqi.actions.consent import give
from deqi.actions.doctor_links import make_link
from deqi.store.alarms import Said
from deqi.store.audit import Act, add_to_audit
from deqi.store.consent_texts import Purpose, current_text
from deqi.store.models import Account, Clinic, Episode, Fit, Licence, Membership, Patient
from deqi.store.patients import Identity, new_patient_key, seal_identity
from deqi.store.records import add_many
from deqi.web.demo.accounts import ZONE, new_account
from deqi.web.demo.courses import records_of
from deqi.web.demo.kinds import Kind, each_kind
from deqi.web.demo.people import CLINIC, COLLEAGUE, MANAGER, PATIENTS, PRACTITIONER
from deqi.web.demo.society import fill_society

SEED = 20260105
QUESTION = "May needling of the low back go on?"


@transaction.atomic
def fill(now: datetime) -> None:
    """Make the clinic with sixty patients and the society, and ask for each answer."""
    clinic = Clinic.objects.create(
        name=CLINIC, country="GB", jurisdiction="England", time_zone=ZONE, made_at=now, is_demo=True
    )
    practitioner = _member(clinic, "practitioner", PRACTITIONER, now)
    colleague = _member(clinic, "practitioner", COLLEAGUE, now)
    manager = _member(clinic, "manager", MANAGER, now)
    _licence(clinic, practitioner, manager, timedelta(days=41), now)
    _licence(clinic, colleague, manager, timedelta(days=400), now)
    rng = np.random.default_rng(SEED)
    names = rng.permutation(len(PATIENTS))
    for number, kind in enumerate(each_kind(), 1):
        _patient(clinic, practitioner, number, PATIENTS[names[number - 1]], kind, now, rng)
    fill_society(practitioner, now)
    add_to_audit(Act("demo.fill", "program", clinic=clinic.pk), now)


def _member(clinic: Clinic, role: str, name: str, now: datetime) -> Account:
    account = new_account(name)
    Membership.objects.create(account=account, clinic=clinic, role=role, began_at=now)
    TOTP.activate(account, generate_totp_secret())
    return account


def _licence(
    clinic: Clinic, holder: Account, manager: Account, lasts: timedelta, now: datetime
) -> None:
    Licence.objects.create(
        account=holder,
        clinic=clinic,
        kind=Licence.Kind.LICENCE,
        number="DEMO-0000",
        body="Example board",
        jurisdiction="England",
        valid_until=(now + lasts).date(),
        given_at=now,
        confirmed_at=now,
        confirmed_by=manager,
    )


def _patient(
    clinic: Clinic,
    practitioner: Account,
    number: int,
    name: str,
    kind: Kind,
    now: datetime,
    rng: np.random.Generator,
) -> None:
    patient = Patient(
        clinic=clinic,
        key=new_patient_key(),
        code=f"P-{number:03d}",
        account=new_account(name),
        time_zone=ZONE,
        made_at=now,
    )
    telephone = f"020 7946 0{number:03d}"  # of the numbers that are given to nobody, for drama
    born = int(rng.integers(1945, 2004))
    seal_identity(patient, Identity(name, telephone=telephone, year_of_birth=born))
    patient.save()
    placed = sorted(records_of(kind, now, rng), key=lambda one: one[1])
    episode = Episode.objects.create(
        patient=patient,
        number=1,
        practitioner=practitioner,
        opened_at=placed[0][1],
        closed_at=now - timedelta(days=20) if kind.is_closed else None,
    )
    add_many(episode, placed, now=now)
    for purpose in (Purpose.DIARY, Purpose.DOCTOR_LINK):
        give(actor_of(patient.account), patient, current_text(purpose, "en"), now=now)
    if not kind.is_closed:
        # A moment apart, so that the most urgent are computed first.
        due_at = now - timedelta(hours=1) + timedelta(seconds=number)
        Fit.objects.create(episode=episode, wanted_at=now, due_at=due_at)
    _what_waits(kind, episode, practitioner, now)


def _what_waits(kind: Kind, episode: Episode, practitioner: Account, now: datetime) -> None:
    if kind.with_doctor_link:
        lasts = timedelta(days=14)
        make_link(actor_of(practitioner), episode, QUESTION, lasts=lasts, key=uuid4(), now=now)
    if kind.with_alarm:
        said = Said(("saddle_numbness",), "Since this morning I feel less when I wash.")
        raise_alarm(actor_of(episode.patient.account), episode, said, key=uuid4(), now=now)
