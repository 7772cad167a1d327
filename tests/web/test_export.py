"""What goes out comes in again, whole or not at all; and its tables are the courses themselves."""

from __future__ import annotations

import io
import json
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, models

from deqi.actions import importing
from deqi.actions.acting import RefusedError, actor_of
from deqi.actions.alarm import raise_alarm
from deqi.actions.diary import entry_now, write_entry
from deqi.actions.doctor_links import answer_link, find_link, make_link
from deqi.actions.exporting import Manifest, export_clinic, export_patient
from deqi.actions.importing import import_clinic
from deqi.actions.withdrawing import withdraw
from deqi.exchange import read_table_folder
from deqi.store import models as store_models
from deqi.store.alarms import Said
from deqi.store.audit import broken_links
from deqi.store.consent_texts import Purpose
from deqi.store.courses import course_of
from deqi.store.doctors_words import MayNeedle
from deqi.store.models import Account, AuditRow, Clinic, Episode, Fit, Patient, Record
from deqi.store.moving.reading import Arrivals, MovingError
from deqi.store.moving.tables import STAYS, TABLES
from deqi.store.moving.writing import digest_of
from deqi.store.patients import open_identity
from deqi.store.records import amend_record, history_of, is_withdrawn
from tests.web.people import (
    NOW,
    agree,
    make_account,
    make_clinic,
    make_episode,
    make_licensed,
    make_member,
    make_patient,
)

pytestmark = pytest.mark.django_db
OF_SOCIETY = {"society", "posts", "comments", "manuscripts"}  # modules of `deqi.store.models`


@pytest.fixture
def clinic():
    """A clinic in which everything happened once."""
    clinic = make_clinic()
    mara, patient = make_licensed(clinic), make_patient(clinic, account=True)
    agree(patient, Purpose.DOCTOR_LINK)
    episode, kim = make_episode(patient, mara), actor_of(patient.account)
    row = write_entry(kim, episode, entry_now(episode, 5.0, NOW), key=uuid4(), now=NOW)
    after = entry_now(episode, 3.0, NOW)
    amend_record(row, after, "typed wrong", at=NOW, on=after.on, by=patient.account, now=NOW)
    raise_alarm(kim, episode, Said((), "numb toes"), key=uuid4(), now=NOW)
    lasts = timedelta(days=7)
    token = make_link(actor_of(mara), episode, "And now?", lasts=lasts, key=uuid4(), now=NOW)
    link = find_link(token, NOW)
    answer_link(link, MayNeedle.YES, words="", name="Dr. O", sheet_as_of=None, now=NOW)
    make_patient(clinic, "P-015", name="Never Came")
    return clinic


@pytest.fixture
def manager(clinic):
    return actor_of(make_member(clinic, "manager", name="Ines Duarte"))


@pytest.fixture
def archive(clinic, manager):
    return b"".join(export_clinic(manager, clinic, now=NOW))


@pytest.fixture
def emptied(archive, clinic, empty_the_instance):
    """The archive, in an instance that holds nobody."""
    empty_the_instance()
    assert not Account.objects.exists()
    return archive


@pytest.fixture
def administrator():
    account = make_account("Site Admin")
    account.is_site_administrator = True
    account.save()
    return actor_of(account)


@pytest.fixture
def empty_the_instance():
    """Takes every row away, as in a new instance."""

    def take_away():
        with connection.cursor() as cursor:
            for statement in _LET_GO_OF_THE_AUDIT[connection.vendor]:
                cursor.execute(statement)
        left = [*_tables(), Account]
        while left:
            model = left.pop(0)
            try:
                model._default_manager.all().delete()
            except (models.ProtectedError, models.RestrictedError):
                left.append(model)

    return take_away


_LET_GO_OF_THE_AUDIT = {
    "sqlite": ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"],
    "postgresql": ["DROP TRIGGER audit_no_change ON store_auditrow"],
}


def _tables():
    return [getattr(store_models, name) for name in store_models.__all__]


def _read_in(administrator, archive):
    return import_clinic(administrator, io.BytesIO(archive), now=NOW)


def test_an_imported_clinic_has_the_same_digest(emptied, administrator):
    digest = json.loads(ZipFile(io.BytesIO(emptied)).read("manifest.json"))["digest"]
    imported = _read_in(administrator, emptied)
    assert digest_of(imported.clinic) == imported.digest == digest
    assert imported.n_patients == 2


