"""Who may, for every person, permission and subject that can be made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from deqi.access import Permission, Person, Role, Subject, Why, decide

CLINICS, PATIENTS = ("north", "south"), ("p1", "p2")
TODAY = date(2026, 11, 2)
dates = st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3))
staff = st.frozensets(st.sampled_from([Role.PRACTITIONER, Role.MANAGER]))
people = st.builds(
    Person,
    account=st.just("a"),
    roles=st.dictionaries(st.sampled_from(CLINICS), staff),
    patients=st.frozensets(st.sampled_from(PATIENTS)),
    is_site_administrator=st.booleans(),
    has_second_factor=st.booleans(),
    licensed_until=st.dictionaries(st.sampled_from(CLINICS), dates),
)
permissions = st.sampled_from(Permission)
subjects = st.builds(
    Subject,
    clinic=st.none() | st.sampled_from(CLINICS),
    patient=st.none() | st.sampled_from(PATIENTS),
)


@given(permissions, subjects)
def test_nobody_who_is_not_logged_in_may_anything(permission, subject):
    assert decide(Person(), permission, subject, TODAY).why is Why.LOG_IN


@given(people, permissions, subjects)
def test_a_refusal_has_a_sentence_and_a_yes_has_none(person, permission, subject):
    decision = decide(person, permission, subject, TODAY)
    assert bool(decision) is (decision.sentence == "")


@given(people, permissions, subjects)
def test_what_is_allowed_is_allowed_by_a_role_towards_this_very_subject(
    person, permission, subject
):
    if decide(person, permission, subject, TODAY):
        assert person.roles_for(subject) & permission.roles


@given(people, permissions, subjects)
def test_what_somebody_is_in_another_clinic_changes_nothing(person, permission, subject):
    here = {clinic: roles for clinic, roles in person.roles.items() if clinic == subject.clinic}
    only_here = replace(person, roles=here)
    if person.sees_other_people == only_here.sees_other_people:
        same = decide(person, permission, subject, TODAY)
        assert decide(only_here, permission, subject, TODAY) == same


@given(people, permissions, subjects)
def test_who_sees_other_people_may_nothing_without_a_second_factor(person, permission, subject):
    decision = decide(replace(person, has_second_factor=False), permission, subject, TODAY)
    assert not (decision and person.sees_other_people)


@given(people, permissions, subjects)
def test_a_licence_counts_in_its_clinic_through_its_last_day(person, permission, subject):
    decision = decide(person, permission, subject, TODAY)
    until = person.licensed_until.get(subject.clinic or "")
    if permission.needs_licence and decision:
        assert until is not None
        assert until >= TODAY


@given(people, permissions, subjects)
def test_more_roles_never_take_anything_away(person, permission, subject):
    if decide(person, permission, subject, TODAY):
        every = dict.fromkeys(CLINICS, frozenset({Role.PRACTITIONER, Role.MANAGER}))
        more = replace(person, roles=every, has_second_factor=True)
        assert decide(more, permission, subject, TODAY)


@given(people, permissions, subjects)
def test_what_is_unknown_is_told_alike_whatever_was_asked(person, permission, subject):
    decision = decide(person, permission, subject, TODAY)
    if not person.roles_for(subject):
        assert decision.why is Why.UNKNOWN
        assert decision.sentence == "There is nothing here."
