"""A patient is erased when the law allows it, and then really."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from deqi.actions.acting import RefusedError, actor_of
from deqi.actions.diary import entry_now, write_entry
from deqi.actions.erasure import ErasureError, Reason, erasable_from, erase, erasure_of
from deqi.actions.exporting import export_clinic
from deqi.records import Treatment
from deqi.store import erasing
from deqi.store.audit import broken_links, open_details
from deqi.store.models import Account, AuditRow, Episode, Fit, Patient, PatientKey, Record
from deqi.store.patients import ErasedError, open_identity
from deqi.store.records import add_record
from tests.web.people import (
    NOW,
    logged_in,
    make_clinic,
    make_episode,
    make_member,
    make_patient,
)

LATER = NOW + timedelta(days=3700)  # ten years and some weeks
pytestmark = pytest.mark.django_db


@pytest.fixture
def patient():
    patient = make_patient(make_clinic(), account=True)
    episode = make_episode(patient)
    kim = actor_of(patient.account)
    write_entry(kim, episode, entry_now(episode, 5.0, NOW), key=uuid4(), now=NOW)
    return patient


@pytest.fixture
def manager(patient):
    return actor_of(make_member(patient.clinic, "manager"))


def _erase(manager, patient, now=LATER, backups=()):
    return erase(manager, patient, Reason.TIME_IS_OVER, backups=backups, now=now)


def test_while_the_record_has_to_be_kept_it_is_refused_with_the_first_day(manager, patient):
    assert erasable_from(patient) == date(2036, 11, 3)
    with pytest.raises(ErasureError, match="from 3 November 2036 on"):
        _erase(manager, patient, datetime(2036, 11, 2, 12, tzinfo=UTC))
    assert Record.objects.filter(episode__patient=patient).exists()
    _erase(manager, patient, datetime(2036, 11, 3, 12, tzinfo=UTC))


def test_the_time_runs_from_the_last_care(patient):
    patient.last_care_on = date(2028, 2, 29)
    patient.clinic.retention_years = 3
    assert erasable_from(patient) == date(2031, 3, 2)


def test_care_that_was_planned_ahead_keeps_the_record_no_longer_than_its_writing(patient):
    on, episode = date(9999, 12, 31), patient.episodes.get()
    at = datetime(9999, 12, 31, 12, tzinfo=UTC)
    add_record(episode, Treatment("physiotherapy", on), at=at, on=on, by=None, now=NOW)
    assert erasable_from(patient) == date(2036, 11, 4)


def test_a_practitioner_erases_nobody(patient):
    with pytest.raises(RefusedError):
        _erase(actor_of(make_member(patient.clinic)), patient)


def test_nothing_personal_is_left(manager, patient):
    account = patient.account
    _erase(manager, patient)
    stone = Patient.objects.get(pk=patient.pk)
    assert (stone.identity, stone.account, stone.key) == (None, None, None)
    assert "P-014" not in stone.code
    with pytest.raises(ErasedError):
        open_identity(stone)
    assert not Account.objects.filter(pk=account.pk).exists()
    for model in (Record, Episode, PatientKey, Fit):
        assert not model.objects.exists(), model


def test_what_the_audit_told_can_no_longer_be_read_and_its_chain_holds(manager, patient):
    _erase(manager, patient)
    stone = Patient.objects.get(pk=patient.pk)
    rows = AuditRow.objects.filter(patient=patient.pk)
    assert rows
    assert {open_details(row, stone)["details"] for row in rows} == {"erased"}
    assert list(broken_links()) == []


def test_it_says_what_it_did_and_which_backups_are_older(manager, patient):
    _erase(manager, patient, backups=["monday.deqi (2036-10-27)"])
    told = open_details(erasure_of(patient), None)
    assert told["why"] == "time_is_over"
    assert told["details"]["rows"]["record"] == 1
    assert told["details"]["backups"] == ["monday.deqi (2036-10-27)"]


def test_a_log_in_of_two_patients_stays_for_the_other(manager, patient):
    other = make_patient(make_clinic("South"))
    other.account = patient.account
    other.save()
    assert _erase(manager, patient).has_log_in_left
    assert Patient.objects.get(pk=other.pk).account == other.account


def test_somebody_who_is_logged_in_is_logged_out(manager, patient):
    client = logged_in(patient.account)
    client.get("/diary/")
    assert Session.objects.exists()
    _erase(manager, patient)
    assert client.get("/diary/").status_code == 302


def test_nobody_is_erased_twice(manager, patient):
    _erase(manager, patient)
    with pytest.raises(ErasureError, match="erased before"):
        _erase(manager, Patient.objects.get(pk=patient.pk))


def test_an_export_after_it_holds_nothing_of_the_patient(manager, patient):
    _erase(manager, patient)
    archive = b"".join(export_clinic(manager, patient.clinic, now=LATER))
    assert b"Kim Example" not in archive
    assert b"P-014" not in archive


def test_every_table_that_names_a_patient_or_an_episode_is_known():
    """A new one: `deqi.store.erasing` has to take its rows away, too."""
    handled = {*erasing.TABLES, erasing.Manuscript}
    for model in (Patient, Episode):
        found = {relation.related_model for relation in model._meta.related_objects}
        assert found - handled == set()


@pytest.mark.django_db(transaction=True)
def test_the_key_is_gone_from_the_bytes_of_the_database(manager, patient):
    """All that is sealed opens with it alone; SQLite has one file and a log to look through."""
    if connection.vendor != "sqlite":
        _erase(manager, patient)  # writes the tables anew; its files are not ours to read
        return
    wrapped, identity = bytes(patient.key.wrapped), bytes(patient.identity)
    assert wrapped in _bytes_on_disk()
    _erase(manager, patient)
    left = _bytes_on_disk()
    assert wrapped not in left
    assert identity not in left


def _bytes_on_disk():
    from pathlib import Path

    name = str(connection.settings_dict["NAME"])
    files = [Path(name + end) for end in ("", "-wal")]
    return b"".join(file.read_bytes() for file in files if file.exists())
