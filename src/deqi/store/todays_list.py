"""The open courses of a clinic by who needs somebody first.

Most of it comes from the last answer on each course (`deqi.report.practice.needs`). What a new
alarm, a silent doctor or a licence that ended mean is known without any computation, so it counts
at once. Only clear columns are read here: nothing is opened to bring courses into their order.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, F, IntegerChoices, Q, QuerySet, When

from deqi.report.practice import Need
from deqi.store.models import Alarm, Clinic, DoctorLink, Episode, Licence


class Group(IntegerChoices):
    """The groups of the list, in its order."""

    ALARM = 0, "Something new or alarming"
    EMERGENCY = 1, "Emergency"
    ASK_DOCTOR = 2, "Ask a doctor first"
    WORSE = 3, "Worse"
    REVIEW = 4, "Review due"
    FAILED = 5, "Answer failed"
    CAP = 6, "Cap or coverage limit near"
    SILENT = 7, "Diary silent"
    MISSING = 8, "Licence or doctor's answer missing"
    STOP = 9, "Could stop"
    NOT_ASKED = 10, "Safety questions not asked"
    VISIT = 11, "Visit proposed this week"
    NO_ANSWER = 12, "No answer yet"
    GOING_ON = 13, "Going on"
    PAST = 14, "Past courses"

    @property
    def to_do(self) -> str:
        """What the group is for."""
        known = next((need.to_do for need, group in _OF_NEED.items() if group is self), "")
        return _TO_DO.get(self, known)


_TO_DO = {
    Group.ALARM: "A patient reported something. Look at it now; until then nothing is planned.",
    Group.FAILED: "The computation failed and is tried again by itself. What is shown is older.",
    Group.MISSING: "A doctor was asked and has not answered, or a licence is missing or has ended.",
    Group.NO_ANSWER: "The first answer is being computed.",
}
_OF_NEED = {
    Need.EMERGENCY: Group.EMERGENCY,
    Need.ASK_DOCTOR: Group.ASK_DOCTOR,
    Need.WORSE: Group.WORSE,
    Need.REVIEW: Group.REVIEW,
    Need.NO_ANSWER: Group.FAILED,
    Need.CAP: Group.CAP,
    Need.SILENT: Group.SILENT,
    Need.STOP: Group.STOP,
    Need.NOT_ASKED: Group.NOT_ASKED,
    Need.VISIT: Group.VISIT,
    Need.GOING_ON: Group.GOING_ON,
    Need.PAST: Group.PAST,
}


def todays_list(clinic: Clinic, today: date, now: datetime) -> QuerySet[Episode]:
    """Every open course of a clinic with its `group`, in the order of the page; a closed one as
    long as an alarm waits there.

    Parameters
    ----------
    today : the date at the clinic, for licences.
    """
    courses = Episode.objects.filter(patient__clinic=clinic, patient__key__isnull=False)
    marked = courses.annotate(
        has_alarm=Q(pk__in=_episodes_of(Alarm.objects.filter(resolved_at__isnull=True))),
        doctor_is_asked=Q(pk__in=_episodes_of(waiting_links(now))),
        has_licence=Q(practitioner__isnull=True) | Q(practitioner__in=_licensed(clinic, today)),
    ).annotate(group=_group())
    marked = marked.filter(Q(closed_at__isnull=True) | Q(has_alarm=True))
    return marked.order_by("group", F("fit__next_on").asc(nulls_last=True), "patient__code")


def only(courses: QuerySet[Episode], group: Group) -> QuerySet[Episode]:
    """The courses of one group, in the same order."""
    return courses.filter(group=group)  # type: ignore[misc]


def group_of(episode: Episode) -> Group:
    """The group of a course that came from `todays_list`."""
    return Group(episode.group)  # type: ignore[attr-defined]


def has_licence(episode: Episode) -> bool:
    """Whether its practitioner may needle today; of a course that came from `todays_list`."""
    return bool(episode.has_licence)  # type: ignore[attr-defined]


def count_groups(courses: QuerySet[Episode]) -> dict[Group, int]:
    """How many courses each group holds; empty groups are left out."""
    counted: Any = courses.order_by().values_list("group").annotate(n=Count("pk"))  # type: ignore[misc]
    return {Group(group): n for group, n in sorted(counted)}


def waiting_links(now: datetime) -> QuerySet[DoctorLink]:
    """Links to doctors who may still answer and have not."""
    return DoctorLink.objects.filter(
        answered_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now
    )


# Sets that do not depend on the course, so that the database makes each once and not once a row.
def _episodes_of(found: QuerySet[Any]) -> QuerySet[Any]:
    return found.values("episode")


def _licensed(clinic: Clinic, today: date) -> QuerySet[Any]:
    held = Licence.objects.filter(
        clinic=clinic,
        kind=Licence.Kind.LICENCE,
        confirmed_at__isnull=False,
        ended_at__isnull=True,
        valid_until__gte=today,
    )
    return held.values("account")


def _group() -> Case:
    """The first line that holds, read from the top."""
    urgent = [need for need in Need if _OF_NEED[need] < Group.FAILED]
    before_missing = [need for need in Need if Group.FAILED <= _OF_NEED[need] < Group.MISSING]
    return Case(
        When(has_alarm=True, then=Group.ALARM.value),
        *map(_when, urgent),
        When(fit__n_failed__gt=0, then=Group.FAILED.value),
        *map(_when, before_missing),
        When(Q(doctor_is_asked=True) | Q(has_licence=False), then=Group.MISSING.value),
        *(_when(need) for need in Need if _OF_NEED[need] > Group.MISSING),
        default=Group.NO_ANSWER.value,
    )


def _when(need: Need) -> When:
    return When(fit__need_rank=need.rank, then=_OF_NEED[need].value)
