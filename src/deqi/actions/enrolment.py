"""Taking in a patient, opening and closing episodes, and what is asked about one."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from unicodedata import is_normalized
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max, QuerySet

from deqi.access import Permission, Role
from deqi.actions.acting import Actor
from deqi.actions.change import changing
from deqi.actions.facts import change_facts
from deqi.actions.resending import hold, kept_under, key_of_sent
from deqi.records import DeqiError, Score, Treatment
from deqi.records.dates import day
from deqi.store.alarms import open_alarms
from deqi.store.courses import facts_of, facts_version
from deqi.store.facts import CourseFacts
from deqi.store.fits import want_fit
from deqi.store.models import Clinic, Episode, Patient, Record
from deqi.store.patients import Identity, new_patient_key, open_identity, seal_identity
from deqi.store.records import AmendedMeanwhileError, add_record
from deqi.store.words import as_kept
from deqi.track import score_instrument

OF_AGE = 18
_FOR_FILES = re.compile(r"\w[\w./-]*")
_NUMBERED = re.compile(r"P-(\d+)")


class EnrolmentError(DeqiError):
    """Something about a patient or an episode that cannot be so."""

    code = "enrolment"
    exit_status = 18


def next_code(clinic: Clinic) -> str:
    """The next free code of a clinic: P-001, P-002 ..."""
    codes = Patient.objects.filter(clinic=clinic).values_list("code", flat=True)
    numbers = (int(found[1]) for code in codes if (found := _NUMBERED.fullmatch(code)))
    return f"P-{max(numbers, default=0) + 1:03d}"


def enrol(
    actor: Actor,
    clinic: Clinic,
    identity: Identity,
    *,
    code: str,
    language: str,
    time_zone: str,
    key: UUID,
    now: datetime,
) -> Episode:
    """Take in a patient and open the first episode; sent again with the same key, once only.

    Raises
    ------
    EnrolmentError
        If the code is taken, or nobody decides for somebody who may be under 18.
    """
    with changing(actor, Permission.ENROL_PATIENT, clinic, "patient.enrol", now=now) as noted:
        # Held, so that of two who take a code, or press twice, the second sees the first.
        Clinic.objects.select_for_update().get(pk=clinic.pk)
        known = Episode.objects.filter(patient_id=key, patient__clinic=clinic, number=1).first()
        if known is not None:
            noted.is_new = False
            return known
        _check(clinic, code, identity, now)
        patient = Patient(
            pk=key,
            clinic=clinic,
            key=new_patient_key(),
            code=code,
            language=language,
            time_zone=time_zone,
            made_at=now,
        )
        seal_identity(patient, identity)
        patient.save(force_insert=True)
        episode = _open(actor, patient, now)
        noted.subject = f"patient {patient.pk}"
    return episode


def edit_identity(
    actor: Actor,
    patient: Patient,
    identity: Identity,
    *,
    language: str,
    time_zone: str,
    why: str,
    now: datetime,
) -> None:
    """Correct name or contacts; what stood there before is in the audit."""
    with changing(
        actor, Permission.ENROL_PATIENT, patient, "patient.edit", now=now, why=why
    ) as noted:
        noted.details = {"before": open_identity(patient)}
        _check_guardian(patient.clinic, identity, now)
        seal_identity(patient, identity)
        patient.language, patient.time_zone = language, time_zone
        patient.save(update_fields=["identity", "language", "time_zone"])
        for episode in patient.episodes.filter(closed_at__isnull=True):
            want_fit(episode, now)


def open_episode(actor: Actor, patient: Patient, *, now: datetime) -> Episode:
    """A new stretch of pain; the one before is closed, so that a diary entry has one place.

    Raises
    ------
    EnrolmentError
        If something alarming was reported in the one before, and nobody has seen to it.
    """
    with changing(actor, Permission.ENROL_PATIENT, patient, "episode.open", now=now) as noted:
        _close(patient.episodes.all(), now)
        episode = _open(actor, patient, now)
        noted.subject = f"episode {episode.pk}"
    return episode


def close_episode(actor: Actor, episode: Episode, *, why: str, now: datetime) -> None:
    """The course is over; its records stay.

    Raises
    ------
    EnrolmentError
        If something alarming was reported, and nobody has seen to it.
    """
    with changing(
        actor, Permission.EDIT_FACTS, episode, "episode.close", now=now, why=why
    ) as noted:
        noted.subject = f"episode {episode.pk}"
        noted.is_new = bool(_close(Episode.objects.filter(pk=episode.pk), now))


def write_facts(
    actor: Actor,
    episode: Episode,
    facts: CourseFacts,
    *,
    why: str,
    now: datetime,
    seen: int | None = None,
) -> None:
    """What was asked about an episode. The versions before stay readable.

    Parameters
    ----------
    seen : what `facts_version` gave when the form was made; None does not look.

    Raises
    ------
    AmendedMeanwhileError
        If a patient, a doctor or another window has changed an answer since.
    """
    with changing(actor, Permission.EDIT_FACTS, episode, "facts.write", now=now, why=why) as noted:
        noted.subject = f"facts {episode.pk}"
        hold(episode)
        if seen is not None and seen != facts_version(episode):
            raise AmendedMeanwhileError(
                "An answer was changed while you were writing: by the patient, by a doctor, or in "
                "another window. Open this page again beside it and compare; nothing was saved."
            )
        noted.is_new = facts_of(episode) != facts
        if noted.is_new:
            change_facts(episode, lambda _: facts, why, by=actor.account, now=now)
            want_fit(episode, now, at_once=True)


def write_score(
    actor: Actor, episode: Episode, score: Score, *, key: UUID, now: datetime
) -> Record:
    """A questionnaire as a practitioner hands it in.

    Raises
    ------
    OutsideMeaningError
        If its answers or its total cannot be.
    """
    score_instrument(score)
    return _add(actor, episode, score, "score.write", score.on, key=key, now=now)


def write_treatment(
    actor: Actor, episode: Episode, treatment: Treatment, *, key: UUID, now: datetime
) -> Record:
    """Other care beside the visits."""
    if treatment.to_on is not None and treatment.to_on < treatment.from_on:
        raise EnrolmentError(
            f"The treatment ends on {day(treatment.to_on)}, before it began on "
            f"{day(treatment.from_on)}. "
            "Correct one of the two."
        )
    on = treatment.from_on
    return _add(actor, episode, treatment, "treatment.write", on, key=key, now=now)


def _add(
    actor: Actor,
    episode: Episode,
    value: Score | Treatment,
    action: str,
    on: Any,
    *,
    key: UUID,
    now: datetime,
) -> Record:
    zone = ZoneInfo(episode.patient.time_zone)
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=zone)
    with changing(actor, Permission.EDIT_FACTS, episode, action, now=now) as noted:
        hold(episode)
        key, by = key_of_sent(key, kept_under(episode, key), as_kept(value)), actor.account
        row, noted.is_new = add_record(episode, value, at=noon, on=on, by=by, now=now, key=key)
        noted.subject = f"{row.kind} {row.key}"
        if noted.is_new:
            want_fit(episode, now)
    return row


def _open(actor: Actor, patient: Patient, now: datetime) -> Episode:
    last = patient.episodes.aggregate(last=Max("number"))["last"] or 0
    needles = Role.PRACTITIONER in actor.person.roles.get(str(patient.clinic_id), ())
    episode = Episode.objects.create(
        patient=patient,
        number=last + 1,
        practitioner=actor.account if needles else None,
        opened_at=now,
    )
    want_fit(episode, now, at_once=True)
    return episode


def _close(episodes: QuerySet[Episode], now: datetime) -> int:
    """Close those that are open, unless an alarm waits there: a closed course is looked at by
    nobody. Held first, so that an alarm of this very moment is not passed over."""
    rows = episodes.filter(closed_at__isnull=True).select_for_update(of=("self",))
    held = [episode.pk for episode in rows]
    if open_alarms(Episode.objects.filter(pk__in=held)).exists():
        raise EnrolmentError(
            "Something new or alarming was reported and is not resolved. See what was said and say "
            "what came of it, then close the episode. Nothing was changed."
        )
    return Episode.objects.filter(pk__in=held).update(closed_at=now)


def _check(clinic: Clinic, code: str, identity: Identity, now: datetime) -> None:
    if not (_FOR_FILES.fullmatch(code) and is_normalized("NFC", code)):
        raise EnrolmentError(
            f"The code {code} holds something else than letters, digits and the signs - . _ /. "
            f"Files name patients by it, so give one without spaces, such as {next_code(clinic)}."
        )
    if Patient.objects.filter(clinic=clinic, code=code).exists():
        raise EnrolmentError(
            f"The code {code} belongs to another patient. {next_code(clinic)} is free."
        )
    _check_guardian(clinic, identity, now)


def _check_guardian(clinic: Clinic, identity: Identity, now: datetime) -> None:
    """Only the year of birth is kept: in the year of the 18th birthday the day decides, and who
    enrols says so by `is_of_age`."""
    born = identity.year_of_birth
    year = now.astimezone(ZoneInfo(clinic.time_zone)).year
    if born is None or identity.guardian is not None or identity.is_of_age:
        return
    if year - born <= OF_AGE:
        raise EnrolmentError(
            f"Born in {born}, this person may be under {OF_AGE}. Name the guardian who decides "
            f"with them, or tick that the person is {OF_AGE} already."
        )
