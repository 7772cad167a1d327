"""What letters say, made when they are sent, in the language of whoever gets them.

A mailbox is read by others: on a lock screen, at work, by the company that keeps it. So no letter
names a patient, what is treated, or how.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from deqi.actions.reminders import is_wanted
from deqi.store.letters import Contents
from deqi.store.models import Invitation, Letter
from deqi.store.tokens import token_digest
from deqi.web.letters.backend import READY


@dataclass(frozen=True, slots=True)
class Words:
    """A letter, ready to be sent."""

    subject: str
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)


Write = Callable[[Letter, Mapping[str, str]], Words]

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Said = str | _StrPromise


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


def link(name: str, *args: object) -> str:
    """The whole address of a page of ours."""
    return str(settings.DEQI.base_url + reverse(name, args=args))


def _language(letter: Letter, contents: Contents) -> str:
    if letter.account is not None:
        return letter.account.language
    return contents.values.get("language") or settings.LANGUAGE_CODE


def _reminder(letter: Letter, values: Mapping[str, str]) -> Words:
    token = values["token"]
    stop = link("reminder_stop", token)
    return Words(
        _("The reminder you asked for"),
        _paragraphs(
            _("You asked to be reminded at this time. This opens the page:"),
            link("reminder", token),
            _("This stops these reminders, with one tap:"),
            stop,
        ),
        {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def _alarm(letter: Letter, values: Mapping[str, str]) -> Words:
    clinic = letter.clinic_id
    return Words(
        _("Please look at today's list now"),
        _paragraphs(
            _("Somebody in your care has reported something new. It stands first on the list:"),
            link("today", clinic) if clinic else link("home"),
            _("Until you have seen to it, no visit is recorded and no plan is shown there."),
        ),
    )


def _invitation(letter: Letter, values: Mapping[str, str]) -> Words:
    return Words(
        _("An invitation"),
        _paragraphs(
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
        _paragraphs(
            _("Hand in the renewed one at %(clinic)s before that day, and ask a manager to "
              "confirm it. From then on no visit is recorded without it.") % values,
            link("home"),
        ),
    )  # fmt: skip


def _doctor_answered(letter: Letter, values: Mapping[str, str]) -> Words:
    return Words(
        _("An answer has come"),
        _paragraphs(
            _("A doctor has answered your question. Log in to read the answer:"), link("home")
        ),
    )


def _membership(letter: Letter, values: Mapping[str, str]) -> Words:
    return Words(
        _("Your application to the society"),
        _paragraphs(
            _("You are a member now. You can write and comment here:")
            if values["approved"]
            else _("Your application was not approved. Log in to read why:"),
            link("join"),
        ),
    )


def _complaint(letter: Letter, values: Mapping[str, str]) -> Words:
    return Words(
        _("An answer to what you reported"),
        _paragraphs(_("A moderator of the society answers:"), values["answer"], link("society")),
    )


def _sponsor(letter: Letter, values: Mapping[str, str]) -> Words:
    said = (
        _("Your slot is shown from %(from)s to %(to)s, both days included.") % values
        if "from" in values
        else _("Your slot was not let in: %(why)s") % values
    )
    return Words(_("Your request to sponsor the society"), _paragraphs(said, link("society")))


def _of_manuscripts(subject: Said, sentence: Said) -> Write:
    """A letter that says no more than where to look."""

    def write(letter: Letter, values: Mapping[str, str]) -> Words:
        return Words(str(subject), _paragraphs(str(sentence), link("manuscripts")))

    return write


def _ready(letter: Letter, values: Mapping[str, str]) -> Words:
    return Words(values["subject"], values["body"])


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


KINDS: dict[str, Write] = {
    "reminder": _reminder,
    "alarm": _alarm,
    "invitation": _invitation,
    "licence_ends": _licence_ends,
    "doctor_answered": _doctor_answered,
    "membership": _membership,
    "complaint": _complaint,
    "sponsor": _sponsor,
    "review_asked": _of_manuscripts(
        _later("You are asked for a review"),
        _later("The society asks you to review a manuscript. Read it here, and say if you can:"),
    ),
    "review_due": _of_manuscripts(
        _later("A review is due"),
        _later("A review that you were asked for is due in these days. It waits here:"),
    ),
    "review_came": _of_manuscripts(
        _later("A reviewer has answered"), _later("Log in to read the answer:")
    ),
    "manuscript_decided": _of_manuscripts(
        _later("Your manuscript was decided on"),
        _later("Log in to read the decision and the reviews:"),
    ),
    "manuscript_published": _of_manuscripts(
        _later("Your manuscript is published"), _later("Everybody reads it. You find it here:")
    ),
    READY: _ready,
}
