"""Export, import, erasure and the audit, as their pages let people do it."""

from __future__ import annotations

import ast
import io
from datetime import timedelta
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import deqi
from deqi.actions.acting import actor_of
from deqi.actions.diary import entry_now, write_entry
from deqi.actions.erasure import Reason, erase
from deqi.actions.exporting import export_clinic
from deqi.store.audit import open_details
from deqi.store.models import AuditRow, Patient
from deqi.web.clinic.keeping.acts import ACTS
from tests.web.people import (
    NOW,
    PASSWORD,
    SECRET,
    logged_in,
    make_account,
    make_clinic,
    make_episode,
    make_licensed,
    make_member,
    make_patient,
    proved,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient(clinic):
    patient = make_patient(clinic, account=True)
    episode = make_episode(patient, make_licensed(clinic))
    kim = actor_of(patient.account)
    write_entry(kim, episode, entry_now(episode, 5.0, NOW), key=uuid4(), now=NOW)
    return patient


@pytest.fixture
def manager(clinic):
    return proved(make_member(clinic, "manager", name="Ines Duarte"))


def _of(patient, name):
    return reverse(name, args=[patient.clinic_id, patient.pk])


def test_an_export_asks_for_the_password_again(patient):
    client = logged_in(make_member(patient.clinic, "manager"))
    page = client.get(_of(patient, "export_patient"))
    assert page.status_code == 302
    assert "reauthenticate" in page.headers["Location"]


def _log_in(account):
    """As a person does it: the password, then the code of the app."""
    client = Client()
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    code = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    return client


def test_right_after_a_log_in_the_password_is_not_asked_for_again(patient):
    client = _log_in(patient.clinic.memberships.get().account)
    assert client.get(_of(patient, "export_patient")).status_code == 200


def test_a_log_in_of_long_ago_does_not_count_for_an_export(patient):
    client = _log_in(patient.clinic.memberships.get().account)
    session = client.session
    for shown in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        shown["at"] -= 901
    session.save()
    page = client.get(_of(patient, "export_patient"))
    assert page.url.startswith(reverse("account_reauthenticate"))


def test_the_archive_of_a_patient_is_downloaded_and_audited(manager, patient):
    assert manager.get(_of(patient, "export_patient")).status_code == 200
    answer = manager.post(_of(patient, "export_patient"))
    archive = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert "tables/diary.csv" in archive.namelist()
    assert "P-014" not in answer.headers["Content-Disposition"]
    assert AuditRow.objects.get(action="patient.export").patient == patient.pk


def test_the_archive_of_the_clinic_is_a_managers(manager, patient):
    path = reverse("export_clinic", args=[patient.clinic_id])
    archive = ZipFile(io.BytesIO(b"".join(manager.post(path).streaming_content)))
    assert archive.testzip() is None
    practitioner = proved(make_member(patient.clinic))
    assert practitioner.post(path).status_code == 403
    stranger = proved(make_member(make_clinic("South"), "manager"))
    assert stranger.post(path).status_code == 404


def test_the_digest_is_shown_when_it_is_asked_for(manager, patient):
    page = manager.get(reverse("export_clinic", args=[patient.clinic_id]), {"digest": "1"})
    assert page.context["digest"] in page.text
    assert len(page.context["digest"]) == 64


def test_reading_in_is_the_site_administrators_and_says_why_it_refuses(patient):
    manager = actor_of(make_member(patient.clinic, "manager"))
    archive = b"".join(export_clinic(manager, patient.clinic, now=NOW))
    account = make_account("Site")
    account.is_site_administrator = True
    account.save()
    client, path = proved(account), reverse("import_clinic")
    assert client.get(path).status_code == 200
    answer = client.post(path, {"archive": SimpleUploadedFile("a.zip", archive)})
    assert answer.status_code == 400
    assert "patients here already" in answer.text
    answer = client.post(path, {"archive": SimpleUploadedFile("a.zip", b"no archive")})
    assert answer.status_code == 400
    assert proved(manager.account).get(path).status_code == 404


def test_before_its_day_the_page_of_erasure_gives_the_day_and_no_button(manager, patient):
    page = manager.get(_of(patient, "erase_patient"))
    assert "can be erased from" in page.text
    assert "Go on" not in page.text
    refused = manager.post(_of(patient, "erase_patient"), {"reason": "time_is_over"})
    assert "can be erased from" in refused.text
    assert Patient.objects.get(pk=patient.pk).erased_at is None


@pytest.fixture
def old(patient):
    """A patient whose time of keeping is over."""
    patient.clinic.retention_years = 0
    patient.clinic.save()
    Patient.objects.filter(pk=patient.pk).update(made_at=NOW - timedelta(days=900))
    patient.episodes.get().records.update(on=NOW.date() - timedelta(days=800))
    return patient


def test_erasing_takes_a_reason_and_then_the_code(manager, old):
    path = _of(old, "erase_patient")
    assert manager.post(path, {"reason": ""}).status_code == 400
    assert "Type the patient" in manager.post(path, {"reason": "time_is_over"}).text
    wrong = manager.post(path, {"reason": "time_is_over", "code": "P-041"})
    assert wrong.status_code == 400
    assert "P-041 was typed" in wrong.text
    done = manager.post(path, {"reason": "time_is_over", "code": "P-014"}, follow=True)
    assert "everything personal of this patient was taken away" in done.text
    assert Patient.objects.get(pk=old.pk).erased_at is not None


def test_backups_that_are_older_are_named(manager, old, settings, tmp_path):
    settings.DEQI = settings.DEQI.__class__(
        **{name: getattr(settings.DEQI, name) for name in settings.DEQI.__dataclass_fields__}
        | {"home": tmp_path}
    )
    line = '{"made_at": "2026-01-05T02:00:00+00:00", "file": "/b/monday.deqi", "digest": "x"}\n'
    (tmp_path / "backups.jsonl").write_text(line)
    assert "monday.deqi (5 January 2026)" in manager.get(_of(old, "erase_patient")).text


def test_the_audit_names_who_did_what_to_whom(manager, patient):
    page = manager.get(reverse("audit", args=[patient.clinic_id]))
    assert "diary.write" in page.text
    assert "Kim Example" in page.text  # who wrote it: the log-in's own name
    assert "P-014" in page.text


def _try(address, password="not the one of these words"):
    Client().post(reverse("account_login"), {"login": address, "password": password})


def _audit_page(client, clinic):
    return client.get(reverse("audit", args=[clinic.pk])).content.decode()


def test_a_log_in_that_failed_stands_in_the_audit_of_who_was_tried(manager, patient):
    _try(patient.account.email)
    row = AuditRow.objects.get(action="account.log_in_failed")
    assert (row.actor, row.role, row.subject) == (patient.account.pk, "visitor", "password")
    assert "A log-in failed" in _audit_page(manager, patient.clinic)


def test_a_wrong_code_after_the_right_password_stands_there_too(manager, patient):
    account = patient.clinic.memberships.exclude(role="manager").get().account
    client = Client()
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert AuditRow.objects.get(action="account.log_in_failed").subject == "totp"
    assert account.get_full_name() in _audit_page(manager, patient.clinic)


def test_an_address_that_nobody_has_is_kept_nowhere_and_seen_by_who_keeps_the_site(manager, clinic):
    _try("nobody-of-ours@example.org")
    row = AuditRow.objects.get(action="account.log_in_failed")
    assert row.actor is None
    assert "nobody-of-ours" not in f"{row.subject} {open_details(row, None)}"
    assert "A log-in failed" not in _audit_page(manager, clinic)
    keeper = make_member(clinic, "manager")
    keeper.is_site_administrator = True
    keeper.save()
    assert "A log-in failed" in _audit_page(logged_in(keeper), clinic)


def test_a_log_in_that_failed_elsewhere_is_nothing_to_this_clinic(manager, clinic):
    _try(make_member(make_clinic("Elsewhere")).email)
    assert "A log-in failed" not in _audit_page(manager, clinic)


def test_a_flood_of_log_ins_is_turned_away_before_the_audit(patient):
    for _ in range(9):
        _try(patient.account.email)
    assert AuditRow.objects.filter(action="account.log_in_failed").count() == 5


def test_the_audit_says_in_words_what_was_done(manager, patient):
    text = _audit_page(manager, patient.clinic)
    assert "<td>Wrote in the diary</td>" in text
    assert "<td>diary.write</td>" not in text


def _acts_of(folder):
    """Every name of an act that the code of the clinic gives to the audit."""
    for path in sorted(Path(deqi.__file__).parent.joinpath(folder).rglob("*.py")):
        if "society" in path.parts:
            continue
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(call, "func", None), "id", "")
            if name in {"changing", "reading", "note_of_account", "_note", "Act"}:
                yield from (
                    one.value
                    for one in call.args
                    if isinstance(one, ast.Constant) and "." in str(one.value)
                )


