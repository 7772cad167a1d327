"""The tables. What is felt and done lies sealed in `Record`; the other columns only find it."""

from deqi.store.models.accounts import Account, Invitation, Licence, Membership
from deqi.store.models.audit import AuditHead, AuditRow
from deqi.store.models.care import Consent, Episode, Patient, PatientKey, PointSet, Record
from deqi.store.models.clinics import Clinic
from deqi.store.models.fits import Fit
from deqi.store.models.letters import Letter, ReminderPlan
from deqi.store.models.safety import Alarm, DoctorLink

__all__ = [
    "Account",
    "Alarm",
    "AuditHead",
    "AuditRow",
    "Clinic",
    "Consent",
    "DoctorLink",
    "Episode",
    "Fit",
    "Invitation",
    "Letter",
    "Licence",
    "Membership",
    "Patient",
    "PatientKey",
    "PointSet",
    "Record",
    "ReminderPlan",
]
