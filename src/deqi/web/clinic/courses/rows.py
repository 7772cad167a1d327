"""What the list of today shows of one course."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from deqi.report.practice import Line, Spark, facts_in_words, spark
from deqi.store.answers import open_lines
from deqi.store.models import Alarm, DoctorLink, Episode
from deqi.store.patients import open_identity
from deqi.store.todays_list import Group, group_of, has_licence, waiting_links
from deqi.web.clinic.courses.state import State, fit_of, state_of


@dataclass(frozen=True, slots=True)
class Row:
    """One course."""

    episode: Episode
    group: Group
    name: str
    verdict: str
    facts: list[str]
    reasons: list[str]
    spark: Spark | None
    state: State
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What somebody waits for, of the courses that are shown."""

    alarms: dict[UUID, Alarm]
    links: dict[UUID, DoctorLink]


def rows_of(
    episodes: Iterable[Episode], *, with_plan: bool, today: date, now: datetime
) -> list[Row]:
    """The rows of the courses on one page of the list; only these are opened.

    Parameters
    ----------
    with_plan : whether the person who looks may see plans.
    """
    shown = list(episodes)
    waiting = _waiting_for([episode.pk for episode in shown], now)
    return [_row(episode, waiting, with_plan, today, now) for episode in shown]


def _waiting_for(ids: list[UUID], now: datetime) -> Waiting:
    """The newest of each course; it comes last and stays."""
    alarms = Alarm.objects.filter(episode__in=ids, resolved_at__isnull=True).order_by("raised_at")
    links = waiting_links(now).filter(episode__in=ids).order_by("made_at")
    return Waiting(
        {alarm.episode_id: alarm for alarm in alarms}, {link.episode_id: link for link in links}
    )


def _row(episode: Episode, waiting: Waiting, with_plan: bool, today: date, now: datetime) -> Row:
    fit = fit_of(episode)
    lines = None if fit is None else open_lines(fit, episode.patient)
    may_see_plan = with_plan and episode.pk not in waiting.alarms
    line = None if lines is None else lines.line if may_see_plan else lines.without_plan
    return Row(
        episode=episode,
        group=group_of(episode),
        name=open_identity(episode.patient).name,
        verdict="" if line is None else line.kind or "",
        facts=[] if line is None else facts_in_words(line),
        reasons=[*_waiting_reasons(episode, waiting), *_reasons(line)],
        spark=None if line is None else spark(line.recent),
        state=state_of(episode, today, now),
        as_of=None if fit is None else fit.as_of,
    )


def _reasons(line: Line | None) -> list[str]:
    return [] if line is None else [reason for reason in line.reasons if reason]


def _waiting_reasons(episode: Episode, waiting: Waiting) -> list[str]:
    reasons = []
    alarm = waiting.alarms.get(episode.pk)
    if alarm is not None:
        seen = _("seen") if alarm.seen_at else _("not seen yet")
        told = (
            _("Reported by the patient on %(at)s, %(seen)s. No plan until it is resolved.")
            if alarm.raised_by_id == episode.patient.account_id
            else _("Found at the practice on %(at)s, %(seen)s. No plan until it is resolved.")
        )
        reasons.append(told % {"at": _moment(alarm.raised_at), "seen": seen})
    link = waiting.links.get(episode.pk)
    if link is not None:
        told = _("A doctor was asked on %(at)s and has not answered; the link ends on %(end)s.")
        reasons.append(told % {"at": _moment(link.made_at), "end": _moment(link.expires_at)})
    if not has_licence(episode):
        reasons.append(_("The practitioner of this course has no confirmed licence that is valid."))
    return reasons


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j M Y, H:i")
