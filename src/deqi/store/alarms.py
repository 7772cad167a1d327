"""What a patient reported as new or alarming, sealed, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from deqi.records import Answer
from deqi.store.columns import open_column, seal_column
from deqi.store.models import Alarm, Episode


@dataclass(frozen=True, slots=True)
class Said:
    """What was reported.

    Attributes
    ----------
    red_flags : ids of the red flags of `deqi.screen`.
    words : the patient's own.
    """

    red_flags: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What came of it: in words, and what each reported red flag is now."""

    words: str
    red_flags: Mapping[str, Answer] = field(default_factory=dict)


def seal_said(alarm: Alarm, said: Said) -> None:
    """Put what was said into the row; the caller saves it."""
    seal_column(alarm, "content", said, alarm.episode.patient)


def seal_resolution(alarm: Alarm, resolution: Resolution) -> None:
    """Put what came of it into the row; the caller saves it."""
    seal_column(alarm, "resolution", resolution, alarm.episode.patient)


def open_said(alarm: Alarm) -> Said:
    """What was said."""
    return open_column(alarm, "content", alarm.episode.patient, Said)


def open_resolution(alarm: Alarm) -> Resolution | None:
    """What came of it; None while the alarm is open."""
    if alarm.resolution is None:
        return None
    return open_column(alarm, "resolution", alarm.episode.patient, Resolution)


def open_alarms(episodes: Episode | Iterable[Episode]) -> QuerySet[Alarm]:
    """Alarms that nobody has resolved: until then no visit is recorded and no plan shown."""
    some = [episodes] if isinstance(episodes, Episode) else episodes
    waiting = Alarm.objects.filter(episode__in=some, resolved_at__isnull=True)
    return waiting.select_related("episode__patient__key").order_by("raised_at")
