"""The society's people, as short functions."""

from __future__ import annotations

from deqi.actions.acting import Actor, actor_of
from deqi.store.models import Account, SocietyMember
from tests.web.people import NOW, make_account


def make_society_member(name: str = "Mara Lindqvist", **appointed: bool) -> Account:
    """An account that is a member; `is_moderator=True` and the like appoint it."""
    account = make_account(name)
    SocietyMember.objects.create(
        account=account, display_name=name, applied_at=NOW, approved_at=NOW, **appointed
    )
    return account


def member_actor(**appointed: bool) -> Actor:
    return actor_of(make_society_member(**appointed))
