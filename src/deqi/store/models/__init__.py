"""The tables. What is felt and done lies sealed in `Record`; the other columns only find it."""

from deqi.store.models.accounts import Account, Invitation, Licence, Membership
from deqi.store.models.audit import AuditHead, AuditRow
from deqi.store.models.care import Consent, Episode, Patient, PatientKey, PointSet, Record
from deqi.store.models.clinics import Clinic
from deqi.store.models.comments import Appeal, Comment, CommentVersion, Decision
from deqi.store.models.fits import Fit
from deqi.store.models.letters import Letter, ReminderPlan
from deqi.store.models.manuscripts import Manuscript, ManuscriptVersion, Review, Verdict
from deqi.store.models.posts import DayKey, DayOfViews, Glance, Post, PostRevision, PostWords, Tag
from deqi.store.models.safety import Alarm, DoctorLink
from deqi.store.models.society import Acceptance, Complaint, Picture, SocietyMember, Sponsor

__all__ = [
    "Acceptance",
    "Account",
    "Alarm",
    "Appeal",
    "AuditHead",
    "AuditRow",
    "Clinic",
    "Comment",
    "CommentVersion",
    "Complaint",
    "Consent",
    "DayKey",
    "DayOfViews",
    "Decision",
    "DoctorLink",
    "Episode",
    "Fit",
    "Glance",
    "Invitation",
    "Letter",
    "Licence",
    "Manuscript",
    "ManuscriptVersion",
    "Membership",
    "Patient",
    "PatientKey",
    "Picture",
    "PointSet",
    "Post",
    "PostRevision",
    "PostWords",
    "Record",
    "ReminderPlan",
    "Review",
    "SocietyMember",
    "Sponsor",
    "Tag",
    "Verdict",
]
