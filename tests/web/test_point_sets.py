"""A set of points fills in a visit with one tap; ending it changes no visit."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from deqi.actions.point_sets import points_of
from deqi.records import PointNeedled, Side
from deqi.store.models import AuditRow, PointSet
from tests.web.people import (
    logged_in,
    make_clinic,
    make_episode,
    make_licensed,
    make_member,
    make_patient,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(clinic):
    return logged_in(make_licensed(clinic))


def _make(client, clinic, **changes):
    given = {"name": "low back", "points": "BL23, GV3 midline", "side": "both", "key": uuid4()}
    return client.post(reverse("point_sets", args=[clinic.pk]), given | changes)


def test_a_set_keeps_each_point_with_its_side_once(client, clinic):
    key = uuid4()
    for _ in range(2):
        _make(client, clinic, key=key)
    kept = points_of(PointSet.objects.get())
    assert kept == (PointNeedled("BL23", Side.BOTH), PointNeedled("GV3", Side.MIDLINE))
    assert AuditRow.objects.filter(action="point_set.make").count() == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"points": " "}, "at least one"), ({"name": "low back"}, "this name already")],
)
def test_a_set_needs_points_and_a_name_of_its_own(client, clinic, changes, says):
    _make(client, clinic)
    page = _make(client, clinic, **({"name": "another"} | changes))
    assert says in page.content.decode()
    assert PointSet.objects.count() == 1


def test_a_chosen_set_fills_in_the_points_and_keeps_the_rest(client, clinic):
    _make(client, clinic)
    episode = make_episode(make_patient(clinic))
    address = reverse("visit_new", args=[clinic.pk, episode.pk])
    given = {"use_set": PointSet.objects.get().pk, "pain_before": "4", "points": "ST36"}
    form = client.post(address, given).context["form"]
    assert form["points"].value() == "BL23, GV3 midline"
    assert (form["side"].value(), form["pain_before"].value()) == ("both", "4")


def test_an_ended_set_is_offered_no_more_and_its_name_is_free(client, clinic):
    _make(client, clinic)
    ended = PointSet.objects.get()
    client.post(reverse("point_set_rename", args=[clinic.pk, ended.pk]), {"name": "old"})
    client.post(reverse("point_set_end", args=[clinic.pk, ended.pk]))
    assert "old" not in client.get(reverse("point_sets", args=[clinic.pk])).content.decode()
    assert _make(client, clinic, name="old").status_code == 302


def test_another_clinics_set_is_not_found(client, clinic):
    _make(client, clinic)
    there = make_clinic("South")
    stranger = logged_in(make_licensed(there))
    for own in (clinic, there):
        address = reverse("point_set_end", args=[own.pk, PointSet.objects.get().pk])
        assert stranger.post(address).status_code == 404
    assert PointSet.objects.get().ended_at is None


def test_points_are_checked_while_typed_by_those_who_needle(client, clinic):
    address = reverse("points_check", args=[clinic.pk])
    text = client.post(address, {"points": "bl 52, BL223"}).content.decode()
    assert "Zhishi" in text
    assert "Did you mean" in text
    assert logged_in(make_member(clinic, "manager")).post(address).status_code == 403