def test_every_act_of_the_clinic_has_words():
    named = {*_acts_of("actions"), *_acts_of("web")}
    assert len(named) > 50
    assert named - set(ACTS) == set()


def test_the_audit_of_one_patient_is_found_by_code_and_the_code_stands_in_no_address(
    manager, patient
):
    path = reverse("audit", args=[patient.clinic_id])
    make_patient(patient.clinic, "P-2")
    answer = manager.post(path, {"code": "P-014", "person": "", "first_on": "", "last_on": ""})
    assert "P-014" not in answer.headers["Location"]
    page = manager.get(answer.headers["Location"])
    assert {line.told.code for line in page.context["rows"]} == {"P-014"}
    assert "no patient&#x27;s code here" in manager.post(path, {"code": "P-9"}).text


def test_the_audit_is_paged_by_number_so_that_new_rows_shift_nothing(manager, patient):
    path = reverse("audit", args=[patient.clinic_id])
    for _ in range(55):
        manager.get(path)
    first = manager.get(path)
    second = manager.get(f"{path}?{first.context['older']}")
    assert len(first.context["rows"]) == 50
    seen = [line.told.row.number for line in (*first.context["rows"], *second.context["rows"])]
    assert seen == sorted(set(seen), reverse=True)


@pytest.mark.parametrize(
    "asked",
    [
        "patient=x",
        "person=%00",
        "first_on=2026-13-01",
        "first_on=0001-01-01",
        "last_on=9999-12-31",
        "before=-1",
        "before=9" + "9" * 40,
    ],
)
def test_an_address_that_cannot_mean_anything_shows_everything(manager, clinic, asked):
    assert manager.get(f"{reverse('audit', args=[clinic.pk])}?{asked}").status_code == 200


