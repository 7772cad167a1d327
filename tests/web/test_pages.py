"""Who comes where, and what every answer carries."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from deqi.store.models import AuditRow
from tests.web.people import (
    logged_in,
    make_account,
    make_clinic,
    make_episode,
    make_member,
    make_patient,
)

pytestmark = pytest.mark.django_db


def test_a_visitor_is_sent_to_the_log_in():
    make_account()
    assert Client().get("/").headers["Location"] == reverse("account_login")


def test_a_member_sees_today_and_the_audit_names_who_was_shown():
    clinic = make_clinic()
    episode = make_episode(make_patient(clinic))
    page = logged_in(make_member(clinic)).get(reverse("today", args=[clinic.pk]))
    assert page.status_code == 200
    assert AuditRow.objects.get(action="today.read").clinic == clinic.pk
    assert str(episode.pk) not in page.headers.get("Location", "")


def test_another_clinic_is_not_found():
    stranger = logged_in(make_member(make_clinic("South")))
    assert stranger.get(reverse("today", args=[make_clinic().pk])).status_code == 404


def test_a_member_without_a_second_factor_is_sent_to_add_one():
    clinic = make_clinic()
    member = logged_in(make_member(clinic, second_factor=False))
    page = member.get(reverse("today", args=[clinic.pk]))
    assert page.headers["Location"] == reverse("mfa_index")


def test_every_page_has_the_policy_and_is_kept_in_no_cache():
    make_account()
    page = Client().get(reverse("account_login"))
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["Cache-Control"].startswith(("no-store", "max-age=0"))
