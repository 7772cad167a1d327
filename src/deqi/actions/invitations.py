"""People come by invitation: a member of a clinic, or a patient who will write a diary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from deqi.access import Permission
from deqi.actions.acting import Actor
from deqi.actions.change import changing
from deqi.records import DeqiError
from deqi.store.letters import Contents, put_letter
from deqi.store.models import Clinic, Invitation, Letter, Membership, Patient
from deqi.store.tokens import new_token

OPEN_FOR = timedelta(days=7)
PATIENT = "patient"
GONE = (
    "This invitation does not stand (any more): a link works once, for seven days. Ask the clinic "
    "for a new one."
)


class InvitationError(DeqiError):
    """An invitation that cannot be made, or that no longer stands."""

    code = "invitation"
    exit_status = 24


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with the token of its link, which is told now and never again."""

    invitation: Invitation
    token: str


def invite_member(
    actor: Actor, clinic: Clinic, email: str, role: str, *, by_letter: bool, now: datetime
) -> Invited:
    """Invite somebody to work in a clinic as `role`.

    Parameters
    ----------
    by_letter : send the link; otherwise whoever invites hands it over.

    Raises
    ------
    InvitationError
        If the person is a member in this role already.
    """
    with changing(actor, Permission.MANAGE_PEOPLE, clinic, "people.invite", now=now) as noted:
        email = _tidy(email)
        held = Membership.objects.filter(clinic=clinic, role=role, ended_at__isnull=True)
        if held.filter(account__email=email).exists():
            raise InvitationError(
                "There is a member with this address and this role already. Nobody was invited."
            )
        invitation = Invitation(clinic=clinic, role=Membership.Role(role).value, email=email)
        invited = _invite(actor, invitation, clinic.language, by_letter, now)
        noted.subject = f"invitation {invitation.pk}"
        noted.details = {"role": role, "email": email, "by_letter": by_letter}
    return invited


def invite_patient(
    actor: Actor, patient: Patient, email: str, *, by_letter: bool, now: datetime
) -> Invited:
    """Invite a patient to write the diary.

    Raises
    ------
    InvitationError
        If the patient has a log-in already.
    """
    with changing(actor, Permission.ENROL_PATIENT, patient, "patient.invite", now=now) as noted:
        if patient.account_id is not None:
            raise InvitationError("This patient has a log-in already. Nobody was invited.")
        email = _tidy(email)
        invitation = Invitation(clinic=patient.clinic, role=PATIENT, patient=patient, email=email)
        invited = _invite(actor, invitation, patient.language, by_letter, now)
        noted.subject = f"invitation {invitation.pk}"
        noted.details = {"email": email, "by_letter": by_letter}
    return invited


def revoke_invitation(actor: Actor, invitation: Invitation, *, now: datetime) -> None:
    """Take an invitation back; its link opens nothing from now on."""
    is_patient = invitation.patient is not None
    permission = Permission.ENROL_PATIENT if is_patient else Permission.MANAGE_PEOPLE
    thing = invitation.patient or invitation.clinic
    with changing(actor, permission, thing, "invitation.revoke", now=now) as noted:
        noted.subject = f"invitation {invitation.pk}"
        noted.is_new = bool(_end(Invitation.objects.filter(pk=invitation.pk), now))


def find_invitation(digest: str, now: datetime) -> Invitation:
    """The open invitation whose token has this digest.

    Raises
    ------
    InvitationError
        If there is none: never made, used, taken back, or past its time. Which of these it is,
        nobody is told.
    """
    rows = Invitation.objects.select_related("clinic", "patient__clinic", "patient__key")
    found = rows.filter(standing(now), token_digest=digest).first()
    if found is None:
        raise InvitationError(GONE)
    return found


def _invite(
    actor: Actor, invitation: Invitation, language: str, by_letter: bool, now: datetime
) -> Invited:
    _end(_earlier(invitation), now)
    token, invitation.token_digest = new_token()
    invitation.is_handed_over = not by_letter
    invitation.made_by = actor.log_in
    invitation.made_at, invitation.expires_at = now, now + OPEN_FOR
    invitation.save(force_insert=True)
    if by_letter:
        values = {
            "token": token,
            "clinic": invitation.clinic.name,
            "role": invitation.role,
            "language": language,
        }
        contents = Contents(invitation.email, values)
        put_letter(
            "invitation",
            _letter_of(invitation),
            now=now,
            patient=invitation.patient,  # goes when the patient is erased
            clinic=invitation.clinic,
            contents=contents,
        )
    return Invited(invitation, token)


def _earlier(invitation: Invitation) -> QuerySet[Invitation]:
    """Others of the same person: the new one takes their place."""
    if invitation.patient is not None:
        return Invitation.objects.filter(patient=invitation.patient)
    same = Invitation.objects.filter(clinic=invitation.clinic, role=invitation.role)
    return same.filter(email=invitation.email)


def _end(invitations: QuerySet[Invitation], now: datetime) -> int:
    """Revoke those that stand, with their letters if those have not gone yet."""
    found = list(invitations.filter(standing(now)))
    letters = [_letter_of(invitation) for invitation in found]
    Letter.objects.filter(unique__in=letters, sent_at__isnull=True).delete()
    ids = [invitation.pk for invitation in found]
    return Invitation.objects.filter(standing(now), pk__in=ids).update(revoked_at=now)


def _tidy(email: str) -> str:
    return email.strip().lower()


def standing(now: datetime) -> Q:
    """Neither used, nor taken back, nor past its time."""
    return Q(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now)


def _letter_of(invitation: Invitation) -> str:
    return f"invitation {invitation.pk}"
