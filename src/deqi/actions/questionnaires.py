"""A patient fills in a questionnaire."""

from __future__ import annotations

from datetime import UTC, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from deqi.access import Permission
from deqi.actions.acting import Actor
from deqi.actions.change import changing
from deqi.actions.consent import require_consent
from deqi.actions.resending import hold, kept_under, key_of_sent
from deqi.records import Score
from deqi.store.consent_texts import Purpose
from deqi.store.fits import want_fit
from deqi.store.models import Episode, Record
from deqi.store.records import add_record
from deqi.track import score_instrument

NOON = time(12)  # a questionnaire has a day; its row needs a moment to stand in order


def write_own_score(
    actor: Actor, episode: Episode, score: Score, *, key: UUID, now: datetime
) -> Record:
    """Keep a questionnaire; sent again with the same key it is kept once.

    Raises
    ------
    OutsideMeaningError
        If an answer or the total lies outside its range.
    """
    score_instrument(score)
    with changing(actor, Permission.WRITE_DIARY, episode, "score.write", now=now) as noted:
        require_consent(episode.patient, Purpose.DIARY)
        hold(episode)
        key = key_of_sent(key, kept_under(episode, key), score)
        zone = ZoneInfo(episode.patient.time_zone)
        at = datetime.combine(score.on, NOON, zone).astimezone(UTC)
        row, noted.is_new = add_record(
            episode, score, at=at, on=score.on, by=actor.account, now=now, key=key
        )
        noted.subject = f"score {row.key}"
        if noted.is_new:
            want_fit(episode, now)
    return row
