"""Where there is no society, nothing of it is found."""

from __future__ import annotations

import pytest
from django.test import Client

from deqi.access import Permission
from deqi.actions.acting import NOBODY, SOCIETY, RefusedError, actor_of
from deqi.actions.change import changing
from deqi.store.models import AuditRow
from tests.web.people import NOW, logged_in, make_account, make_clinic, make_member
from tests.web.society.members import member_actor

pytestmark = pytest.mark.django_db


def _write(actor):
    with changing(actor, Permission.WRITE_POST, SOCIETY, "post.write", now=NOW):
        pass


def test_without_a_society_its_pages_are_not_found_and_nobody_signs_up(settings):
    settings.DEQI_HAS_SOCIETY = False
    make_account()
    assert Client().get("/society/").status_code == 404
    assert b"password1" not in Client().get("/account/signup/").content


def test_programs_are_told_of_the_societys_pages_only(settings):
    make_account()
    assert b"Allow: /society/" in Client().get("/robots.txt").content
    settings.DEQI_HAS_SOCIETY = False
    assert Client().get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_a_visitor_reads_the_front_page_and_may_sign_up():
    make_account()
    assert Client().get("/").status_code == 200
    assert b"password1" in Client().get("/account/signup/").content


def test_somebody_of_a_clinic_still_begins_at_today():
    member = logged_in(make_member(make_clinic()))
    assert "/today/" in member.get("/", follow=True).request["PATH_INFO"]


def test_a_member_writes_and_the_audit_names_the_role_that_allowed_it():
    _write(member_actor(is_moderator=True))
    row = AuditRow.objects.get(action="post.write")
    assert (row.role, row.clinic, row.patient) == ("member", None, None)


def test_an_account_that_is_no_member_is_told_to_apply():
    with pytest.raises(RefusedError, match="Apply for membership"):
        _write(actor_of(make_account()))


def test_a_visitor_is_asked_to_log_in():
    with pytest.raises(RefusedError, match="Log in first"):
        _write(NOBODY)
