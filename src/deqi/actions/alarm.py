"""A patient reports something new or alarming; a practitioner sees to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from deqi.access import Permission, Role
from deqi.actions.acting import Actor
from deqi.actions.change import changing
from deqi.actions.facts import change_facts
from deqi.actions.resending import hold, key_of_sent
from deqi.records import Answer, DeqiError
from deqi.screen import known_red_flags
from deqi.store.alarms import Resolution, Said, open_said, seal_resolution, seal_said
from deqi.store.facts import CourseFacts
from deqi.store.fits import want_fit
from deqi.store.letters import put_letter
from deqi.store.models import Account, Alarm, Episode, Membership


class AlarmError(DeqiError):
    """An alarm that says nothing, or that cannot be resolved in this way."""

    code = "alarm"
    exit_status = 20


def raise_alarm(actor: Actor, episode: Episode, said: Said, *, key: UUID, now: datetime) -> Alarm:
    """Report something: the red flags stand in the record, and the practice is told, at once.

    Parameters
    ----------
    key : becomes the id of the alarm; the same one with the same words is the same alarm.

    Raises
    ------
    AlarmError
        If nothing was said, or a red flag is not one of `deqi.screen`.
    """
    _check(said)
    with changing(actor, Permission.RAISE_ALARM, episode, "alarm.raise", now=now) as noted:
        hold(episode)
        found = Alarm.objects.filter(pk=key, episode=episode).first()
        if found is not None:
            key = key_of_sent(key, open_said(found), said)
            found = Alarm.objects.filter(pk=key, episode=episode).first()
        noted.subject = f"alarm {key}"
        noted.is_new = found is None
        if found is not None:
            return found
        alarm = Alarm(pk=key, episode=episode, raised_at=now, raised_by=actor.account)
        seal_said(alarm, said)
        alarm.save(force_insert=True)
        found_now = dict.fromkeys(said.red_flags, Answer.YES)
        _amend_red_flags(episode, found_now, "reported by the patient", actor, now)
        _tell_the_practice(alarm, now)
        want_fit(episode, now, at_once=True)
    return alarm


def see_alarm(actor: Actor, alarm: Alarm, *, now: datetime) -> Said:
    """Open what was said; the patient is told that it was seen, and when first."""
    episode = alarm.episode
    with changing(actor, Permission.RESOLVE_ALARM, episode, "alarm.read", now=now) as noted:
        noted.subject = f"alarm {alarm.pk}"
        Alarm.objects.filter(pk=alarm.pk, seen_at__isnull=True).update(seen_at=now)
        return open_said(alarm)


def resolve_alarm(
    actor: Actor, alarm: Alarm, words: str, red_flags: Mapping[str, Answer], *, now: datetime
) -> None:
    """Say what came of it, and for each reported red flag whether it is there now.

    Raises
    ------
    AlarmError
        If there are no words, or a reported red flag has no answer. Not asked is not "no".
    """
    _check_resolution(words, red_flags, open_said(alarm))
    episode = alarm.episode
    with changing(
        actor, Permission.RESOLVE_ALARM, episode, "alarm.resolve", now=now, why=words
    ) as noted:
        noted.subject = f"alarm {alarm.pk}"
        noted.details = {item: answer.value for item, answer in red_flags.items()}
        resolution = Resolution(words, dict(red_flags))
        seal_resolution(alarm, resolution)
        waiting = Alarm.objects.filter(pk=alarm.pk, resolved_at__isnull=True)
        if not waiting.update(
            resolved_at=now, resolved_by=actor.account, resolution=alarm.resolution
        ):
            raise AlarmError("Somebody else resolved this a moment ago. Nothing was changed.")
        _amend_red_flags(episode, red_flags, words, actor, now)
        want_fit(episode, now, at_once=True)


def _check(said: Said) -> None:
    if not said.red_flags and not said.words.strip():
        raise AlarmError(
            _("Nothing was chosen and nothing written. Choose what is new, or write it.")
        )
    if unknown := set(said.red_flags) - known_red_flags():
        raise AlarmError(f"{len(unknown)} of the chosen items are not in the rule book.")


def _check_resolution(words: str, red_flags: Mapping[str, Answer], said: Said) -> None:
    if not words.strip():
        raise AlarmError("Say in a few words what came of it, for whoever reads this later.")
    answered = {item for item, answer in red_flags.items() if answer is not Answer.NOT_ASKED}
    if missing := set(said.red_flags) - answered:
        raise AlarmError(
            f"{len(missing)} of the reported signs have no answer yet. Say for each whether it "
            "is there now: yes or no."
        )


def _amend_red_flags(
    episode: Episode, found: Mapping[str, Answer], reason: str, actor: Actor, now: datetime
) -> None:
    def change(facts: CourseFacts) -> CourseFacts:
        return replace(facts, red_flags={**facts.red_flags, **found})

    change_facts(episode, change, reason, by=actor.account, now=now)


def _tell_the_practice(alarm: Alarm, now: datetime) -> None:
    clinic = alarm.episode.patient.clinic
    for account in _who_is_told(alarm.episode):
        if account.pk == alarm.raised_by_id:
            continue  # a practitioner who reported it knows
        put_letter(
            "alarm", f"alarm {alarm.pk} {account.pk}", now=now, account=account, clinic=clinic
        )


def _who_is_told(episode: Episode) -> Iterable[Account]:
    """The practitioner of the episode while a member, otherwise all; without any, managers."""
    members = Membership.objects.filter(
        clinic=episode.patient.clinic_id, ended_at__isnull=True
    ).select_related("account")
    caring = [m.account for m in members if m.role == Role.PRACTITIONER]
    own = [account for account in caring if account.pk == episode.practitioner_id]
    return own or caring or [m.account for m in members]