def test_exported_again_it_is_the_same_record_and_the_same_audit(emptied, administrator):
    _read_in(administrator, emptied)
    clinic = Clinic.objects.get()
    manager = Account.objects.get(memberships__role="manager")
    Authenticator.objects.create(user=manager, type=Authenticator.Type.TOTP, data={})
    again = ZipFile(io.BytesIO(b"".join(export_clinic(actor_of(manager), clinic, now=NOW))))
    first = ZipFile(io.BytesIO(emptied))
    assert again.read("record.jsonl") == first.read("record.jsonl")
    assert again.read("audit.jsonl").startswith(first.read("audit.jsonl"))


def test_versions_reasons_and_names_come_along(emptied, administrator):
    _read_in(administrator, emptied)
    patient = Patient.objects.get(code="P-014")
    assert open_identity(patient).name == "Kim Example"
    episode = patient.episodes.get()
    key = Record.objects.filter(kind="diary")[0].key
    assert [version.reason for version in history_of(episode, key)] == ["", "typed wrong"]
    assert episode.practitioner.name == "Mara Lindqvist"
    assert Fit.objects.get(episode=episode).due_at is not None


def test_the_audit_comes_along_and_its_chain_holds(emptied, administrator):
    imported = _read_in(administrator, emptied)
    assert AuditRow.objects.count() == imported.n_audit + 1 > 5
    assert list(broken_links()) == []


def test_nobody_brings_a_password_along(emptied, administrator):
    _read_in(administrator, emptied)
    others = Account.objects.exclude(pk=administrator.account.pk)
    assert others
    assert not any(account.has_usable_password() for account in others)


def test_whoever_has_the_same_address_is_the_same_person(archive, clinic, empty_the_instance):
    email = Account.objects.get(memberships__role="manager").email
    empty_the_instance()
    owner = make_account("Ines Duarte")
    owner.email, owner.is_site_administrator = email, True
    owner.save()
    owner.emailaddress_set.update(email=email)
    _read_in(actor_of(owner), archive)
    assert [m.role for m in owner.memberships.all()] == ["manager"]
    assert Account.objects.get(pk=owner.pk).has_usable_password()


def test_an_instance_with_patients_takes_nothing_in(archive, administrator):
    n_before = Record.objects.count()
    with pytest.raises(MovingError, match="patients here already"):
        _read_in(administrator, archive)
    assert Record.objects.count() == n_before


@pytest.mark.parametrize("place", [0.02, 0.3, 0.5, 0.7, 0.9, 0.999])
def test_a_damaged_archive_is_refused_and_nothing_is_left_behind(emptied, administrator, place):
    k = int(len(emptied) * place)
    damaged = emptied[:k] + bytes([emptied[k] ^ 0xFF]) + emptied[k + 1 :]
    try:
        _read_in(administrator, damaged)
    except MovingError:
        assert not Clinic.objects.exists()
    else:  # the byte was one of those that an archive does not need, such as a second date
        assert digest_of(Clinic.objects.get()) == _digest(emptied)


def _digest(archive):
    return json.loads(ZipFile(io.BytesIO(archive)).read("manifest.json"))["digest"]


