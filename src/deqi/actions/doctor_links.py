"""Links for doctors: made with the patient's consent, opened without an account, answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from deqi.access import Permission, Person
from deqi.actions.acting import Actor
from deqi.actions.change import changing, local_today, reading
from deqi.actions.consent import ConsentError, consents_of, has_consent
from deqi.actions.facts import change_facts
from deqi.records import Answer, DeqiError, DoctorsAnswer
from deqi.store.consent_texts import Purpose
from deqi.store.doctors_words import DoctorsWords, MayNeedle, add_words, ask, words_of
from deqi.store.fits import want_fit
from deqi.store.letters import put_letter
from deqi.store.models import Consent, DoctorLink, Episode
from deqi.store.tokens import new_token, token_digest
from deqi.store.words import as_kept

LONGEST = timedelta(days=90)


class LinkError(DeqiError):
    """A link that was revoked while its doctor was writing."""

    code = "doctor_link"
    exit_status = 36


class LinkState(StrEnum):
    """What has become of a link."""

    SENT = "sent"
    OPENED = "opened"
    ANSWERED = "answered"
    EXPIRED = "expired"
    REVOKED = "revoked"


def state_of(link: DoctorLink, now: datetime) -> LinkState:
    """An answer stays an answer, whatever becomes of its link."""
    if link.answered_at is not None:
        return LinkState.ANSWERED
    if link.revoked_at is not None:
        return LinkState.REVOKED
    if link.expires_at <= now:
        return LinkState.EXPIRED
    return LinkState.SENT if link.opened_at is None else LinkState.OPENED


def make_link(
    actor: Actor, episode: Episode, question: str, *, lasts: timedelta, key: UUID, now: datetime
) -> str | None:
    """A new link; its token is told this once. None if the same form made it before.

    Raises
    ------
    ConsentError
        If the patient has not agreed to it.
    """
    made = Permission.SEND_DOCTOR_LINK
    with changing(actor, made, episode, "doctor_link.make", now=now) as noted:
        noted.subject = f"doctor_link {key}"
        noted.is_new = not DoctorLink.objects.filter(pk=key).exists()
        if not noted.is_new:
            return None
        token, digest = new_token()
        link = DoctorLink(
            pk=key,
            episode=episode,
            token_digest=digest,
            consent=_consent(episode),
            made_by=actor.account,
            made_at=now,
            expires_at=now + min(lasts, LONGEST),
        )
        ask(link, as_kept(question))
        link.save(force_insert=True)
    return token


def revoke_link(actor: Actor, link: DoctorLink, *, now: datetime) -> None:
    """End a link at once."""
    made = Permission.SEND_DOCTOR_LINK
    with changing(actor, made, link.episode, "doctor_link.revoke", now=now) as noted:
        noted.subject = f"doctor_link {link.pk}"
        changed = DoctorLink.objects.filter(pk=link.pk, revoked_at__isnull=True)
        noted.is_new = bool(changed.update(revoked_at=now))


def find_link(token: str, now: datetime) -> DoctorLink | None:
    """The link of a token, if it still opens; why it does not is nobody's business."""
    rows = DoctorLink.objects.select_related("episode__patient__clinic", "episode__patient__key")
    link = rows.filter(token_digest=token_digest(token)).first()
    if link is None or link.revoked_at is not None or link.expires_at <= now:
        return None
    return link if has_consent(link.episode.patient, Purpose.DOCTOR_LINK) else None


def doctor_of(link: DoctorLink) -> Actor:
    """Whoever holds the link, as somebody who may read one sheet and answer."""
    return Actor(None, Person(links=frozenset({str(link.episode_id)})))


def open_link(link: DoctorLink, *, now: datetime) -> None:
    """Note that the doctor reads the sheet; called before it is shown."""
    may = Permission.ANSWER_AS_DOCTOR
    reading(doctor_of(link), may, link.episode, "doctor_sheet.read", now=now)
    DoctorLink.objects.filter(pk=link.pk, opened_at__isnull=True).update(opened_at=now)


def answer_link(
    link: DoctorLink,
    may_needle: MayNeedle,
    *,
    words: str,
    name: str,
    sheet_as_of: date | None,
    now: datetime,
) -> DoctorsWords:
    """Take the doctor's answer into the record; a later one replaces it, and both are kept.

    Raises
    ------
    LinkError
        If the link was revoked, with or without the consent, while the doctor was writing.
    """
    doctor, episode = doctor_of(link), link.episode
    said = as_kept(
        DoctorsWords(may_needle, words, name, now, local_today(episode, now), sheet_as_of)
    )
    with changing(
        doctor, Permission.ANSWER_AS_DOCTOR, episode, "doctor_link.answer", now=now
    ) as noted:
        row = DoctorLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
        if row.revoked_at is not None:
            raise LinkError("This link opens nothing any more. Nothing was saved.")
        noted.subject, noted.details = f"doctor_link {row.pk}", may_needle
        noted.is_new = not any(said.says_the_same_as(last) for last in words_of(row)[-1:])
        if noted.is_new:
            _take_in(row, said, now)
    return said


def _take_in(link: DoctorLink, said: DoctorsWords, now: datetime) -> None:
    """Into the link, into the facts that the screen reads, and to whoever asked."""
    add_words(link, said)
    link.save(update_fields=["answer", "answered_at"])
    answer = DoctorsAnswer(Answer.YES, said.may_needle.agrees, said.on)
    why = "A doctor answered by a link."
    change_facts(link.episode, lambda f: replace(f, doctor=answer), why, by=None, now=now)
    want_fit(link.episode, now, at_once=True)
    put_letter(
        "doctor_answered",
        f"doctor_answered {link.pk} {now.isoformat()}",
        now=now,
        account=link.made_by,
        clinic=link.episode.patient.clinic,
    )


def _consent(episode: Episode) -> Consent:
    consent = consents_of(episode.patient)[Purpose.DOCTOR_LINK]
    if consent is None:
        raise ConsentError(
            "The patient has not agreed that a doctor may read this sheet by a link. Ask the "
            "patient to agree under Consent in their own pages, or hand over the printed sheet."
        )
    return consent
