"""Letters through a real mail server: sent once, lost never, and silent about whom and what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from deqi.actions.acting import actor_of
from deqi.actions.alarm import raise_alarm
from deqi.store.alarms import Said
from deqi.store.consent_texts import Purpose
from deqi.store.letter_queue import LEASE, MOST_TRIES, take_letter
from deqi.store.letters import Contents, put_letter
from deqi.store.models import AuditRow, Letter, ReminderPlan
from deqi.store.tokens import new_token
from deqi.web.jobs import JOBS
from deqi.web.letters.mail_url import MailUrlError, read_mail_url
from deqi.web.letters.sending import send_due_letters
from deqi.web.worker import Rounds
from tests.web.mail import Mailbox, free_port, mail_server
from tests.web.people import NOW, agree, make_clinic, make_episode, make_member, make_patient

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=2)
WORDS_OF_CARE = (
    "pain", "back", "acupunct", "needl", "patient", "clinic", "deqi", "diary", "health", "Kim",
    "P-014", "dolor", "espalda", "aguja", "paciente", "diario", "Northside",
)  # fmt: skip


@pytest.fixture
def port(settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.DEQI_HAS_MAIL, settings.EMAIL_TIMEOUT = True, 3
    settings.DEFAULT_FROM_EMAIL = "no-reply@example.org"
    return settings.EMAIL_PORT


@pytest.fixture
def box(port):
    with mail_server(port, Mailbox()) as mailbox:
        yield mailbox


@pytest.fixture
def patient():
    patient = make_patient(make_clinic(), account=True)
    make_episode(patient)
    agree(patient, Purpose.REMINDERS)
    ReminderPlan.objects.create(patient=patient, hours=[20])
    return patient


def put_message(subject="Hello", address="kim@example.org", unique="m"):
    contents = Contents(address, {"subject": subject, "body": "Words.\n"})
    return put_letter("message", unique, now=NOW, contents=contents)


def put_reminder(patient, unique="r"):
    token, digest = new_token()
    put_letter(
        "reminder",
        unique,
        now=NOW,
        account=patient.account,
        patient=patient,
        contents=Contents(values={"token": token}),
        token_digest=digest,
    )
    return token


def test_a_letter_is_sent_once_and_what_it_was_made_from_is_forgotten(box):
    put_message()
    assert [send_due_letters(NOW), send_due_letters(LATER)] == [1, 0]
    assert [letter["To"] for letter in box.letters] == ["kim@example.org"]
    letter = Letter.objects.get()
    assert (letter.sent_at, letter.content) == (NOW, None)


def test_words_in_any_script_arrive(box):
    put_message("Grüße, ñandú, 腰痛なし")
    send_due_letters(NOW)
    assert box.letters[0]["Subject"] == "Grüße, ñandú, 腰痛なし"


def test_while_the_mail_server_is_gone_nothing_is_lost_and_nothing_sent_twice(port):
    for k in range(3):
        put_message(unique=str(k))
    assert send_due_letters(NOW) == 0
    assert sorted(Letter.objects.values_list("n_tries", flat=True)) == [0, 0, 1]
    assert send_due_letters(NOW + timedelta(seconds=30)) == 0  # and nobody knocks again so soon
    assert sum(Letter.objects.values_list("n_tries", flat=True)) == 1
    with mail_server(port, Mailbox()) as box:
        assert send_due_letters(LATER) == 3
        assert send_due_letters(LATER + timedelta(hours=2)) == 0
    assert len(box.letters) == 3


def test_a_server_that_says_not_now_is_asked_again_at_growing_intervals(box):
    put_message()
    box.answer_to_address = "450 later"
    waits, now = [], NOW
    for _ in range(4):
        send_due_letters(now)
        due_at = Letter.objects.get().due_at
        waits.append((due_at - now).total_seconds() / 60)
        now = due_at
    assert waits == [1, 2, 4, 8]
    box.answer_to_address = "250 OK"
    assert send_due_letters(now) == 1


def test_one_refused_address_does_not_hold_up_the_others(box):
    put_message(unique="first")
    box.answer_to_address = "450 later"
    send_due_letters(NOW)
    box.answer_to_address = "250 OK"
    put_message(unique="second")
    assert send_due_letters(NOW) == 1


def test_a_letter_that_cannot_be_put_into_words_does_not_hold_up_the_others(box):
    put_message("two\nlines", unique="bad")
    put_message("one line", unique="good")
    assert send_due_letters(NOW) == 1
    assert Letter.objects.get(unique="bad").failure == "BadHeaderError"


def test_the_worker_sends_what_is_due(box):
    put_message()
    Rounds(JOBS).run_due(NOW)
    assert len(box.letters) == 1


def test_an_address_that_is_refused_for_good_is_given_up_and_says_by_what(box):
    put_message()
    box.answer_to_address = "550 no such user kim@example.org"
    send_due_letters(NOW)
    letter = Letter.objects.get()
    assert letter.given_up_at == NOW
    assert letter.failure == "SMTPRecipientsRefused 550"
    assert letter.content is None


def test_after_a_week_of_tries_a_letter_is_given_up(box):
    put_message()
    Letter.objects.update(n_tries=MOST_TRIES - 1)
    box.answer_to_address = "450 later"
    send_due_letters(NOW)
    assert Letter.objects.get().given_up_at == NOW


def test_a_sender_that_died_lets_go_and_the_letter_keeps_its_name(box):
    letter = put_message()
    take_letter(NOW)
    assert send_due_letters(NOW) == 0
    assert send_due_letters(NOW + LEASE + timedelta(seconds=1)) == 1
    assert str(letter.pk) in box.letters[0]["Message-ID"]


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_jumps_an_hour_sends_nothing_twice_and_loses_nothing(box, hours):
    put_message()
    jumped = NOW + timedelta(hours=hours)
    n_sent = send_due_letters(NOW) + send_due_letters(jumped)
    put_message(unique="after")
    n_sent += send_due_letters(jumped) + send_due_letters(NOW + timedelta(hours=1))
    assert n_sent == len(box.letters) == 2


def test_without_a_mail_server_letters_wait(settings):
    settings.DEQI_HAS_MAIL = False
    put_message()
    assert send_due_letters(NOW) == 0
    assert Letter.objects.get().n_tries == 0


def test_a_reminder_says_nothing_about_whom_and_what(box, patient):
    patient.account.language = "es"
    patient.account.save()
    for unique, language in (("r", "es"), ("r2", "en")):
        type(patient.account).objects.update(language=language)
        put_reminder(patient, unique)
        send_due_letters(NOW)
        letter = box.letters[-1]
        said = f"{letter['Subject']} {letter['From']} {box.text()}".lower()
        assert [word for word in WORDS_OF_CARE if word.lower() in said] == []


def test_the_link_of_a_reminder_leads_to_the_diary_and_is_noted(box, patient):
    token = put_reminder(patient)
    send_due_letters(NOW)
    assert reverse("reminder", args=[token]) in box.text()
    page = Client().get(reverse("reminder", args=[token]))
    assert page.headers["Location"] == reverse("diary")
    assert Letter.objects.get().opened_at is not None


def test_a_mail_program_stops_reminders_with_one_post(box, patient):
    put_reminder(patient)
    send_due_letters(NOW)
    letter = box.letters[0]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = letter["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    client = Client(enforce_csrf_checks=True)
    assert client.get(f"/{path}").status_code == 200
    assert ReminderPlan.objects.get().stopped_at is None  # looking is not stopping
    assert client.post(f"/{path}").status_code == 200
    assert ReminderPlan.objects.get().stopped_at is not None
    assert AuditRow.objects.filter(action="reminders.stop", patient=patient.pk).count() == 1


def test_an_unknown_token_is_not_found(patient):
    assert Client().get(reverse("reminder", args=["x" * 43])).status_code == 404
    assert Client().post(reverse("reminder_stop", args=["x" * 43])).status_code == 404


def test_a_reminder_that_was_stopped_meanwhile_is_not_sent(box, patient):
    put_reminder(patient)
    ReminderPlan.objects.update(stopped_at=NOW)
    assert send_due_letters(NOW) == 0
    letter = Letter.objects.get()
    assert (letter.given_up_at, letter.failure) == (NOW, "")


def test_the_letter_about_an_alarm_names_nobody_and_nothing(box, patient):
    mara = make_member(patient.clinic)
    episode = patient.episodes.get()
    said = Said(("saddle_numbness",), "numb since morning")
    raise_alarm(actor_of(patient.account), episode, said, key=episode.pk, now=NOW)
    assert send_due_letters(NOW) == 1
    assert box.letters[0]["To"] == mara.email
    whole = f"{box.letters[0]['Subject']} {box.text()}"
    assert not [word for word in ("Kim", "P-014", "numb", str(episode.pk)) if word in whole]
    assert reverse("today", args=[patient.clinic.pk]) in whole


def test_mail_of_the_log_in_waits_in_the_same_queue(settings, box):
    settings.EMAIL_BACKEND = "deqi.web.letters.backend.QueueBackend"
    mail.send_mail("Confirm", "The link.", None, ["kim@example.org"])
    letter = Letter.objects.get(kind="message")
    assert b"kim@" not in bytes(letter.content)
    assert box.letters == []
    assert send_due_letters(letter.due_at) == 1
    assert box.text().strip() == "The link."


@pytest.mark.parametrize("url", ["mail.example.org", "imap://a", "smtp://", "smtp://a:notaport"])
def test_an_address_of_a_mail_server_that_cannot_be_read_says_how_to_write_it(url):
    with pytest.raises(MailUrlError, match="starttls://user:password@host:587"):
        read_mail_url(url)