def test_of_an_erased_patient_the_audit_says_erased(manager, old):
    erase(
        actor_of(make_member(old.clinic, "manager")),
        old,
        Reason.TIME_IS_OVER,
        backups=(),
        now=timezone.now(),
    )
    page = manager.get(reverse("audit", args=[old.clinic_id]), {"patient": old.pk})
    assert {line.told.details for line in page.context["rows"]} == {"erased"}
    assert "Kim Example" not in page.text


def test_a_patient_sees_who_read_the_record(patient):
    episode = patient.episodes.get()
    mara = logged_in(episode.practitioner)
    for _ in range(2):
        mara.get(reverse("doctor_page", args=[patient.clinic_id, episode.pk]))
    mara.get(reverse("today", args=[patient.clinic_id]))
    page = logged_in(patient.account).get(reverse("who_read"))
    assert [(r.name, r.what, r.n) for r in page.context["readings"]] == [
        ("Mara Lindqvist", "doctor_page.read", 2),
        ("Mara Lindqvist", "list", 1),
    ]
    assert "a list on which you stand" in page.text


def test_nobody_sees_who_read_somebody_elses_record(patient):
    other = make_patient(patient.clinic, "P-2", account=True)
    mara = logged_in(patient.episodes.get().practitioner)
    mara.get(reverse("doctor_page", args=[patient.clinic_id, patient.episodes.get().pk]))
    assert logged_in(other.account).get(reverse("who_read")).context["readings"] == []


def test_a_manager_who_reads_the_audit_of_a_patient_is_among_those_who_read(manager, patient):
    manager.get(reverse("audit", args=[patient.clinic_id]))
    page = logged_in(patient.account).get(reverse("who_read"))
    assert [(r.name, r.what) for r in page.context["readings"]] == [("Ines Duarte", "list")]
