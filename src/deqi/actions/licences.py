"""By what right somebody needles: handed in by its holder, confirmed by a manager who saw it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from deqi.access import Permission
from deqi.actions.acting import Actor
from deqi.actions.change import changing, local_today
from deqi.records import DeqiError
from deqi.records.dates import day
from deqi.store.fits import open_episodes, want_fits
from deqi.store.letters import Contents, put_letter
from deqi.store.models import Account, Clinic, Licence, Membership

WARN_BEFORE = timedelta(days=60)


class LicenceError(DeqiError):
    """A licence that cannot be taken or confirmed as it is."""

    code = "licence"
    exit_status = 27


@dataclass(frozen=True, slots=True)
class Given:
    """What stands on a licence or a certificate.

    Attributes
    ----------
    kind : "licence", by an authority, or "certification", by a body.
    supervisor : who supervises its holder, where the jurisdiction asks for one.
    """

    kind: str
    number: str
    body: str
    jurisdiction: str
    valid_until: date
    supervisor: str = ""


def give_licence(actor: Actor, clinic: Clinic, given: Given, *, now: datetime) -> Licence:
    """Hand in one's own licence; until a manager confirms it, nothing changes.

    Raises
    ------
    LicenceError
        If it has ended already, or names no supervisor where one is asked for.
    """
    with changing(actor, Permission.GIVE_LICENCE, clinic, "licence.give", now=now) as noted:
        _check(given, clinic, now)
        mine = Licence.objects.filter(account=actor.log_in, clinic=clinic, kind=given.kind)
        mine.filter(confirmed_at__isnull=True, ended_at__isnull=True).update(ended_at=now)
        licence = Licence.objects.create(
            account=actor.log_in, clinic=clinic, given_at=now, **asdict(given)
        )
        noted.subject = f"licence {licence.pk}"
    return licence


def confirm_licence(actor: Actor, licence: Licence, *, now: datetime) -> None:
    """Confirm a licence after looking at it; it takes the place of the one before.

    Raises
    ------
    LicenceError
        If it is the actor's own and another manager could look at it, or it no longer waits.
    """
    clinic = licence.clinic
    with changing(actor, Permission.CONFIRM_LICENCE, clinic, "licence.confirm", now=now) as noted:
        is_own = licence.account_id == actor.log_in.pk
        if is_own and not is_sole_manager(actor.log_in, clinic):
            raise LicenceError(
                "This licence is your own. Ask another manager of the clinic to confirm it."
            )
        if (
            not waiting_licences(clinic)
            .filter(pk=licence.pk)
            .update(confirmed_at=now, confirmed_by=actor.log_in)
        ):
            raise LicenceError("This licence no longer waits to be confirmed. Look again.")
        same = Licence.objects.filter(account_id=licence.account_id, clinic=clinic)
        same.filter(kind=licence.kind, ended_at__isnull=True).exclude(pk=licence.pk).update(
            ended_at=now
        )
        noted.subject = f"licence {licence.pk}"
        noted.details = {"of": str(licence.account_id), "confirmed_own": is_own}
        _want_answers_of(licence, now)


def refuse_licence(actor: Actor, licence: Licence, why: str, *, now: datetime) -> None:
    """Turn down a licence that waits, or withdraw one that was confirmed."""
    permission = Permission.CONFIRM_LICENCE
    with changing(actor, permission, licence.clinic, "licence.end", now=now, why=why) as noted:
        noted.subject = f"licence {licence.pk}"
        noted.details = {"of": str(licence.account_id)}
        standing = Licence.objects.filter(pk=licence.pk, ended_at__isnull=True)
        noted.is_new = bool(standing.update(ended_at=now))
        _want_answers_of(licence, now)


def _want_answers_of(licence: Licence, now: datetime) -> None:
    """An answer says by what right its practitioner needles."""
    courses = open_episodes(licence.clinic).filter(practitioner=licence.account_id)
    want_fits(courses, now)


def waiting_licences(clinic: Clinic) -> QuerySet[Licence]:
    """Handed in, and looked at by nobody yet."""
    return Licence.objects.filter(clinic=clinic, confirmed_at__isnull=True, ended_at__isnull=True)


def confirmed_licences(clinic: Clinic | None = None) -> QuerySet[Licence]:
    """Those that stand, ended by their date or not; of one clinic, or of all."""
    rows = Licence.objects.filter(confirmed_at__isnull=False, ended_at__isnull=True)
    return rows if clinic is None else rows.filter(clinic=clinic)


def is_sole_manager(account: Account, clinic: Clinic) -> bool:
    """Whether nobody else manages the clinic: then there is nobody else to ask."""
    managers = Membership.objects.filter(
        clinic=clinic, role=Membership.Role.MANAGER, ended_at__isnull=True
    )
    return not managers.exclude(account=account).exists()


def ends_soon(valid_until: date, today: date) -> bool:
    """Whether it is time to renew.

    >>> ends_soon(date(2026, 3, 2), date(2026, 1, 1)), ends_soon(date(2026, 3, 3), date(2026, 1, 1))
    (True, False)
    """
    return valid_until - today <= WARN_BEFORE


def write_licence_letters(now: datetime) -> int:
    """Tell each practitioner once, by letter, that a licence ends soon; how many are concerned."""
    n = 0
    rows = confirmed_licences().filter(
        kind=Licence.Kind.LICENCE,
        valid_until__lte=(now + WARN_BEFORE + timedelta(days=1)).date(),
        account__memberships__role=Membership.Role.PRACTITIONER,
        account__memberships__ended_at__isnull=True,
    )
    for licence in rows.select_related("clinic", "account").distinct():
        if ends_soon(licence.valid_until, local_today(licence.clinic, now)):
            n += 1
            values = {"clinic": licence.clinic.name, "until": licence.valid_until.isoformat()}
            put_letter(
                "licence_ends",
                f"licence_ends {licence.pk}",
                now=now,
                account=licence.account,
                clinic=licence.clinic,
                contents=Contents(values=values),
            )
    return n


def _check(given: Given, clinic: Clinic, now: datetime) -> None:
    today = local_today(clinic, now)
    if given.valid_until < today:
        raise LicenceError(
            f"It ended on {day(given.valid_until)}, and today is {day(today)}. Hand "
            "in one that is valid."
        )
    if clinic.asks_for_supervisor and not given.supervisor:
        raise LicenceError(
            "Here a licence names the supervisor of its holder. Give the supervisor's name."
        )
