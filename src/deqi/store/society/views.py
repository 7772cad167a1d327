"""How many people read a post: one a person and day, and nobody can be found by it.

A person is a digest, made with a key that exists for one day. At the end of the day the rows become
a number, and the key is thrown away. Every place that shows a number takes it from `views_of`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from hashlib import blake2b
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F

from deqi.store.durability import without_waiting_for_the_disk
from deqi.store.models import DayKey, DayOfViews, Glance, Post

_N_BYTES = 16


def note_view(post: UUID, reader: str, now: datetime) -> bool:
    """Count a reader of today once; False if this one was counted already.

    Parameters
    ----------
    reader : what tells readers apart today; it is digested, and not kept.
    """
    today = now.date()
    digest = blake2b(reader.encode(), key=_key_of(today), digest_size=_N_BYTES).digest()
    seen = {"post_id": post, "on": today, "digest": digest}
    if Glance.objects.filter(**seen).exists():
        return False
    with without_waiting_for_the_disk():  # a view need not survive a power cut
        Glance.objects.bulk_create([Glance(**seen)], ignore_conflicts=True)
    return True


def views_of(posts: Iterable[UUID]) -> Mapping[UUID, int]:
    """How often each of these posts was read: the days that are over, and today."""
    ids = list(posts)
    over = dict(Post.objects.filter(pk__in=ids).values_list("pk", "n_views"))
    open_days = Glance.objects.filter(post__in=ids).order_by().values_list("post")
    today = dict(open_days.annotate(n=Count("*")))
    return {pk: n_views + today.get(pk, 0) for pk, n_views in over.items()}


def days_of(post: UUID) -> list[tuple[date, int]]:
    """The number of each day on which it was read, newest first; their sum is `views_of`."""
    over = dict(DayOfViews.objects.filter(post=post).values_list("on", "n_views"))
    open_days = Glance.objects.filter(post=post).order_by().values_list("on")
    for day, n in open_days.annotate(n=Count("pk")):
        over[day] = over.get(day, 0) + n
    return sorted(over.items(), reverse=True)


def close_days(now: datetime) -> int:
    """Turn the rows of earlier days into numbers; says of how many posts and days."""
    today = now.date()
    ended = Glance.objects.filter(on__lt=today)
    with transaction.atomic():
        days = list(ended.order_by().values_list("post", "on").annotate(n=Count("pk")))
        for post, day, n in days:
            row, _ = DayOfViews.objects.get_or_create(post_id=post, on=day, defaults={"n_views": 0})
            DayOfViews.objects.filter(pk=row.pk).update(n_views=F("n_views") + n)
            Post.objects.filter(pk=post).update(n_views=F("n_views") + n)
        ended.delete()
        DayKey.objects.filter(on__lt=today).delete()
    return len(days)


def _key_of(today: date) -> bytes:
    """Made by whoever needs it first that day, shared by all."""
    key = DayKey.objects.filter(on=today).first()
    if key is None:
        new = DayKey(on=today, key=secrets.token_bytes(32))
        DayKey.objects.bulk_create([new], ignore_conflicts=True)
        key = DayKey.objects.get(on=today)
    return bytes(key.key)
