"""The society's people, as short functions."""

from __future__ import annotations

import io
from uuid import uuid4

from PIL import Image

from deqi.actions.acting import Actor, actor_of
from deqi.actions.society.documents import texts_to_accept
from deqi.actions.society.drafts import Draft
from deqi.actions.society.posts import new_post, publish_post
from deqi.store.models import Acceptance, Account, Post, SocietyMember
from tests.web.people import NOW, make_account


def make_society_member(name: str = "Mara Lindqvist", **appointed: bool) -> Account:
    """An account that is a member; `is_moderator=True` and the like appoint it."""
    account = make_account(name)
    SocietyMember.objects.create(
        account=account, display_name=name, applied_at=NOW, approved_at=NOW, **appointed
    )
    accept_all(account)
    return account


def member_actor(**appointed: bool) -> Actor:
    return actor_of(make_society_member(**appointed))


def accept_all(account: Account) -> None:
    """The person has accepted the texts as they stand."""
    for text in texts_to_accept(account):
        Acceptance.objects.create(
            account=account,
            document=text.name,
            version=text.version,
            text_digest=text.digest,
            accepted_at=NOW,
        )


def sample_draft(**given: object) -> Draft:
    words: dict[str, object] = {
        "kind": "article",
        "title": "Relief and gaps",
        "summary": "What a diary says.",
        "body": "# Aim\n\nLess *pain* [1].",
        "references": "Vickers 2018, 10.1016/j.jpain.2017.11.005",
        "tags": ("diary",),
    }
    return Draft(**words | given)  # type: ignore[arg-type]


def make_post(author: Account, *, published: bool = True, **given: object) -> Post:
    """A post of this member, read by everybody since `NOW` unless `published=False`."""
    post = new_post(actor_of(author), sample_draft(**given), key=uuid4(), now=NOW)
    return publish_post(actor_of(author), post, at=None, now=NOW) if published else post


def picture_of(kind: str = "PNG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    """A file that holds a picture."""
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, kind, **options)
    return written.getvalue()
