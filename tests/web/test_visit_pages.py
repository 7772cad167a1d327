"""The page of a visit: what is typed is kept, what is alarming stops, what is left open is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from deqi.actions.acting import actor_of
from deqi.actions.alarm import resolve_alarm
from deqi.records import AdverseEvent, Answer, Entry, Needling, Severity, Side, Visit
from deqi.screen import known_red_flags
from deqi.store.courses import course_of, facts_of
from deqi.store.models import Alarm, AuditRow, Record
from deqi.store.records import VISIT, add_record, history_of
from tests.web.courses import keep_example
from tests.web.people import (
    NOW,
    logged_in,
    make_clinic,
    make_episode,
    make_licensed,
    make_member,
    make_patient,
)

pytestmark = pytest.mark.django_db
DONE = Needling(
    ("BL23", "GV3"),
    sides=(Side.BOTH, Side.MIDLINE),
    depths_mm=(20.0,),
    n_needles=3,
    de_qi=Answer.YES,
    is_electrical=True,
    frequency_hz=2.0,
    retention_min=25.0,
    reaction="small blue spot",
    needle_type="0.25 x 40 mm steel",
    adverse=(AdverseEvent("bleeding", Severity.MILD),),
)


@pytest.fixture
def mara(clinic):
    return make_licensed(clinic)


@pytest.fixture
def client(mara):
    return logged_in(mara)


@pytest.fixture
def episode(clinic, mara):
    made = make_episode(make_patient(clinic), mara)
    made.opened_at = datetime.now(UTC) - timedelta(days=60)
    made.save()
    return made


def _at(name, episode, *more):
    return reverse(name, args=[episode.patient.clinic_id, episode.pk, *more])


def _last(episode, days=7, **changes):
    at = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(days=days)
    on = at.astimezone(ZoneInfo(episode.patient.time_zone)).date()
    given = Visit(at, on, True, 6.0, 4.0, DONE, anything_new=Answer.NO, also_given="none")
    visit = replace(given, **changes)
    row, _ = add_record(episode, visit, at=at, on=on, by=episode.practitioner, now=at)
    return row


def _form(client, episode):
    """What a browser would send of the page as it is shown."""
    form = client.get(_at("visit_new", episode)).context["form"]
    given = {field.html_name: field.value() for field in form}
    return {name: value for name, value in given.items() if value is not None}


def _send(client, episode, **changes):
    return client.post(_at("visit_new", episode), _form(client, episode) | changes)


def test_an_unchanged_repeat_records_what_was_done_last_time_and_asks_anew_what_was_felt(
    client, episode
):
    _last(episode)
    page = _send(client, episode, anything_new="no", pain_before="5")
    assert page.status_code == 302
    first, again = course_of(episode).visits
    assert again.needling == replace(
        first.needling, de_qi=Answer.NOT_ASKED, reaction=None, adverse=()
    )
    assert (again.pain_before_nrs, again.pain_after_nrs, again.anything_new) == (5.0, None, "no")
    assert again.also_given == "none"


def test_a_first_visit_is_recorded_whole(client, episode):
    given = {
        "anything_new": "no",
        "pain_before": "between",
        "pain_before_exact": "6.5",
        "points": "bl 23, GV3 midline; ashi left 12,5 mm",
        "side": "both",
        "depth_mm": "20",
        "n_needles": "4",
        "de_qi": "yes",
        "stimulation": "electrical",
        "frequency_hz": "2",
        "retention_min": "25",
        "pain_after": "0",
        "reaction_asked": "something",
        "reaction": "dizzy for a minute",
        "event_vegetative": "mild",
        "note": "slept badly",
    }
    page = client.post(_at("visit_new", episode), given | {"key": str(uuid4()), "seen": "0"})
    assert page.status_code == 302
    (visit,) = course_of(episode).visits
    assert (visit.pain_before_nrs, visit.pain_after_nrs, visit.note) == (6.5, 0.0, "slept badly")
    done = visit.needling
    assert [(p.name, p.side.value, p.depth_mm) for p in done.each_point()] == [
        ("bl 23", "both", 20.0),
        ("GV3", "midline", 20.0),
        ("ashi", "left", 12.5),
    ]
    assert done.adverse == (AdverseEvent("vegetative", Severity.MILD),)
    assert (done.is_electrical, done.frequency_hz, done.de_qi) == (True, 2.0, Answer.YES)


def test_a_form_sent_twice_makes_one_visit(client, episode):
    given = _form(client, episode) | {"anything_new": "no", "pain_before": "5"}
    for _ in range(2):
        assert client.post(_at("visit_new", episode), given).status_code == 302
    assert len(course_of(episode).visits) == 1


def test_an_unanswered_question_is_not_asked(client, episode):
    _send(client, episode, pain_before="5")
    assert course_of(episode).visits[0].anything_new is Answer.NOT_ASKED


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"pain_before": ""}, "Ask for the pain just before"),
        ({"pain_before": "between"}, "Write the score"),
        ({"pain_before": "11"}, "11"),
        ({"points": "BL23", "side": "both", "n_needles": "1"}, "at least 2 needles"),
        ({"points": "BL23 900 mm"}, "900 mm"),
        ({"stimulation": "manual", "frequency_hz": "2"}, "no electrical stimulation"),
        ({"reaction_asked": "nothing", "event_fainting": "mild"}, "Which?"),
        ({"reaction_asked": "something"}, "Write what happened"),
        ({"day": "2999-01-01"}, "future"),
        ({"clock": "10:00"}, "no day"),
        ({"day": "0001-01-01", "clock": "00:00"}, "long before"),
        ({"points": "BL23,5 mm"}, "space before the depth"),
        ({"flag_fever_or_chills": "yes"}, "Which is right?"),
        ({"anything_new": "yes"}, "were not asked about"),
        ({"note": "bad \x07 letter"}, "cannot be printed"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(client, episode, changes, says):
    given = {"pain_before": "5", "also_given": "moxa at home"} | changes
    page = _send(client, episode, **given)
    assert says in page.content.decode()
    assert "moxa at home" in page.content.decode()
    assert not Record.objects.exists()
    assert not Alarm.objects.exists()


def test_a_warning_sign_raises_an_alarm_even_when_the_rest_of_the_form_is_wrong(client, episode):
    wrong = {"anything_new": "yes", "flag_saddle_numbness": "yes", "news": "numb", "depth_mm": "x"}
    page = _send(client, episode, **wrong)
    assert page.status_code == 409
    text = page.content.decode()
    assert "Send this person to emergency care now" in text
    assert "numb" in text
    assert Alarm.objects.get().resolved_at is None
    assert facts_of(episode).red_flags["saddle_numbness"] is Answer.YES
    assert not Record.objects.filter(kind=VISIT).exists()


def test_an_alarm_opened_meanwhile_stops_the_visit_and_keeps_what_was_typed(client, episode):
    given = _form(client, episode) | {"pain_before": "5", "note": "came by bike"}
    _send(client, episode, anything_new="yes", flag_fever_or_chills="yes")
    page = client.post(_at("visit_new", episode), given)
    assert page.status_code == 409
    assert "not resolved" in page.content.decode()
    assert "came by bike" in page.content.decode()
    assert not Record.objects.filter(kind=VISIT).exists()


def test_what_is_reported_after_an_alarm_was_resolved_is_another_alarm(client, episode):
    alarming = {"anything_new": "yes", "flag_fever_or_chills": "yes", "pain_before": "5"}
    page = _send(client, episode, **alarming)
    first, gone = Alarm.objects.get(), {"fever_or_chills": Answer.NO}
    resolve_alarm(actor_of(episode.practitioner), first, "it was nothing", gone, now=NOW)
    form = page.context["form"]
    again = {field.html_name: field.value() for field in form if field.value() is not None}
    client.post(_at("visit_new", episode), again)
    (second,) = Alarm.objects.filter(resolved_at__isnull=True)
    assert second.pk != first.pk


def test_while_something_stops_the_visit_the_page_has_no_form(client, episode):
    _send(client, episode, anything_new="yes", flag_fever_or_chills="yes")
    text = client.get(_at("visit_new", episode)).content.decode()
    assert "No visit can be recorded now" in text
    assert "pain_before" not in text


def test_news_without_a_warning_sign_go_on_when_all_were_asked(client, episode):
    asked = {f"flag_{item}": "no" for item in known_red_flags()}
    _send(client, episode, anything_new="yes", pain_before="5", news="a cold", **asked)
    (visit,) = course_of(episode).visits
    assert (visit.anything_new, visit.note) == (Answer.YES, "a cold")


def test_a_visit_made_meanwhile_is_told_and_saved_when_sent_again(client, episode):
    given = _form(client, episode) | {"pain_before": "5"}
    _last(episode, days=1)
    page = client.post(_at("visit_new", episode), given)
    assert page.status_code == 409
    assert "while you were writing" in page.content.decode()
    again = given | {"seen": page.context["form"]["seen"].value()}
    assert client.post(_at("visit_new", episode), again).status_code == 302
    assert len(course_of(episode).visits) == 2


def test_without_a_licence_the_page_says_why_and_records_nothing(clinic, episode):
    other = logged_in(make_member(clinic))
    for page in (
        other.get(_at("visit_new", episode)),
        other.post(_at("visit_new", episode), {"pain_before": "5"}),
    ):
        assert page.status_code == 403
        assert "No licence of yours has been confirmed" in page.content.decode()
    assert not Record.objects.exists()


def test_an_unknown_point_is_kept_and_asked_about(client, episode):
    page = client.post(
        _at("visit_new", episode),
        _form(client, episode) | {"pain_before": "5", "points": "BL223"},
        follow=True,
    )
    assert "Did you mean" in page.content.decode()
    assert course_of(episode).visits[0].needling.points == ("BL223",)


def test_a_serious_event_is_told_at_once(client, episode):
    given = {"pain_before": "5", "reaction_asked": "something", "event_pneumothorax": "serious"}
    page = client.post(
        _at("visit_new", episode), _form(client, episode) | given, follow=True
    ).content.decode()
    assert "Do not needle before a doctor has" in page


def test_checking_saves_nothing_and_says_what_is_missing(client, episode):
    page = _send(client, episode, check="1", points="BL52, BL223", retention_min="20").content
    text = page.decode()
    assert "A deep straight needle can reach the kidney" in text
    assert "Did you mean" in text
    assert "2 of 17 items" in text  # how long the needles stay, and how many visits there were
    assert not Record.objects.exists()


def test_checking_says_what_stands_in_the_way_beside_what_the_points_are(client, episode):
    typed = {"points": "BL52, BL223", "side": "both", "n_needles": "1"}
    page = _send(client, episode, check="1", **typed).content.decode()
    assert "take at least 4 needles; 1 are given" in page
    assert "Did you mean" in page
    assert not Record.objects.exists()


def test_checking_a_visit_that_can_be_saved_says_so_and_saves_nothing(client, episode):
    given = {"anything_new": "no", "pain_before": "5", "check": "1"}
    page = _send(client, episode, **given).content.decode()
    assert "It is not saved yet" in page
    assert not Record.objects.exists()


def test_a_second_visit_on_a_day_is_not_taken_for_the_first(client, episode):
    assert "A visit of today" not in client.get(_at("visit_new", episode)).content.decode()
    _send(client, episode, anything_new="no", pain_before="5")
    assert "A visit of today" in client.get(_at("visit_new", episode)).content.decode()


def _amend(client, episode, row, **changes):
    address = _at("visit_amend", episode, row.key)
    page = client.get(address)
    given = {field.html_name: field.value() for field in page.context["form"]}
    sent = {name: value for name, value in given.items() if value is not None}
    sent["version"] = page.context["version"]
    return client.post(address, sent | changes)


def test_a_visit_that_is_amended_without_a_change_stays_as_it_was(client, episode):
    row = _last(episode)
    assert _amend(client, episode, row, why="looked at it").status_code == 302
    assert len(history_of(episode, row.key)) == 1


def test_an_amendment_shows_who_changed_what_and_why(client, episode, mara):
    row = _last(episode)
    _amend(client, episode, row, pain_before="4", why="misread")
    text = client.get(_at("visit", episode, row.key)).content.decode()
    assert "misread" in text
    assert mara.name in text
    assert "pain before: 6 → 4" in text
    assert course_of(episode).visits[0].pain_before_nrs == 4.0


def test_an_amendment_without_a_reason_is_not_saved(client, episode):
    row = _last(episode)
    page = _amend(client, episode, row, pain_before="4")
    assert "Say why" in page.content.decode()
    assert len(history_of(episode, row.key)) == 1


def test_an_amendment_of_an_older_version_is_refused(client, episode):
    row = _last(episode)
    _amend(client, episode, row, pain_before="4", why="misread")
    page = _amend(client, episode, row, pain_before="3", why="misread", version="1")
    assert "amended by somebody else" in page.content.decode()
    assert course_of(episode).visits[0].pain_before_nrs == 4.0


def test_pain_after_is_added_the_same_day_by_itself(client, episode):
    _send(client, episode, pain_before="5", anything_new="no")
    (row,) = Record.objects.filter(kind=VISIT)
    assert "Add pain after" in client.get(_at("visit", episode, row.key)).content.decode()
    given = {"version": "1", "pain_after": "3", "reaction_asked": "nothing"}
    client.post(_at("visit_complete", episode, row.key), given)
    (visit,) = course_of(episode).visits
    assert (visit.pain_after_nrs, visit.needling.reaction) == (3.0, "none")
    assert history_of(episode, row.key)[-1].reason == "completed on the same day"


def test_a_visit_that_did_not_take_place_is_marked_and_can_still_be_read(client, episode):
    row = _last(episode)
    address = _at("record_withdraw", episode, row.key)
    assert client.post(address, {"why": ""}).status_code == 200
    assert len(course_of(episode).visits) == 1
    client.post(address, {"why": "wrong patient"})
    assert course_of(episode).visits == ()
    text = client.get(_at("visit", episode, row.key)).content.decode()
    assert "did not take place" in text
    assert "wrong patient" in text
    assert client.get(_at("visit_amend", episode, row.key)).status_code == 404
    assert "Did not take place" in client.get(_at("visits", episode)).content.decode()


def test_the_newest_visit_is_listed_first(client, episode):
    keep_example(episode)
    text = client.get(_at("visits", episode)).content.decode()
    rows = Record.objects.filter(episode=episode, kind=VISIT).order_by("-at")
    shown = [text.index(_at("visit", episode, row.key)) for row in rows]
    assert len(shown) > 2
    assert shown == sorted(shown)


def test_each_look_at_visits_is_in_the_audit(client, episode):
    row = _last(episode)
    client.get(_at("visits", episode))
    client.get(_at("visit", episode, row.key))
    read = AuditRow.objects.filter(patient=episode.patient_id).values_list("action", flat=True)
    assert list(read) == ["visits.read", "visit.read"]


@pytest.mark.parametrize("name", ["visits", "visit_new"])
def test_another_clinics_visits_are_not_found(episode, name):
    south = make_clinic("South")
    stranger = logged_in(make_licensed(south))
    assert stranger.get(_at(name, episode)).status_code == 404
    crossed = reverse(name, args=[south.pk, episode.pk])
    assert stranger.get(crossed).status_code == 404


def test_a_visit_of_another_episode_is_not_found(client, clinic, episode):
    row = _last(episode)
    other = make_episode(make_patient(clinic, "P-002"))
    for name in ("visit", "visit_amend", "visit_complete", "record_withdraw"):
        assert client.get(_at(name, other, row.key)).status_code == 404


def test_a_score_recorded_by_mistake_is_taken_back_and_shown_as_such(client, episode):
    given = {"instrument": "RMDQ-24", "on": "2026-10-01", "total": "12", "key": str(uuid4())}
    client.post(_at("scores", episode), given)
    assert len(course_of(episode).scores) == 1
    address = _at("record_withdraw", episode, given["key"])
    assert address in client.get(_at("course_history", episode)).content.decode()
    client.post(address, {"why": "of another patient"})
    assert course_of(episode).scores == ()
    text = client.get(_at("course_history", episode)).content.decode()
    assert "withdrawn" in text
    assert "of another patient" in text
    assert address not in text


def test_the_clinic_takes_back_no_diary_entry_of_a_patient(client, episode):
    now = datetime.now(UTC)
    entry = Entry(now, now.date(), True, 5.0)
    row, _ = add_record(episode, entry, at=now, on=now.date(), by=None, now=now)
    assert client.get(_at("record_withdraw", episode, row.key)).status_code == 404


def test_a_visit_from_a_file_is_amended_without_a_score_that_it_never_had(client, episode):
    row = _last(episode, days=100, pain_before_nrs=None, has_time=False)
    _amend(client, episode, row, note="from the old card", why="found the card")
    assert history_of(episode, row.key)[-1].value.note == "from the old card"
    assert history_of(episode, row.key)[-1].value.pain_before_nrs is None


def test_pain_after_of_an_earlier_day_is_an_amendment_with_its_reason(client, episode):
    row = _last(episode)
    page = client.get(_at("visit_complete", episode, row.key))
    assert page.headers["Location"] == _at("visit_amend", episode, row.key)


NASTY = ["\x00", "\x1b[2J", "9" * 400, "-1", "NaN", "1e309", "<script>alert(1)</script>", "'\"--"]


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("name", ["visit_new", "visit_amend", "visit_complete"])
def test_whatever_is_sent_there_is_an_answer_and_no_half_visit(client, episode, name, nasty):
    address = _at(name, episode, *([] if name == "visit_new" else [_last(episode, 0).key]))
    fields = [field.html_name for field in client.get(address).context["form"]]
    base = {"pain_before": "5", "version": "1", "why": "x", "key": str(uuid4())}
    words = {"reaction", "note", "news", "points", "needle_type", "also_given"}
    for changed in (set(fields), words, {"depth_mm"}, {"day", "clock"}, {"key", "seen"}):
        page = client.post(address, base | dict.fromkeys(changed & set(fields), nasty))
        assert page.status_code in (200, 302, 409)
        assert "<script>alert" not in page.content.decode()
    assert all(visit.pain_before_nrs is not None for visit in course_of(episode).visits)