def test_half_an_archive_is_refused(emptied, administrator):
    with pytest.raises(MovingError, match="end is missing"):
        _read_in(administrator, emptied[: len(emptied) // 2])


def _changed(archive, name, change):
    """The archive with one part changed by somebody who did not think of the others."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as before, ZipFile(out, "w") as after:
        for part in before.namelist():
            content = before.read(part)
            after.writestr(part, change(content) if part == name else content)
    return out.getvalue()


def test_an_archive_of_a_newer_version_is_refused_by_name(emptied, administrator):
    newer = _changed(emptied, "manifest.json", lambda m: m.replace(b"export/1", b"export/2"))
    with pytest.raises(MovingError, match=r"deqi\.export/2"):
        _read_in(administrator, newer)


def test_a_part_that_was_edited_is_named(emptied, administrator):
    edited = _changed(emptied, "audit.jsonl", lambda lines: lines.replace(b"diary", b"dairy"))
    with pytest.raises(MovingError, match=r"audit\.jsonl is not as it was written"):
        _read_in(administrator, edited)
    assert not Clinic.objects.exists()


@pytest.mark.parametrize("limit", ["MAX_PARTS", "MAX_UNPACKED", "MAX_MANIFEST"])
def test_an_archive_that_would_unfold_too_far_is_not_unfolded(
    emptied, administrator, monkeypatch, limit
):
    monkeypatch.setattr(importing, limit, 2)
    monkeypatch.setattr(ZipFile, "open", lambda *_: pytest.fail("it was unfolded"))
    with pytest.raises(MovingError, match="would unfold"):
        _read_in(administrator, emptied)


def test_one_patient_cannot_be_read_in(clinic, manager, administrator, empty_the_instance):
    patient = Patient.objects.get(code="P-014")
    archive = b"".join(export_patient(manager, patient, now=NOW))
    empty_the_instance()
    with pytest.raises(MovingError, match="one patient"):
        _read_in(administrator, archive)


def test_the_archive_of_one_patient_names_nobody_else(clinic, manager):
    patient = Patient.objects.get(code="P-014")
    archive = ZipFile(io.BytesIO(b"".join(export_patient(manager, patient, now=NOW))))
    told = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Kim Example" in told
    assert b"numb toes" in told
    assert b"Never Came" not in told


def test_the_tables_are_the_courses(archive, clinic, tmp_path):
    ZipFile(io.BytesIO(archive)).extractall(tmp_path)
    folder = read_table_folder(tmp_path / "tables")
    episode = Episode.objects.get()
    (entry,) = folder.course(episode.course_id).entries
    assert folder.problems == ()
    assert entry.pain_nrs == course_of(episode).entries[0].pain_nrs == 3.0


def test_a_practitioner_does_not_take_the_clinic_home(clinic):
    mara = actor_of(Account.objects.get(memberships__role="practitioner"))
    with pytest.raises(RefusedError):
        export_clinic(mara, clinic, now=NOW)


def test_every_table_of_the_care_record_is_known():
    """A new table: does it go along? Say so in `deqi.store.moving.tables`, or in STAYS and why."""
    told = {table.model.__name__ for table in TABLES} | set(STAYS)
    care = {m.__name__ for m in _tables() if m.__module__.rpartition(".")[2] not in OF_SOCIETY}
    assert care - told == set()


def test_every_sealed_column_of_a_table_is_opened_or_left_out():
    for table in TABLES:
        for column in table.model._meta.concrete_fields:
            if type(column) is models.BinaryField:
                assert column.name in {*table.sealed, *table.left_out}, (table.name, column.name)


def test_the_page_of_the_format_names_every_table_and_what_is_left_out():
    page = (Path(__file__).parents[2] / "docs/reference/export-format.md").read_text("utf-8")
    for table in TABLES:
        left_out = ", ".join(f"`{name}`" for name in sorted(table.left_out)) or "nothing"
        (row,) = [line for line in page.splitlines() if line.startswith(f"| `{table.name}` |")]
        assert row.endswith(f"| {left_out} |")
    assert all(f"`{column.name}`" in page for column in fields(Manifest))


def test_what_was_taken_back_stays_taken_back(clinic, manager, empty_the_instance):
    row = Record.objects.get(kind="diary", is_current=True)
    withdraw(actor_of(row.episode.patient.account), row, "another day", now=NOW)
    archive = b"".join(export_clinic(manager, clinic, now=NOW))
    empty_the_instance()
    administrator = make_account("Site Admin")
    administrator.is_site_administrator = True
    administrator.save()
    imported = _read_in(actor_of(administrator), archive)
    assert digest_of(imported.clinic) == imported.digest
    episode = Episode.objects.get()
    assert course_of(episode).entries == ()
    assert is_withdrawn(episode, row.key)


@pytest.mark.parametrize(("column", "value"), [("password", "x"), ("is_site_administrator", True)])
def test_no_file_makes_a_password_or_a_site_administrator(column, value):
    known = make_account()
    line = {"table": "account", "id": "person 1", "email": known.email, column: value}
    with pytest.raises(MovingError):
        Arrivals().take(json.dumps(line).encode())
    assert getattr(Account.objects.get(), column) == getattr(known, column)
