"""A patient agrees to something, and takes it back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.acting import Actor
from deqi.actions.change import changing
from deqi.records import DeqiError
from deqi.store.consent_texts import ConsentText, Purpose, current_text
from deqi.store.models import Consent, DoctorLink, Patient, ReminderPlan
from deqi.store.society.manuscripts import forget_courses


class ConsentError(DeqiError):
    """A consent is missing, or it was given to words that are no longer the current ones."""

    code = "consent"
    exit_status = 19


def give(actor: Actor, patient: Patient, text: ConsentText, *, now: datetime) -> Consent:
    """Agree to these words; an earlier version of them is replaced, the same one kept.

    Raises
    ------
    ConsentError
        If there are newer words by now than those that were shown.
    """
    if text.version != current_text(text.purpose, text.language).version:
        raise ConsentError(
            _("The words have changed meanwhile. Read them again; nothing was saved.")
        )
    with changing(actor, Permission.GIVE_CONSENT, patient, "consent.give", now=now) as noted:
        # Held, so that of two presses of one button the second sees the first.
        Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
        held = _in_force(patient, text.purpose)
        noted.is_new = held is None or held.version != text.version
        if held is not None and not noted.is_new:
            return held
        if held is not None:
            Consent.objects.filter(pk=held.pk).update(withdrawn_at=now)
        noted.subject = f"consent {text.purpose.value}"
        noted.details = {"version": text.version, "language": text.language}
        return Consent.objects.create(
            patient=patient,
            purpose=text.purpose.value,
            version=text.version,
            text_digest=text.digest,
            given_at=now,
        )


def withdraw(actor: Actor, patient: Patient, purpose: Purpose, *, now: datetime) -> None:
    """Take a consent back, with everything that follows from it at once."""
    with changing(actor, Permission.GIVE_CONSENT, patient, "consent.withdraw", now=now) as noted:
        held = _in_force(patient, purpose)
        noted.is_new = held is not None
        if held is None:
            return
        Consent.objects.filter(pk=held.pk).update(withdrawn_at=now)
        noted.subject = f"consent {purpose.value}"
        if purpose is Purpose.REMINDERS:
            ReminderPlan.objects.filter(patient=patient, stopped_at__isnull=True).update(
                stopped_at=now
            )
        if purpose is Purpose.DOCTOR_LINK:
            links = DoctorLink.objects.filter(episode__patient=patient, revoked_at__isnull=True)
            noted.details = {"revoked_links": links.update(revoked_at=now)}
        if purpose is Purpose.PUBLICATION:
            noted.details = {"versions_without_course": forget_courses(patient)}


def has_consent(patient: Patient, purpose: Purpose | str) -> bool:
    """Whether the patient agrees to this now."""
    return _in_force(patient, Purpose(purpose)) is not None


def require_consent(patient: Patient, purpose: Purpose) -> None:
    """Raise `ConsentError` unless the patient agrees to this now."""
    if not has_consent(patient, purpose):
        raise ConsentError(
            _("This needs a consent that is not there: %(what)s. It can be given under Consent.")
            % {"what": current_text(purpose, get_language() or "en").title}
        )


def consents_of(patient: Patient) -> dict[Purpose, Consent | None]:
    """For each purpose the consent in force, if there is one."""
    held = {one.purpose: one for one in patient.consents.filter(withdrawn_at__isnull=True)}
    return {purpose: held.get(purpose.value) for purpose in Purpose}


def _in_force(patient: Patient, purpose: Purpose) -> Consent | None:
    found = patient.consents.filter(purpose=purpose.value, withdrawn_at__isnull=True)
    return found.first()
