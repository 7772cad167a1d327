"""A sponsor's slot: asked for by anybody, let in or refused by a moderator, for a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, Actor
from deqi.actions.change import changing, note
from deqi.actions.society.own import require_others_matter
from deqi.actions.society.pictures import keep_picture
from deqi.evidence.claims import Claim, Standing, read_claims
from deqi.records import DeqiError
from deqi.society.health_words import health_words_in
from deqi.store.letters import Contents, put_letter
from deqi.store.models import Sponsor

LONGEST = timedelta(days=366)
CARRIES = (Standing.BORNE_OUT, Standing.PARTLY)  # what a claim must be, for a sponsor to lean on it


class SponsorError(DeqiError):
    """A sponsor's slot that cannot be shown like this, or was decided already."""

    code = "sponsor"
    exit_status = 58


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sponsor hands in.

    Attributes
    ----------
    contact : an e-mail address, read by moderators only.
    claim : key of the claim that the words rest on, if they say something of health.
    picture, alt : a picture as it was sent, and what is to be seen on it.
    """

    name: str
    words: str
    link: str
    contact: str
    claim: str = ""
    picture: bytes | None = None
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """When a slot is shown, both days included, and that somebody read it through."""

    from_on: date
    to_on: date
    makes_no_claim: bool


def ask_for_slot(actor: Actor, asked: Asked, *, key: UUID, now: datetime) -> Sponsor:
    """Keep it for a moderator; the same `key` again is the same.

    Raises
    ------
    SponsorError
        If the words speak of health without a claim that carries them.
    """
    check_claim(f"{asked.name} {asked.words} {asked.alt}", asked.claim)
    known = Sponsor.objects.filter(pk=key).first()
    if known is not None:
        return known
    with transaction.atomic():
        picture = None
        if asked.picture is not None:
            picture = keep_picture(asked.picture, asked.alt, owner=actor.account, now=now)
        sponsor = Sponsor(pk=key, name=asked.name, words=asked.words, link=asked.link)
        sponsor.contact, sponsor.claim_key, sponsor.picture = asked.contact, asked.claim, picture
        sponsor.asked_at, sponsor.asked_by = now, actor.account
        sponsor.save(force_insert=True)
        note(actor, "sponsor.ask", f"sponsor {key}", now=now)
    return sponsor


def approve_sponsor(actor: Actor, sponsor: Sponsor, shown: Shown, *, now: datetime) -> None:
    """Show it from one day to another.

    Raises
    ------
    SponsorError
        If it was decided already, the days do not fit, or nobody answers for what it claims.
    OwnMatterError
        If one asked for it oneself.
    """
    with changing(actor, Permission.APPROVE_SPONSOR, SOCIETY, "sponsor.approve", now=now) as noted:
        kept = _lock_undecided(actor, sponsor)
        _check_days(shown, now.date())
        check_claim(_words_of(kept), kept.claim_key)
        if not (kept.claim_key or shown.makes_no_claim):
            raise SponsorError(
                _("Read it through, and tick that it says nothing of health; or refuse it.")
            )
        kept.approved_at, kept.approved_by = now, actor.log_in
        kept.from_on, kept.to_on = shown.from_on, shown.to_on
        kept.save()
        _tell(kept, now)
        noted.subject = f"sponsor {kept.pk}"
        noted.details = {
            "from": str(shown.from_on),
            "to": str(shown.to_on),
            "makes no claim": shown.makes_no_claim,
            "claim": kept.claim_key,
        }


def refuse_sponsor(actor: Actor, sponsor: Sponsor, why: str, *, now: datetime) -> None:
    """Not shown; whoever asked is told why.

    Raises
    ------
    SponsorError
        If it was decided already, or no reason is given.
    """
    why = why.strip()
    if not why:
        raise SponsorError(_("Say to the sponsor why, in a sentence; nothing was changed."))
    with changing(
        actor, Permission.APPROVE_SPONSOR, SOCIETY, "sponsor.refuse", now=now, why=why
    ) as noted:
        kept = _lock_undecided(actor, sponsor)
        kept.refused_at, kept.why_refused = now, why
        kept.save()
        _tell(kept, now)
        noted.subject = f"sponsor {kept.pk}"


def end_sponsor(actor: Actor, sponsor: Sponsor, *, now: datetime) -> None:
    """No longer shown from this moment on."""
    with changing(actor, Permission.APPROVE_SPONSOR, SOCIETY, "sponsor.end", now=now) as noted:
        require_others_matter(actor, {sponsor.asked_by_id}, sponsor.contact)
        yesterday = now.date() - timedelta(days=1)
        running = Sponsor.objects.filter(pk=sponsor.pk, to_on__gt=yesterday)
        noted.is_new = bool(running.update(to_on=yesterday))
        noted.subject = f"sponsor {sponsor.pk}"


def claim_of(key: str) -> Claim | None:
    """The weighed claim of a key."""
    return next((claim for claim in read_claims() if claim.id == key), None)


def check_claim(text: str, key: str) -> None:
    """What says something of health rests on a claim that was weighed and carries it.

    Raises
    ------
    SponsorError
        If not, with the words that were found.
    """
    claim = claim_of(key) if key else None
    if key and claim is None:
        raise SponsorError(_("There is no claim “%(key)s”. The keys stand on the page of claims.")
                           % {"key": key})  # fmt: skip
    if claim is not None and claim.standing not in CARRIES:
        raise SponsorError(_("The claim “%(key)s” is %(standing)s: no words can rest on it.")
                           % {"key": key, "standing": claim.standing.words})  # fmt: skip
    found = health_words_in(text)
    if found and claim is None:
        raise SponsorError(
            _("These words say something of health: %(found)s. Leave them out, or name the claim "
              "they rest on by its key.") % {"found": ", ".join(found)}
        )  # fmt: skip


def _words_of(sponsor: Sponsor) -> str:
    alt = "" if sponsor.picture is None else sponsor.picture.alt
    return f"{sponsor.name} {sponsor.words} {alt}"


def _check_days(shown: Shown, today: date) -> None:
    if not today <= shown.to_on or not shown.from_on <= shown.to_on:
        raise SponsorError(
            _("The last day lies before the first one, or is over. Give a later one.")
        )
    if shown.to_on - shown.from_on > LONGEST:
        raise SponsorError(_("A slot is shown for a year at the most. Give an earlier last day."))


def _lock_undecided(actor: Actor, sponsor: Sponsor) -> Sponsor:
    kept = (
        Sponsor.objects.select_for_update(of=("self",)).select_related("picture").get(pk=sponsor.pk)
    )
    require_others_matter(actor, {kept.asked_by_id}, kept.contact)
    if kept.approved_at or kept.refused_at:
        raise SponsorError(_("Another moderator has decided this already; nothing was changed."))
    return kept


def _tell(sponsor: Sponsor, now: datetime) -> None:
    values = {"why": sponsor.why_refused}
    if sponsor.approved_at and sponsor.from_on and sponsor.to_on:
        values |= {"from": sponsor.from_on.isoformat(), "to": sponsor.to_on.isoformat()}
    put_letter(
        "sponsor",
        f"sponsor {sponsor.pk}",
        now=now,
        contents=Contents(sponsor.contact, values),
    )
