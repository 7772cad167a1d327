"""A small world: two clinics, their people and patients, as short functions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from deqi.store.consent_texts import Purpose, current_text
from deqi.store.models import Account, Clinic, Consent, Episode, Licence, Membership, Patient
from deqi.store.patients import Identity, new_patient_key, seal_identity
from deqi.web.accounts.adapters import MFAAdapter

SECRET = "JBSWY3DPEHPK3PXP"  # of the authenticator app
PASSWORD = "correct horse battery"
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def make_clinic(name: str = "Northside Acupuncture", **fields: object) -> Clinic:
    return Clinic.objects.create(
        **{"name": name, "country": "DE", "time_zone": "Europe/Berlin", "made_at": NOW} | fields
    )


def make_account(name: str = "Mara Lindqvist", *, second_factor: bool = True) -> Account:
    """With a verified address and, for staff, an authenticator app."""
    account = Account.objects.create_user(
        f"{uuid4().hex[:12]}@example.org", PASSWORD, name=name, time_zone="Europe/Berlin"
    )
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    if second_factor:
        secret = MFAAdapter().encrypt(SECRET)
        Authenticator.objects.create(
            user=account, type=Authenticator.Type.TOTP, data={"secret": secret}
        )
    return account


def make_member(clinic: Clinic, role: str = "practitioner", **fields: object) -> Account:
    account = make_account(**fields)  # type: ignore[arg-type]
    Membership.objects.create(account=account, clinic=clinic, role=role, began_at=NOW)
    return account


def make_licensed(clinic: Clinic, until: date = date(2030, 1, 1)) -> Account:
    """A practitioner whose licence was confirmed."""
    account = make_member(clinic)
    Licence.objects.create(
        account=account,
        clinic=clinic,
        kind="licence",
        number="A-1",
        body="Board",
        jurisdiction="Bavaria",
        valid_until=until,
        given_at=NOW,
        confirmed_at=NOW,
        confirmed_by=account,
    )
    return account


def make_patient(
    clinic: Clinic, code: str = "P-014", *, name: str = "Kim Example", account: bool = False
) -> Patient:
    patient = Patient(
        clinic=clinic,
        key=new_patient_key(),
        code=code,
        account=make_account(name, second_factor=False) if account else None,
        time_zone="Europe/Berlin",
        made_at=NOW,
    )
    seal_identity(patient, Identity(name, year_of_birth=1979))
    patient.save()
    if account:
        agree(patient, Purpose.DIARY)
    return patient


def agree(patient: Patient, purpose: Purpose | str) -> Consent:
    """The patient has agreed to something."""
    purpose = Purpose(purpose)
    text = current_text(purpose, "en")
    return Consent.objects.create(
        patient=patient,
        purpose=purpose.value,
        version=text.version,
        text_digest=text.digest,
        given_at=NOW,
    )


def make_episode(patient: Patient, practitioner: Account | None = None) -> Episode:
    return Episode.objects.create(
        patient=patient,
        number=patient.episodes.count() + 1,
        practitioner=practitioner,
        opened_at=NOW - timedelta(days=30),
    )


def logged_in(account: Account, **options: object) -> Client:
    client = Client(**options)  # type: ignore[arg-type]
    client.force_login(account)
    return client


def proved(account: Account) -> Client:
    """Logged in, and the password given again a moment ago."""
    client = logged_in(account)
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    return client
