"""What letters say, made when they are sent, in the language of whoever gets them.

A mailbox is read by others: on a lock screen, at work, by the company that keeps it. So no letter
names a patient, what is treated, or how.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from deqi.actions.letting_in import FACTORS_REMOVED
from deqi.actions.reminders import is_wanted
from deqi.actions.society.digest import DIGEST
from deqi.store.letters import Contents
from deqi.store.models import Invitation, Letter
from deqi.store.tokens import token_digest
from deqi.web.letters.backend import READY
from deqi.web.letters.letter import Words, Write, link, one_click, paragraphs
from deqi.web.society.letters import SOCIETY_KINDS, digest_stands


def words_of(letter: Letter, contents: Contents) -> Words:
    """The words of a letter."""
    with translation.override(_language(letter, contents)):
        return KINDS[letter.kind](letter, contents.values)


def still_stands(letter: Letter, contents: Contents, now: datetime) -> bool:
    """Whether it is still worth sending: a reminder passes with its hour, an invitation with its
    days."""
    until = contents.values.get("until")
    if until is not None and now > datetime.fromisoformat(until):
        return False
    if letter.kind == "reminder":
        return letter.patient is not None and is_wanted(letter.patient)
    if letter.kind == DIGEST:
        return digest_stands(letter, contents.values)
    if letter.kind == "invitation":
        return Invitation.objects.filter(
            token_digest=token_digest(contents.values["token"]),
            accepted_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=now,
        ).exists()
    return True


def address_of(letter: Letter, contents: Contents) -> str:
    """To whom; empty if that account is gone."""
    if letter.account is None:
        return contents.address
    return str(letter.account.email) if letter.account.is_active else ""


def _language(letter: Letter, contents: Contents) -> str:
    if letter.account is not None:
        return letter.account.language
    return contents.values.get("language") or settings.LANGUAGE_CODE


def _reminder(letter: Letter, values: Mapping[str, str]) -> Words:
    token = values["token"]
    stop = link("reminder_stop", token)
    return Words(
        _("The reminder you asked for"),
        paragraphs(
            _("You asked to be reminded at this time. This opens the page:"),
            link("reminder", token),
            _("This stops these reminders, with one tap:"),
            stop,
        ),
        one_click(stop),
    )


def _alarm(letter: Letter, values: Mapping[str, str]) -> Words:
    clinic = letter.clinic_id
    return Words(
        _("Please look at today's list now"),
        paragraphs(
            _("Somebody in your care has reported something new. It stands first on the list:"),
            link("today", clinic) if clinic else link("home"),
            _("Until you have seen to it, no visit is recorded and no plan is shown there."),
        ),
    )


def _invitation(letter: Letter, values: Mapping[str, str]) -> Words:
    return Words(
        _("An invitation"),
        paragraphs(
            _("%(clinic)s invites you. This link makes your log-in; it works once, for 7 days:")
            % {"clinic": values["clinic"]}
            if values.get("role") != "patient"
            else _("You are invited. This link makes your log-in; it works once, for 7 days:"),
            link("invitation_open", values["token"]),
            _("If you do not know what this is about, ignore this letter."),
        ),
    )


def _licence_ends(letter: Letter, values: Mapping[str, str]) -> Words:
    return Words(
        _("Your licence ends on %(until)s") % values,
        paragraphs(
            _("Hand in the renewed one at %(clinic)s before that day, and ask a manager to "
              "confirm it. From then on no visit is recorded without it.") % values,
            link("home"),
        ),
    )  # fmt: skip


def _doctor_answered(letter: Letter, values: Mapping[str, str]) -> Words:
    return Words(
        _("An answer has come"),
        paragraphs(
            _("A doctor has answered your question. Log in to read the answer:"), link("home")
        ),
    )


def _factors_removed(letter: Letter, values: Mapping[str, str]) -> Words:
    return Words(
        _("Your log-in: the second factor was taken away"),
        paragraphs(
            _("Passkeys, authenticator app and recovery codes of your log-in are gone, and every "
              "log-in has ended. This is done for somebody who lost them and asked for it."),
            _("If that was you, log in with your password and set up a new second factor:"),
            link("mfa_index"),
            _("If it was not you, choose a new password now, and call the people who gave you "
              "this log-in:"),
            link("account_reset_password"),
        ),
    )  # fmt: skip


def _ready(letter: Letter, values: Mapping[str, str]) -> Words:
    return Words(values["subject"], values["body"])


KINDS: dict[str, Write] = {
    "reminder": _reminder,
    "alarm": _alarm,
    "invitation": _invitation,
    "licence_ends": _licence_ends,
    "doctor_answered": _doctor_answered,
    FACTORS_REMOVED: _factors_removed,
    **SOCIETY_KINDS,
    READY: _ready,
}
