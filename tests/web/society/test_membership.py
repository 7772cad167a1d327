"""Becoming a member, what a member shows, and how it ends."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from deqi.access import Role
from deqi.actions.acting import RefusedError, actor_of
from deqi.actions.society.documents import NotAcceptedError, accept_texts, texts_to_accept
from deqi.actions.society.membership import (
    Application,
    MembershipError,
    apply_for_membership,
    appoint,
    decide_application,
    end_membership,
)
from deqi.store.letters import open_letter
from deqi.store.models import AuditRow, Letter, Licence, SocietyMember
from deqi.store.society import texts
from deqi.store.society.badges import Badge, badges_of
from deqi.web.letters.words import words_of
from tests.web.people import NOW, logged_in, make_account, make_clinic, make_licensed
from tests.web.society.members import accept_all, make_society_member

pytestmark = pytest.mark.django_db
APPLICATION = Application("Dr. Lin", "Writes about sleep.", "I treat back pain.")


@pytest.fixture
def moderator():
    return actor_of(make_society_member("Mod", is_moderator=True))


@pytest.fixture
def applicant():
    account = make_account("Lin", second_factor=False)
    accept_all(account)
    return account


def _applied(applicant):
    return apply_for_membership(actor_of(applicant), APPLICATION, now=NOW)


def test_an_application_is_no_membership(applicant):
    _applied(applicant)
    assert actor_of(applicant).person.society == frozenset()


def test_an_approved_applicant_is_a_member_and_gets_a_letter(applicant, moderator):
    decide_application(moderator, _applied(applicant), approved=True, why="", now=NOW)
    assert actor_of(applicant).person.society == {Role.MEMBER}
    assert Letter.objects.get(kind="membership").account == applicant


def test_the_letter_names_no_reason(applicant, moderator):
    decide_application(moderator, _applied(applicant), approved=False, why="Too short.", now=NOW)
    letter = Letter.objects.get(kind="membership")
    words = words_of(letter, open_letter(letter))
    assert "not approved" in words.body
    assert "Too short" not in words.body


def test_a_refused_applicant_reads_why_and_may_apply_again(applicant, moderator):
    decide_application(moderator, _applied(applicant), approved=False, why="Too short.", now=NOW)
    page = logged_in(applicant).get(reverse("join"))
    assert b"Too short." in page.content
    assert _applied(applicant).refused_at is None


def test_an_application_is_decided_once(applicant, moderator):
    member = _applied(applicant)
    decide_application(moderator, member, approved=True, why="", now=NOW)
    with pytest.raises(MembershipError, match="decided already"):
        decide_application(moderator, member, approved=False, why="No.", now=NOW)


def test_members_do_not_decide_about_applications(applicant):
    with pytest.raises(RefusedError):
        decide_application(
            actor_of(make_society_member()), _applied(applicant), approved=True, why="", now=NOW
        )


def test_a_refusal_without_a_reason_is_asked_for_one(applicant):
    client = logged_in(make_society_member(is_moderator=True))
    page = client.post(reverse("member_decide", args=[_applied(applicant).pk]), {"refuse": "yes"})
    assert page.context["form"].errors
    assert SocietyMember.objects.get(pk=applicant.pk).refused_at is None


def test_an_ended_membership_ends_every_appointment(moderator):
    member = make_society_member(is_editor=True, is_reviewer=True)
    end_membership(moderator, member.member, why="Adverts.", now=NOW)
    assert actor_of(member).person.society == frozenset()
    member.member.refresh_from_db()
    assert (member.member.is_editor, member.member.is_reviewer) == (False, False)


def test_a_member_ends_the_own_membership():
    member = make_society_member()
    logged_in(member).post(reverse("profile_end"))
    assert actor_of(member).person.society == frozenset()


def test_moderators_do_not_appoint_moderators(moderator):
    with pytest.raises(RefusedError):
        appoint(moderator, make_society_member().member, frozenset({Role.MODERATOR}), now=NOW)


def test_the_site_administrator_makes_the_first_moderator(applicant):
    administrator = make_account()
    administrator.is_site_administrator = True
    administrator.save()
    client = logged_in(administrator)
    member = _applied(applicant)
    client.post(reverse("member_decide", args=[member.pk]), {"approve": "yes"})
    client.post(reverse("member_appoint", args=[member.pk]), {"roles": ["moderator"]})
    assert actor_of(applicant).person.society == {Role.MEMBER, Role.MODERATOR}
    assert AuditRow.objects.get(action="membership.appoint").role == "site_administrator"


def test_who_has_not_accepted_the_terms_is_led_to_them_and_cannot_apply():
    account = make_account(second_factor=False)
    page = logged_in(account).get(reverse("join"))
    assert page.headers["Location"].startswith(reverse("accept"))
    with pytest.raises(NotAcceptedError):
        apply_for_membership(actor_of(account), APPLICATION, now=NOW)


def test_accepting_leads_back_and_nowhere_else():
    client = logged_in(make_account(second_factor=False))
    shown = client.get(reverse("accept")).context["texts"]
    sent = {"accepted": "yes", "digest": [text.digest for text, _ in shown]}
    assert client.post(reverse("accept"), sent | {"next": "//evil.example/"}).headers[
        "Location"
    ] == reverse("society")
    assert client.get(reverse("join")).status_code == 200


def test_a_box_that_is_not_ticked_accepts_nothing():
    account = make_account(second_factor=False)
    logged_in(account).post(reverse("accept"), {"digest": "x"})
    assert len(texts_to_accept(account)) == 2


def test_a_changed_text_is_accepted_anew(applicant, settings, tmp_path):
    assert texts_to_accept(applicant) == []
    settings.DEQI = dataclasses.replace(settings.DEQI, home=tmp_path)
    (tmp_path / "society").mkdir()
    (tmp_path / "society" / "terms.md").write_text("Version: 2\n\nOther terms.\n")
    (text,) = texts_to_accept(applicant)
    assert (text.name, text.version, text.is_draft) == (texts.TERMS, "2", False)
    with pytest.raises(NotAcceptedError, match="just changed"):
        accept_texts(actor_of(applicant), {"an older digest"}, now=NOW)
    accept_texts(actor_of(applicant), {text.digest}, now=NOW)
    assert texts_to_accept(applicant) == []


def test_a_licence_badge_goes_with_the_licence():
    account = make_licensed(make_clinic(), until=date(2027, 3, 1))
    SocietyMember.objects.create(
        account=account, display_name="Lin", applied_at=NOW, approved_at=NOW, is_reviewer=True
    )
    last, after = date(2027, 3, 1), date(2027, 3, 2)
    assert badges_of([account.pk], last)[account.pk] == (Badge.LICENCE, Badge.REVIEWER)
    assert badges_of([account.pk], after)[account.pk] == (Badge.REVIEWER,)
    Licence.objects.update(confirmed_at=None)
    assert badges_of([account.pk], last)[account.pk] == (Badge.REVIEWER,)


def test_who_is_no_member_any_more_has_no_badge(moderator):
    member = make_society_member(is_editor=True)
    assert badges_of([member.pk], NOW.date())[member.pk] == (Badge.EDITOR,)
    end_membership(moderator, member.member, why="x", now=NOW)
    assert badges_of([member.pk], NOW.date())[member.pk] == ()


def test_a_visitor_reads_how_to_become_a_member_and_sees_no_list_of_members():
    member = logged_in(make_society_member())
    assert b"Make a log-in" in Client().get(reverse("join")).content
    assert reverse("account_login") in Client().get(reverse("members")).headers["Location"]
    assert member.get(reverse("members")).status_code == 403
