"""Accepting the terms and the privacy policy, before anything is written."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, Actor
from deqi.actions.change import changing
from deqi.records import DeqiError
from deqi.store.models import Acceptance, Account
from deqi.store.society.texts import TO_ACCEPT, Text, read_text


class NotAcceptedError(DeqiError):
    """Somebody writes who has not accepted the terms as they stand now."""

    code = "terms_not_accepted"
    exit_status = 50


def texts_to_accept(account: Account) -> list[Text]:
    """The texts that this person has not accepted in their present version."""
    accepted = set(
        Acceptance.objects.filter(account=account).values_list("document", "text_digest")
    )
    texts = [read_text(name) for name in TO_ACCEPT]
    return [text for text in texts if (text.name, text.digest) not in accepted]


def require_accepted(actor: Actor) -> None:
    """Called by every act that writes something for others to read.

    Raises
    ------
    NotAcceptedError
        If a text has changed since it was accepted, or never was.
    """
    if texts_to_accept(actor.log_in):
        raise NotAcceptedError(
            _("The terms or the privacy policy have changed, or you have not accepted them yet. "
              "Read and accept them first; nothing was saved.")
        )  # fmt: skip


def accept_texts(actor: Actor, digests: set[str], *, now: datetime) -> None:
    """Accept the texts that were shown, known by their digests.

    Raises
    ------
    NotAcceptedError
        If a text was changed after it was shown.
    """
    with changing(
        actor, Permission.APPLY_FOR_MEMBERSHIP, SOCIETY, "terms.accept", now=now
    ) as noted:
        texts = texts_to_accept(actor.log_in)
        if {text.digest for text in texts} - digests:
            raise NotAcceptedError(_("The text has just changed. Read it again, then accept it."))
        for text in texts:
            Acceptance.objects.update_or_create(
                account=actor.log_in,
                document=text.name,
                version=text.version,
                defaults={"text_digest": text.digest, "accepted_at": now},
            )
        noted.is_new = bool(texts)
        noted.details = {text.name: [text.version, text.digest] for text in texts}
