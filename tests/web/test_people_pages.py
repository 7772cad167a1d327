"""Who works here, and by what right: pages of a manager and of a practitioner."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from deqi.actions.acting import actor_of
from deqi.actions.licences import LicenceError, confirm_licence, write_licence_letters
from deqi.store.letters import open_letter
from deqi.store.models import AuditRow, Clinic, Invitation, Letter, Licence, Membership
from tests.web.people import (
    NOW,
    logged_in,
    make_account,
    make_clinic,
    make_licensed,
    make_member,
    make_patient,
)

pytestmark = pytest.mark.django_db


def _hand_in(clinic, account, **fields):
    given = {
        "kind": "licence",
        "number": "A-2",
        "body": "Board",
        "jurisdiction": "Bavaria",
        "valid_until": (timezone.localdate() + timedelta(days=400)).isoformat(),
        "supervisor": "",
    } | fields
    return logged_in(account).post(reverse("licence", args=[clinic.pk]), given)


def _look_at(clinic, account, licence, **posted):
    address = reverse("licence_look_at", args=[clinic.pk, licence.pk])
    return logged_in(account).post(address, posted)


def test_a_manager_who_treats_nobody_begins_with_the_people(clinic, manager):
    assert logged_in(manager).get("/").headers["Location"] == reverse("people", args=[clinic.pk])


def test_without_mail_the_link_is_shown_once(clinic, manager):
    client, address = logged_in(manager), reverse("people", args=[clinic.pk])
    page = client.post(address, {"email": "new@example.org", "role": "practitioner"})
    assert "http://localhost:8765/invitation/" in page.text
    assert "http://localhost:8765/invitation/" not in client.get(address).text
    assert "new@example.org" in client.get(address).text
    assert not Letter.objects.exists()


def test_a_patient_is_invited_from_the_patients_page(clinic):
    patient, member = make_patient(clinic), make_member(clinic)
    address = reverse("patient_invite", args=[clinic.pk, patient.pk])
    page = logged_in(member).post(address, {"email": "kim@example.org"})
    assert "/invitation/" in page.text
    assert Invitation.objects.get().patient == patient


def test_a_membership_ends_with_a_reason_and_with_it_all_access(clinic, manager):
    member = make_member(clinic)
    row = Membership.objects.get(account=member)
    client = logged_in(member)
    assert client.get(reverse("today", args=[clinic.pk])).status_code == 200
    address = reverse("membership_end", args=[clinic.pk, row.pk])
    assert "This field is required" in logged_in(manager).post(address, {"why": ""}).text
    logged_in(manager).post(address, {"why": "moved away"})
    assert client.get(reverse("today", args=[clinic.pk])).status_code == 404
    assert "Former members" in logged_in(manager).get(reverse("people", args=[clinic.pk])).text


def test_the_last_manager_stays(clinic, manager):
    row = Membership.objects.get(account=manager)
    address = reverse("membership_end", args=[clinic.pk, row.pk])
    page = logged_in(manager).post(address, {"why": "tired"})
    assert "last manager" in page.text
    row.refresh_from_db()
    assert row.ended_at is None


def test_a_member_takes_on_another_role_but_a_stranger_does_not(clinic, manager):
    member, stranger = make_member(clinic), make_account()
    for account in (member, stranger):
        address = reverse("role_give", args=[clinic.pk, account.pk])
        logged_in(manager).post(address, {"role": "manager"})
    assert Membership.objects.filter(account=member, role="manager").exists()
    assert not Membership.objects.filter(account=stranger).exists()


def test_nobody_is_offered_a_role_that_they_have(clinic, manager):
    Membership.objects.create(account=manager, clinic=clinic, role="practitioner", began_at=NOW)
    assert "too<" not in logged_in(manager).get(reverse("people", args=[clinic.pk])).text


def test_looking_at_a_licence_says_nothing_of_the_readers_own(clinic, manager):
    _hand_in(clinic, make_member(clinic))
    address = reverse("licence_look_at", args=[clinic.pk, Licence.objects.get().pk])
    assert "Your licence" not in logged_in(manager).get(address).text


def test_a_licence_counts_from_the_moment_a_manager_confirms_it(clinic, manager):
    member = make_member(clinic)
    _hand_in(clinic, member)
    licence = Licence.objects.get()
    assert not actor_of(member).person.licensed_until
    _look_at(clinic, manager, licence, confirm="yes")
    assert actor_of(member).person.licensed_until == {str(clinic.pk): licence.valid_until}
    assert AuditRow.objects.filter(action="licence.confirm", actor=manager.pk).exists()


def test_one_does_not_confirm_ones_own_licence_where_somebody_else_can(clinic, manager):
    other = make_member(clinic, "manager")
    Membership.objects.create(account=other, clinic=clinic, role="practitioner", began_at=NOW)
    _hand_in(clinic, other)
    with pytest.raises(LicenceError):
        confirm_licence(actor_of(other), Licence.objects.get(), now=timezone.now())
    page = _look_at(clinic, other, Licence.objects.get(), confirm="yes")
    assert "Ask another manager" in page.text
    assert Licence.objects.get().confirmed_at is None


def test_who_works_alone_confirms_and_it_is_marked(clinic, manager):
    Membership.objects.create(account=manager, clinic=clinic, role="practitioner", began_at=NOW)
    _hand_in(clinic, manager)
    _look_at(clinic, manager, Licence.objects.get(), confirm="yes")
    assert (
        "confirmed by its holder"
        in logged_in(manager).get(reverse("people", args=[clinic.pk])).text
    )


def test_a_renewed_licence_takes_the_place_of_the_one_before(clinic, manager):
    member = make_licensed(clinic)
    _hand_in(clinic, member)
    waiting = Licence.objects.get(confirmed_at__isnull=True)
    assert actor_of(member).person.licensed_until  # the old one counts until then
    _look_at(clinic, manager, waiting, confirm="yes")
    assert [row.number for row in Licence.objects.filter(ended_at__isnull=True)] == ["A-2"]


def test_a_licence_turned_down_needs_a_reason_and_counts_no_more(clinic, manager):
    member = make_licensed(clinic)
    licence = Licence.objects.get()
    assert "required" in _look_at(clinic, manager, licence, refuse="yes", why="").text
    _look_at(clinic, manager, licence, refuse="yes", why="not in the register")
    assert not actor_of(member).person.licensed_until


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"valid_until": "2020-01-01"}, "It ended on 1 January 2020"),
        ({"valid_until": "soon"}, "Enter a valid date"),
        ({"number": ""}, "This field is required"),
    ],
)
def test_a_licence_that_cannot_be_taken_says_why_and_keeps_what_was_typed(clinic, fields, said):
    page = _hand_in(clinic, make_member(clinic), body="Board of Bavaria", **fields)
    assert said in page.text
    assert "Board of Bavaria" in page.text
    assert not Licence.objects.exists()


def test_where_a_supervisor_is_asked_for_a_licence_names_one():
    clinic = make_clinic(asks_for_supervisor=True)
    member = make_member(clinic)
    assert "supervisor" in _hand_in(clinic, member).text
    assert _hand_in(clinic, member, supervisor="Dr. Ibe").status_code == 302


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (61, None),
        (60, "Your licence ends on"),
        (0, "Your licence ends on"),
        (-1, "Your licence ended on"),
    ],
)
def test_from_sixty_days_ahead_every_page_says_so(clinic, days, said):
    today = timezone.now().astimezone(ZoneInfo(clinic.time_zone)).date()  # where the licence ends
    member = make_licensed(clinic, until=today + timedelta(days=days))
    page = logged_in(member).get(reverse("today", args=[clinic.pk])).text
    assert (said or "") in page
    assert ("Your licence" in page) is (said is not None)


def test_without_a_licence_every_page_says_what_to_do(clinic):
    page = logged_in(make_member(clinic)).get(reverse("today", args=[clinic.pk])).text
    assert "No licence of yours is confirmed" in page
    assert reverse("licence", args=[clinic.pk]) in page


def test_a_letter_tells_once_that_a_licence_ends(clinic):
    until = NOW.date() + timedelta(days=60)
    member = make_licensed(clinic, until=until)
    for days in (0, 1, 2):
        write_licence_letters(NOW + timedelta(days=days))
    letter = Letter.objects.get(kind="licence_ends")
    assert letter.account == member
    assert open_letter(letter).values["until"] == until.isoformat()


def test_no_letter_before_sixty_days_nor_to_who_left(clinic):
    make_licensed(clinic, until=NOW.date() + timedelta(days=61))
    gone = make_licensed(clinic, until=NOW.date() + timedelta(days=5))
    Membership.objects.filter(account=gone).update(ended_at=NOW)
    write_licence_letters(NOW)
    assert not Letter.objects.exists()


def test_settings_are_changed_and_the_audit_keeps_both(clinic, manager):
    client, address = logged_in(manager), reverse("clinic_settings", args=[clinic.pk])
    form = client.get(address).context["form"]
    page = client.post(address, form.initial | {"policy": "flare", "country": "ES"})
    assert page.status_code == 302
    clinic.refresh_from_db()
    assert (clinic.policy, clinic.country) == ("flare", "ES")
    assert AuditRow.objects.filter(action="clinic.edit").count() == 1
    client.post(address, form.initial | {"policy": "flare", "country": "ES"})
    assert AuditRow.objects.filter(action="clinic.edit").count() == 1  # nothing changed


def test_only_the_site_administrator_makes_another_clinic(clinic, manager):
    given = logged_in(manager).get(reverse("clinic_settings", args=[clinic.pk])).context["form"]
    values = given.initial | {"name": "South"}
    assert logged_in(manager).post(reverse("clinic_make"), values).status_code == 404
    manager.is_site_administrator = True
    manager.save()
    assert logged_in(manager).post(reverse("clinic_make"), values).status_code == 302
    assert Clinic.objects.filter(name="South").exists()


def test_somebody_with_two_roles_is_one_person_who_can_get_a_role_again(clinic, manager):
    both = make_member(clinic)
    Membership.objects.create(
        account=both, clinic=clinic, role="manager", began_at=NOW, ended_at=NOW
    )
    address = reverse("role_give", args=[clinic.pk, both.pk])
    assert logged_in(manager).post(address, {"role": "manager"}).status_code == 302
    assert Membership.objects.filter(account=both, ended_at__isnull=True).count() == 2
