"""Export, import into an empty instance, and erasure, as a manager does them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from deqi.store import models as tables
from deqi.store.courses import course_of
from deqi.store.models import Account, Clinic, Episode, Patient
from tests.browser.looking import WIDTHS, faults_of, page_of
from tests.web.courses import keep_example
from tests.web.people import (
    PASSWORD,
    make_account,
    make_clinic,
    make_episode,
    make_licensed,
    make_member,
    make_patient,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clinic():
    clinic = make_clinic()
    patient = make_patient(clinic, account=True)
    keep_example(make_episode(patient, make_licensed(clinic)))
    return clinic


@pytest.fixture
def manager(clinic):
    return make_member(clinic, "manager", name="Ines Duarte")


def _prove(page):
    """Give the password again, where it is asked for."""
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def _download(page, path):
    page.goto(path)
    _prove(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    return download.value.path()


def test_a_clinic_moves_to_an_empty_instance(browser, live_server, clinic, manager, tmp_path):
    before = course_of(Episode.objects.get())
    path = reverse("export_clinic", args=[clinic.pk])
    with page_of(browser, live_server.url, manager) as page:
        archive = tmp_path / "clinic.zip"
        archive.write_bytes(_download(page, path).read_bytes())
        page.get_by_text("Compute the digest").click()
        digest = page.locator(".code").first.inner_text()
    _forget_everything()
    with page_of(browser, live_server.url, _administrator()) as page:
        page.goto(reverse("import_clinic"))
        _prove(page)
        page.get_by_label("Archive of a clinic").set_input_files(archive)
        page.get_by_role("button", name="Read it in").click()
        page.get_by_text("Everything was read in").wait_for()
        assert digest in page.inner_text("main")
        assert faults_of(page) == []
    assert course_of(Episode.objects.get()) == before


def _administrator():
    account = make_account("Site")
    Account.objects.filter(pk=account.pk).update(is_site_administrator=True)
    return account


def _forget_everything():
    """What a new instance is: the same tables without a row."""
    with connection.cursor() as cursor:
        _empty(cursor, "account_emailaddress")
        for name in tables.__all__:
            if name not in ("AuditRow", "AuditHead"):
                _empty(cursor, getattr(tables, name)._meta.db_table)


def _empty(cursor, table):
    if connection.vendor == "postgresql":
        cursor.execute(f"TRUNCATE {table} CASCADE")
        return
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.execute(f"DELETE FROM {table}")
    cursor.execute("PRAGMA foreign_keys=ON")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_patient_is_erased_in_two_steps(browser, live_server, clinic, manager, width):
    patient = Patient.objects.get()
    Clinic.objects.update(retention_years=0)
    Patient.objects.update(made_at=timezone.now() - timedelta(days=900), last_care_on=None)
    path = reverse("erase_patient", args=[clinic.pk, patient.pk])
    with page_of(browser, live_server.url, manager, width=width) as page:
        page.goto(path)
        _prove(page)
        assert faults_of(page) == []
        page.get_by_label("The time of keeping is over", exact=True).check()
        page.get_by_role("button", name="Go on").click()
        assert faults_of(page) == []
        page.get_by_label("Type the patient").fill("P-014")
        page.get_by_role("button", name="Erase for good").click()
        page.get_by_text("everything personal of this patient was taken away").wait_for()
        assert faults_of(page) == []
        page.goto(reverse("audit", args=[clinic.pk]))
        assert page.get_by_role("cell", name="Erased a patient").is_visible()
        assert faults_of(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_patient_finds_who_read_the_record(browser, live_server, clinic, width):
    episode = Episode.objects.get()
    with page_of(browser, live_server.url, episode.practitioner) as desk:
        desk.goto(reverse("doctor_page", args=[clinic.pk, episode.pk]))
    with page_of(browser, live_server.url, episode.patient.account, width=width) as page:
        page.goto(reverse("settings"))
        page.get_by_role("link", name="See who read it").click()
        assert page.get_by_text("Mara Lindqvist").is_visible()
        assert faults_of(page) == []
