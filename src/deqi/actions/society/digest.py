"""New comments by e-mail: for members who want it, once a day at the most, and never empty."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from deqi.access import Permission, Role
from deqi.actions.acting import SOCIETY, Actor
from deqi.actions.change import changing
from deqi.actions.society.moderation import Act as Decided
from deqi.store.audit import Act, add_to_audit
from deqi.store.letters import Contents, put_letter
from deqi.store.models import Account, Comment, Decision, Letter, Post, SocietyMember
from deqi.store.tokens import new_token, token_digest

DIGEST = "society_digest"
A_DAY = timedelta(days=1)
_MAKES_PUBLIC = (Decided.APPROVE, Decided.EDIT)


def choose_digest(actor: Actor, *, wanted: bool, now: datetime) -> None:
    """Get the digest, of what is new from now on, or get it no longer."""
    action = "digest.choose" if wanted else "digest.stop"
    with changing(actor, Permission.COMMENT, SOCIETY, action, now=now) as noted:
        rows = SocietyMember.objects.filter(pk=actor.log_in.pk).exclude(digest_wanted=wanted)
        noted.is_new = bool(rows.update(digest_wanted=wanted, digest_sent_at=now))
        noted.subject = f"member {actor.log_in.pk}"


def news_for(account: Account, since: datetime, until: datetime) -> QuerySet[Comment]:
    """What others said under the member's posts and to the member's comments, and everybody reads.

    A comment is new when it was written, and when a moderator let it through later.
    """
    let_through = Decision.objects.filter(
        comment=OuterRef("pk"), act__in=_MAKES_PUBLIC, undone_at__isnull=True
    ).filter(at__gt=since, at__lte=until)
    is_new = Q(written_at__gt=since, written_at__lte=until) | Q(Exists(let_through))
    own_posts, own_comments = (
        rows.filter(author=account).order_by().values("pk")
        for rows in (Post.objects.all(), Comment.objects.all())
    )
    about_member = Q(post__in=own_posts) | Q(parent__in=own_comments)  # both have an index
    rows = Comment.objects.filter(about_member, is_new, state=Comment.State.PUBLISHED)
    public = rows.filter(post__publish_at__lte=until, post__withdrawn_at__isnull=True)
    return public.exclude(author=account).order_by("post__title", "written_at", "pk")


def plan_digests(now: datetime) -> int:
    """Put the digests that are due into the queue; how many there were."""
    if not settings.DEQI_HAS_SOCIETY:
        return 0
    due = _subscribers().filter(digest_sent_at__lte=now - A_DAY).select_related("account")
    return sum(_write(member, now) for member in due)


def is_digest_wanted(account: Account) -> bool:
    """Whether this member gets it now."""
    return _subscribers().filter(pk=account.pk).exists()


def find_digest(token: str) -> Letter | None:
    """The digest whose links hold this token."""
    letters = Letter.objects.select_related("account")
    return letters.filter(kind=DIGEST, token_digest=token_digest(token)).first()


def stop_digest(letter: Letter, now: datetime) -> None:
    """No more digests, as asked for in one of them. Whoever holds the letter may do that."""
    member = letter.account_id
    with transaction.atomic():
        if SocietyMember.objects.filter(pk=member, digest_wanted=True).update(digest_wanted=False):
            add_to_audit(Act("digest.stop", Role.MEMBER.value, subject=f"member {member}"), now)


def _subscribers() -> QuerySet[SocietyMember]:
    return SocietyMember.objects.filter(
        digest_wanted=True,
        approved_at__isnull=False,
        ended_at__isnull=True,
        account__is_active=True,
    )


def _write(member: SocietyMember, now: datetime) -> bool:
    since = member.digest_sent_at
    if since is None or not news_for(member.account, since, now).exists():
        return False
    token, digest = new_token()
    values = {"token": token, "since": since.isoformat(), "new_until": now.isoformat()}
    with transaction.atomic():
        # Of two workers one writes: the other finds another day there.
        mine = SocietyMember.objects.filter(pk=member.pk, digest_sent_at=since)
        if not mine.update(digest_sent_at=now):
            return False
        put_letter(
            DIGEST,
            f"{DIGEST} {member.pk} {now.isoformat()}",
            now=now,
            account=member.account,
            contents=Contents(values=values),
            token_digest=digest,
        )
    return True
