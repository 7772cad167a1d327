"""The demonstration clinic shows every group of Today, and lets nobody into anything real."""

from __future__ import annotations

import pytest
from django.urls import reverse

from deqi.actions.fits import question_of
from deqi.exchange.placed_points import least_needles
from deqi.report import assemble_report
from deqi.report.practice import Need
from deqi.report.practice.answer import line_of
from deqi.store.audit import broken_links
from deqi.store.courses import course_of
from deqi.store.models import (
    Alarm,
    Comment,
    DoctorLink,
    Episode,
    Fit,
    Manuscript,
    Patient,
    Post,
    Review,
)
from deqi.web.demo.entering import _account
from deqi.web.demo.filling import fill
from deqi.web.demo.kinds import KINDS
from tests.web.people import NOW, logged_in

pytestmark = pytest.mark.django_db
EXPECTED = {
    "alarm": Need.EMERGENCY,
    "asks a doctor": Need.ASK_DOCTOR,
    "worse": Need.WORSE,
    "does not improve": Need.REVIEW,
    "silent": Need.SILENT,
    "near the cap": Need.CAP,
    "could stop": Need.STOP,
    "improves": Need.VISIT,
    "new": Need.GOING_ON,
}


@pytest.fixture
def filled():
    fill(NOW)


def test_there_are_sixty_patients_and_an_answer_is_wanted_on_each_open_course(filled):
    assert Patient.objects.filter(clinic__is_demo=True).count() == 60
    assert Fit.objects.filter(due_at__lte=NOW).count() == 45
    assert Episode.objects.filter(closed_at__isnull=True).count() == 45
    assert (Alarm.objects.count(), DoctorLink.objects.count()) == (1, 2)
    assert list(broken_links()) == []


def test_nobody_has_a_password(filled):
    patient = Patient.objects.select_related("account").first()
    assert not patient.account.has_usable_password()


def test_every_group_of_today_has_somebody(filled):
    assert {name: need_of_first(name) for name in EXPECTED} == EXPECTED


def need_of_first(name):
    number = 1
    for kind in KINDS:
        if kind.name == name:
            break
        number += kind.n
    episode = Episode.objects.select_related("patient__clinic", "patient__key").get(
        patient__code=f"P-{number:03d}"
    )
    question = question_of(episode, NOW)
    report = assemble_report(question.course, today=question.today, policy=question.policy)
    return Need(line_of(report, question.policy).need)


def test_every_visit_that_was_made_up_can_be_repeated(filled):
    for episode in Episode.objects.filter(closed_at__isnull=True):
        for visit in course_of(episode).visits:
            assert visit.needling.n_needles >= least_needles(visit.needling.each_point())


def test_the_society_lives_with_a_queue_and_a_manuscript_under_review(filled):
    assert Post.objects.filter(publish_at__lte=NOW).count() == 3
    held = Comment.objects.filter(state="held")
    assert held.count() == 3
    assert all(comment.reasons for comment in held)
    assert Comment.objects.filter(state="published").count() == 5
    assert Manuscript.objects.get().state == "in_review"
    assert Review.objects.filter(handed_in_at__isnull=False).count() == 1


@pytest.mark.parametrize("role", ["member", "moderator", "editor", "reviewer"])
def test_everybody_of_the_society_can_be_played(filled, settings, role):
    settings.DEQI_HAS_SOCIETY = True
    account = _account(role)
    page = logged_in(account).get(reverse("manuscripts"))
    assert page.status_code == 200
    if role != "moderator":
        assert b"Relief that builds up" in page.content
