"""Everybody reports what is wrong with something; a moderator answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, Actor
from deqi.actions.change import changing, note
from deqi.actions.society.own import reported_people, require_others_matter
from deqi.records import DeqiError
from deqi.store.letters import Contents, put_letter
from deqi.store.models import Complaint

ABOUT = ("post", "comment", "sponsor", "page")


class ComplaintError(DeqiError):
    """What was reported was answered already, or the answer has no words."""

    code = "complaint"
    exit_status = 57


@dataclass(frozen=True, slots=True)
class Reported:
    """What somebody hands in.

    Attributes
    ----------
    about, about_id : one of `ABOUT`, and its id; of a page its path.
    contact : where to answer somebody without a log-in; may be empty.
    """

    about: str
    about_id: str
    words: str
    contact: str = ""


def complain(actor: Actor, reported: Reported, *, key: UUID, now: datetime) -> Complaint:
    """Keep it for the moderators; the same `key` again is the same."""
    with transaction.atomic():
        complaint, is_new = Complaint.objects.get_or_create(
            pk=key,
            defaults={
                "about": reported.about,
                "about_id": reported.about_id,
                "words": reported.words,
                "contact": reported.contact,
                "made_by": actor.account,
                "made_at": now,
            },
        )
        if is_new:
            note(actor, "complaint.make", f"complaint {key}", now=now)
    return complaint


def answer_complaint(actor: Actor, complaint: Complaint, answer: str, *, now: datetime) -> None:
    """Say what came of it; whoever reported it gets the answer by letter, if there is an address.

    Raises
    ------
    ComplaintError
        If another moderator was quicker, or there are no words.
    OwnMatterError
        If one reported it oneself, or it is about what is one's own.
    """
    words = answer.strip()
    if not words:
        raise ComplaintError(_("Say in a sentence what was done; nothing was changed."))
    with changing(
        actor, Permission.ANSWER_COMPLAINT, SOCIETY, "complaint.answer", now=now, why=words
    ) as noted:
        kept = Complaint.objects.select_for_update().get(pk=complaint.pk)
        require_others_matter(actor, reported_people(kept), kept.contact)
        if kept.answered_at is not None:
            raise ComplaintError(_("Another moderator has answered this already."))
        kept.answered_at, kept.answered_by, kept.answer = now, actor.log_in, words
        kept.save()
        _tell(kept, now)
        noted.subject = f"complaint {kept.pk}"


def _tell(complaint: Complaint, now: datetime) -> None:
    if complaint.made_by is None and not complaint.contact:
        return
    put_letter(
        "complaint",
        f"complaint {complaint.pk}",
        now=now,
        account=complaint.made_by,
        contents=Contents(complaint.contact, {"answer": complaint.answer}),
    )
