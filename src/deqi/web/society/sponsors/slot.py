"""The one sponsor that stands on a page, or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from deqi.actions.society.sponsors import claim_of
from deqi.evidence.claims import Claim
from deqi.store.models import Post, Sponsor
from deqi.store.society.sponsors import shown_sponsors
from deqi.web.society.about.computed import ready_pages

WITHOUT = frozenset({Post.Kind.CASE_REPORT.value, Post.Kind.MANUSCRIPT.value})
TURN_S = 600  # then the next one of several


@dataclass(frozen=True, slots=True)
class Slot:
    """A sponsor, and the claim that its words rest on."""

    sponsor: Sponsor
    claim: Claim | None
    has_page_of_claims: bool


def sponsor_beside(kinds: Iterable[str], now: datetime) -> Slot | None:
    """What stands beside posts of these kinds: nothing, as soon as one of them is about a patient
    or went through a review. Several sponsors take turns."""
    if not WITHOUT.isdisjoint(kinds):
        return None
    shown = list(shown_sponsors(now.date()))
    if not shown:
        return None
    return slot_of(shown[int(now.timestamp() // TURN_S) % len(shown)])


def slot_of(sponsor: Sponsor) -> Slot:
    """A sponsor as it is shown."""
    claim = claim_of(sponsor.claim_key) if sponsor.claim_key else None
    return Slot(sponsor, claim, claim is not None and "claims" in ready_pages())
