"""What was verified about the people who write, as it stands today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

from deqi.store.models import Licence, SocietyMember


class Badge(StrEnum):
    """Something that somebody has checked."""

    LICENCE = "licence confirmed"
    EDITOR = "editor"
    MODERATOR = "moderator"
    REVIEWER = "reviewer"


Badges = Mapping[UUID, tuple[Badge, ...]]
_APPOINTED = {
    Badge.EDITOR: "is_editor",
    Badge.MODERATOR: "is_moderator",
    Badge.REVIEWER: "is_reviewer",
}


def badges_of(accounts: Iterable[UUID], today: date) -> Badges:
    """The badges of each of these members.

    Nothing of it is kept: a licence that ended yesterday shows nothing today. Who is no member (any
    more) has none.
    """
    members = SocietyMember.objects.filter(
        account__in=set(accounts), approved_at__isnull=False, ended_at__isnull=True
    ).only(*_APPOINTED.values())
    licensed = _licensed([member.pk for member in members], today)
    found: dict[UUID, tuple[Badge, ...]] = defaultdict(tuple)
    for member in members:
        checked = (Badge.LICENCE,) if member.pk in licensed else ()
        roles = tuple(badge for badge, held in _APPOINTED.items() if getattr(member, held))
        found[member.pk] = checked + roles
    return found


def _licensed(accounts: list[UUID], today: date) -> set[UUID]:
    """Whose licence a manager confirmed, and has not ended; it is valid on its last day."""
    rows = Licence.objects.filter(
        account__in=accounts,
        kind=Licence.Kind.LICENCE,
        confirmed_at__isnull=False,
        ended_at__isnull=True,
        valid_until__gte=today,
    )
    return set(rows.values_list("account", flat=True))
