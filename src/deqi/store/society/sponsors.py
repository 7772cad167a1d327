"""Which sponsors are shown on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from deqi.store.models import Sponsor


def shown_sponsors(today: date) -> QuerySet[Sponsor]:
    """Those let in whose days have begun and are not over."""
    rows = Sponsor.objects.filter(approved_at__isnull=False, from_on__lte=today, to_on__gte=today)
    return rows.select_related("picture").defer("picture__content", "contact").order_by("pk")
