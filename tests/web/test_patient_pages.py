"""A patient's own pages, asked without a browser."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deqi.actions.acting import actor_of
from deqi.actions.diary import entry_now, write_entry
from deqi.records import Answer, Visit
from deqi.store.alarms import open_alarms
from deqi.store.courses import course_of, facts_of
from deqi.store.models import Account, Alarm, AuditRow, Consent, Letter, Patient, ReminderPlan
from deqi.store.records import add_record
from tests.web.people import (
    agree,
    logged_in,
    make_account,
    make_clinic,
    make_episode,
    make_member,
    make_patient,
)

pytestmark = pytest.mark.django_db
MOST_BYTES = 120_000


@pytest.fixture
def episode():
    return make_episode(make_patient(make_clinic(), account=True))


@pytest.fixture
def kim(episode):
    return logged_in(episode.patient.account)


def post(client, name, *args, **fields):
    return client.post(reverse(name, args=args), {"key": uuid4(), **fields})


def text_of(response) -> str:
    return response.content.decode()


def test_pain_alone_is_an_entry_and_the_rest_stays_not_answered(kim, episode):
    assert post(kim, "diary", pain_nrs="4").status_code == 302
    (entry,) = course_of(episode).entries
    rest = (entry.flare, entry.leg_nrs, entry.work_lost, entry.medicine, entry.note)
    assert (entry.pain_nrs, entry.has_time, rest) == (4, True, (None,) * 5)


def test_everything_that_was_answered_is_kept(kim, episode):
    fields = {
        "flare": "yes", "leg_nrs": "0", "worst_nrs": "9", "sleep_nrs": "3",
        "work_hindered_nrs": "2", "work_lost": "no", "medicine": " ibuprofen ", "note": "garden",
    }  # fmt: skip
    post(kim, "diary", pain_nrs="6", **fields)
    (entry,) = course_of(episode).entries
    assert (entry.flare, entry.leg_nrs, entry.worst_nrs) == (True, 0, 9)
    assert (entry.sleep_nrs, entry.work_hindered_nrs, entry.work_lost) == (3, 2, False)
    assert (entry.medicine, entry.note) == ("ibuprofen", "garden")


def test_without_pain_nothing_is_saved_and_what_was_entered_stays(kim, episode):
    page = post(kim, "diary", note="the garden")
    assert "Choose a number from 0 to 10" in text_of(page)
    assert "the garden" in text_of(page)
    assert course_of(episode).entries == ()


def test_another_day_without_a_time_is_that_evening(kim, episode):
    on = timezone.now().date() - timedelta(days=2)
    post(kim, "diary", pain_nrs="4", on=on.isoformat())
    (entry,) = course_of(episode).entries
    assert (entry.on, entry.has_time) == (on, False)


@pytest.mark.parametrize("days", [2, -20])
def test_the_future_and_the_far_past_are_refused_beside_the_day(kim, episode, days):
    on = timezone.now().date() + timedelta(days=days)
    page = post(kim, "diary", pain_nrs="4", on=on.isoformat())
    assert 'id="id_on_error"' in text_of(page)
    assert course_of(episode).entries == ()


def test_an_entry_is_amended_and_says_what_it_said_before(kim, episode):
    post(kim, "diary", pain_nrs="4")
    (row,) = episode.records.all()
    entry = course_of(episode).entries[0]
    local = entry.at.astimezone(ZoneInfo(episode.patient.time_zone))
    fields = {"on": entry.on.isoformat(), "clock": local.strftime("%H:%M"), "reason": "mistyped"}
    assert post(kim, "entry", row.key, pain_nrs="7", **fields).status_code == 302
    page = text_of(kim.get(reverse("entry", args=[row.key])))
    assert "pain 4" in page
    assert "pain 7" in page
    assert "mistyped" in page


def test_an_entry_of_somebody_else_is_not_found(kim):
    other = make_episode(make_patient(make_clinic("South"), account=True))
    actor, now = actor_of(other.patient.account), timezone.now()
    row = write_entry(actor, other, entry_now(other, 4, now), key=uuid4(), now=now)
    assert kim.get(reverse("entry", args=[row.key])).status_code == 404


def test_staff_have_no_diary(episode):
    staff = logged_in(make_member(episode.patient.clinic))
    for name in ("diary", "entries", "consent", "settings", "alarm_new"):
        assert staff.get(reverse(name)).status_code == 404


def test_reading_ones_own_diary_is_noted(kim, episode):
    kim.get(reverse("diary"))
    assert AuditRow.objects.get(action="diary.read").patient == episode.patient.pk


def test_a_full_diary_is_lighter_than_a_photograph(kim, episode):
    now = timezone.now()
    for k in range(168):
        at = now - timedelta(hours=12 * k)
        entry = entry_now(episode, k % 11, at)
        add_record(episode, entry, at=entry.at, on=entry.on, by=None, now=at)
    page = kim.get(reverse("diary"))
    names = [f"{name}.css" for name in ("site", "forms", "patient")]
    styles = sum(Path(str(finders.find(name))).stat().st_size for name in names)
    assert "<svg" in text_of(page)
    assert len(page.content) + styles < MOST_BYTES


def test_before_the_first_entry_the_consent_is_read(kim, episode):
    Consent.objects.all().delete()
    assert kim.get(reverse("diary")).headers["Location"] == reverse("consent")
    page = kim.get(reverse("consent"))
    digest = page.context["rows"][0]["text"].digest
    kim.post(reverse("consent"), {"purpose": "diary", "digest": digest, "decision": "give"})
    assert kim.get(reverse("diary")).status_code == 200


def test_a_consent_is_taken_back_on_the_same_page(kim, episode):
    kim.post(reverse("consent"), {"purpose": "diary", "decision": "withdraw"})
    assert kim.get(reverse("diary")).status_code == 302
    assert Consent.objects.get().withdrawn_at is not None


def test_words_that_nobody_wrote_are_not_agreed_to(kim):
    fields = {"purpose": "publication", "digest": "0" * 64, "decision": "give"}
    assert kim.post(reverse("consent"), fields).status_code == 404


ALWAYS = ("diary", "entries", "consent", "settings", "account_email", "alarm_new")


@pytest.mark.parametrize("name", ALWAYS)
def test_every_page_leads_to_the_alarm_and_says_that_nobody_watches(kim, name):
    page = text_of(kim.get(reverse(name)))
    assert reverse("alarm_new") in page
    assert "This diary is not watched." in page
    assert 'href="tel:112"' in page


def test_the_number_is_that_of_the_practices_country(kim, episode):
    type(episode.patient.clinic).objects.update(country="US")
    assert 'href="tel:911"' in text_of(kim.get(reverse("alarm_new")))
    type(episode.patient.clinic).objects.update(country="AQ")
    assert "local emergency number" in text_of(kim.get(reverse("alarm_new")))


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        ("saddle_numbness", "Go to an emergency department now"),
        ("leg_weakness_one_new", "Have a doctor see you today"),
        ("unexplained_weight_loss", "within two weeks at the latest"),
    ],
)
def test_an_alarm_says_how_soon_and_is_passed_on(kim, episode, sign, said):
    page = kim.post(reverse("alarm_new"), {"key": uuid4(), "red_flags": [sign]}, follow=True)
    assert said in text_of(page)
    assert "It was passed on to your practice" in text_of(page)
    assert facts_of(episode).red_flags == {sign: Answer.YES}


def test_what_to_do_is_shown_even_if_the_practice_cannot_be_told(kim, episode, monkeypatch):
    def gone(*_, **__):
        raise OperationalError("gone")

    monkeypatch.setattr("deqi.web.patient.alarm.raise_alarm", gone)
    page = text_of(post(kim, "alarm_new", red_flags=["saddle_numbness"]))
    assert "Go to an emergency department now" in page
    assert "Your practice was NOT told" in page


def test_between_two_courses_an_alarm_says_whom_to_call(kim, episode):
    episode.closed_at = timezone.now()
    episode.save()
    page = text_of(post(kim, "alarm_new", red_flags=["fever_or_chills"]))
    assert "Have a doctor see you today" in page
    assert "Your practice was NOT told" in page
    assert not Alarm.objects.exists()


def test_an_alarm_without_a_word_asks_for_one(kim):
    assert "Nothing was chosen and nothing written" in text_of(post(kim, "alarm_new"))


def test_an_alarm_works_without_any_consent(kim, episode):
    Consent.objects.all().delete()
    post(kim, "alarm_new", words="my foot drops")
    assert open_alarms(episode).count() == 1


def test_the_practitioner_resolves_an_alarm_and_the_patient_sees_that(kim, episode):
    clinic = episode.patient.clinic
    mara = logged_in(make_member(clinic))
    post(kim, "alarm_new", red_flags=["fever_or_chills"], words="since Monday")
    address = reverse("alarm", args=[clinic.pk, episode.pk])
    assert "since Monday" in text_of(mara.get(address))
    alarm = Alarm.objects.get().pk
    raised = reverse("alarm_raised", args=[alarm])
    assert "Somebody there opened it" in text_of(kim.get(raised))
    said = {"alarm": str(alarm), "words": "a cold"}
    assert "This field is required" in text_of(mara.post(address, said))
    mara.post(address, said | {"fever_or_chills": "no"})
    assert "dealt with it" in text_of(kim.get(raised))
    assert "a cold" in text_of(mara.get(address))
    assert facts_of(episode).red_flags == {"fever_or_chills": Answer.NO}


def test_an_alarm_of_another_clinic_is_not_found(episode):
    stranger = logged_in(make_member(make_clinic("South")))
    address = reverse("alarm", args=[episode.patient.clinic_id, episode.pk])
    assert stranger.get(address).status_code == 404


def test_a_questionnaire_is_due_until_it_is_filled_in(kim, episode):
    assert reverse("questionnaire", args=["peg"]) in text_of(kim.get(reverse("diary")))
    post(kim, "questionnaire", "peg", answer_1="6", answer_2="5", answer_3="7")
    post(kim, "questionnaire", "rmdq24", total="11")
    assert [(s.instrument, s.answers, s.total) for s in course_of(episode).scores] == [
        ("PEG", (6, 5, 7), None),
        ("RMDQ-24", None, 11),
    ]
    assert "Questionnaires that are due" not in text_of(kim.get(reverse("diary")))


@pytest.mark.parametrize("total", ["25", "-1", "a lot", ""])
def test_a_total_that_cannot_be_is_refused(kim, episode, total):
    assert post(kim, "questionnaire", "rmdq24", total=total).status_code == 200
    assert course_of(episode).scores == ()


def test_a_licensed_questionnaire_is_not_asked_for(kim):
    assert kim.get(reverse("questionnaire", args=["odi"])).status_code == 404


def test_language_and_time_zone_are_the_patients_to_choose(kim, episode):
    kim.post(reverse("settings"), {"language": "es", "time_zone": "America/Bogota"})
    patient, account = Patient.objects.get(), Account.objects.get()
    assert (patient.language, account.language) == ("es", "es")
    assert (patient.time_zone, account.time_zone) == ("America/Bogota", "America/Bogota")
    assert '<html lang="es">' in text_of(kim.get(reverse("diary")))


def test_reminders_are_chosen_after_consent(kim, episode):
    assert reverse("reminders") not in text_of(kim.get(reverse("settings")))
    agree(episode.patient, "reminders")
    kim.post(reverse("reminders"), {"hours": ["8", "20"], "after_visits": "on"})
    plan = ReminderPlan.objects.get()
    assert (plan.hours, plan.after_visits) == ([8, 20], True)


def test_a_patient_of_two_practices_chooses_the_diary(kim, episode):
    other = make_patient(make_clinic("South"), "S-1")
    Patient.objects.filter(pk=other.pk).update(account=episode.patient.account)
    agree(other, "diary")
    make_episode(other)
    kim.post(reverse("choose_diary", args=[other.pk]))
    post(kim, "diary", pain_nrs="3")
    assert course_of(episode).entries == ()
    assert kim.post(reverse("choose_diary", args=[uuid4()])).status_code == 404


def test_a_letter_that_was_given_up_is_seen_by_the_clinic(episode):
    clinic = episode.patient.clinic
    now = timezone.now()
    Letter.objects.create(
        kind="reminder", unique="x", patient=episode.patient, clinic=clinic, due_at=now,
        given_up_at=now, failure="SMTPRecipientsRefused 550", n_tries=1,
    )  # fmt: skip
    page = text_of(logged_in(make_member(clinic)).get(reverse("letters", args=[clinic.pk])))
    assert "SMTPRecipientsRefused 550" in page
    assert "P-014" in page


def test_a_visitor_is_asked_to_log_in(client):
    make_account()
    assert client.get(reverse("diary")).headers["Location"].startswith(reverse("account_login"))


def test_the_chart_shows_visits_and_the_page_gives_no_advice(kim, episode):
    now = timezone.now()
    visit = Visit(at=now, on=now.date(), has_time=True)
    add_record(episode, visit, at=now, on=now.date(), by=None, now=now)
    post(kim, "diary", pain_nrs="4")
    page = text_of(kim.get(reverse("diary")))
    assert "<circle" in page
    for word in ("should", "recommend", "effective", "works"):
        assert word not in page.lower()


def test_a_character_that_cannot_be_kept_is_refused_beside_its_field(kim, episode):
    page = post(kim, "diary", pain_nrs="4", note="a bell \x07 rings", medicine="ibuprofen")
    assert "cannot be printed" in text_of(page)
    assert "ibuprofen" in text_of(page)
    assert course_of(episode).entries == ()


ANYTHING = st.text(max_size=40) | st.sampled_from(["yes", "5", "2026-11-02", "25:61", "\x00", "-1"])
FORMS = {
    "diary": ("pain_nrs", "flare", "leg_nrs", "note", "medicine", "on", "clock", "key"),
    "alarm_new": ("red_flags", "words", "key"),
    "settings": ("language", "time_zone"),
    "reminders": ("hours", "after_visits"),
    "consent": ("purpose", "decision", "digest"),
}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(list(FORMS)), data=st.data())
def test_no_form_falls_over_whatever_is_sent(kim, episode, name, data):
    fields = {field: data.draw(ANYTHING, field) for field in FORMS[name]}
    Letter.objects.all().delete()
    cache.clear()
    assert kim.post(reverse(name), fields).status_code < 500
