"""Everything that can be asked for, and which roles have it. A table, read from the top."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from deqi.access.person import Role


class Permission(StrEnum):
    """One thing that a person may or may not do."""

    READ_COURSE = "read_course"
    ENROL_PATIENT = "enrol_patient"
    EDIT_FACTS = "edit_facts"
    RECORD_VISIT = "record_visit"
    SEE_PLAN = "see_plan"
    RESOLVE_ALARM = "resolve_alarm"
    SEND_DOCTOR_LINK = "send_doctor_link"
    EXPORT_PATIENT = "export_patient"
    ERASE_PATIENT = "erase_patient"
    READ_AUDIT = "read_audit"
    WRITE_DIARY = "write_diary"
    READ_OWN_DIARY = "read_own_diary"
    RAISE_ALARM = "raise_alarm"
    GIVE_CONSENT = "give_consent"
    MANAGE_PEOPLE = "manage_people"
    CONFIRM_LICENCE = "confirm_licence"
    GIVE_LICENCE = "give_licence"
    EDIT_CLINIC = "edit_clinic"
    EXPORT_CLINIC = "export_clinic"
    IMPORT_CLINIC = "import_clinic"
    MAKE_CLINIC = "make_clinic"
    LET_ANYBODY_IN = "let_anybody_in"
    ANSWER_AS_DOCTOR = "answer_as_doctor"
    APPLY_FOR_MEMBERSHIP = "apply_for_membership"
    WRITE_POST = "write_post"
    COMMENT = "comment"
    SUBMIT_MANUSCRIPT = "submit_manuscript"
    REVIEW = "review"
    EDIT_MANUSCRIPTS = "edit_manuscripts"
    MODERATE = "moderate"
    DECIDE_MEMBERSHIP = "decide_membership"
    APPROVE_SPONSOR = "approve_sponsor"
    ANSWER_COMPLAINT = "answer_complaint"
    APPOINT = "appoint"

    @property
    def roles(self) -> frozenset[Role]:
        """Who has it."""
        return _TABLE[self][0]

    @property
    def meaning(self) -> str:
        """What it allows."""
        return _TABLE[self][2]

    @property
    def needs_licence(self) -> bool:
        """Whether only somebody with a confirmed licence that has not ended may do it."""
        return _TABLE[self][1]


_CARE = frozenset({Role.PRACTITIONER})
_CLINIC = frozenset({Role.PRACTITIONER, Role.MANAGER})
_MANAGER = frozenset({Role.MANAGER})
_PATIENT = frozenset({Role.PATIENT})
_SITE = frozenset({Role.SITE_ADMINISTRATOR})
_DOCTOR = frozenset({Role.DOCTOR})
_MEMBER = frozenset({Role.MEMBER})
_MODERATOR = frozenset({Role.MODERATOR})
_P = Permission
_TABLE: dict[Permission, tuple[frozenset[Role], bool, str]] = {
    _P.READ_COURSE: (_CARE, False, "Read the courses of the clinic's patients."),
    _P.ENROL_PATIENT: (_CLINIC, False, "Take in a patient, open an episode, see to log-ins."),
    _P.EDIT_FACTS: (_CARE, False, "Ask and answer the screening questions, write scores."),
    _P.RECORD_VISIT: (_CARE, True, "Record or amend a visit with needling."),
    _P.SEE_PLAN: (_CARE, True, "See and issue a plan of visits."),
    _P.RESOLVE_ALARM: (_CARE, False, "Resolve what a patient reported as new or alarming."),
    _P.SEND_DOCTOR_LINK: (_CARE, False, "Make or revoke a link for a doctor."),
    _P.EXPORT_PATIENT: (_CLINIC, False, "Write out everything about one patient."),
    _P.ERASE_PATIENT: (_MANAGER, False, "Erase a patient after the time of keeping."),
    _P.READ_AUDIT: (_MANAGER, False, "Read who did what in the clinic."),
    _P.WRITE_DIARY: (_PATIENT, False, "Write and amend one's own diary."),
    _P.READ_OWN_DIARY: (_PATIENT, False, "Read one's own diary."),
    _P.RAISE_ALARM: (_PATIENT | _CARE, False, "Report something new or alarming."),
    _P.GIVE_CONSENT: (_PATIENT, False, "Give and take back consent."),
    _P.MANAGE_PEOPLE: (_MANAGER, False, "Invite members, end memberships, see to log-ins."),
    _P.CONFIRM_LICENCE: (_MANAGER, False, "Confirm a licence after looking at it."),
    _P.GIVE_LICENCE: (_CARE, False, "Hand in one's own licence."),
    _P.EDIT_CLINIC: (_MANAGER, False, "Change the clinic's settings."),
    _P.EXPORT_CLINIC: (_MANAGER, False, "Write out the whole clinic."),
    _P.IMPORT_CLINIC: (_SITE, False, "Read an exported clinic into this instance."),
    _P.MAKE_CLINIC: (_SITE, False, "Make a clinic."),
    _P.LET_ANYBODY_IN: (_SITE, False, "End anybody's log-ins, let anybody in again."),
    _P.ANSWER_AS_DOCTOR: (_DOCTOR, False, "Read one sheet by a link, and answer its question."),
    _P.APPLY_FOR_MEMBERSHIP: (frozenset({Role.ACCOUNT}), False, "Apply to the society."),
    _P.WRITE_POST: (_MEMBER, False, "Write and publish posts of one's own."),
    _P.COMMENT: (_MEMBER, False, "Comment, edit and remove one's own comments, appeal."),
    _P.SUBMIT_MANUSCRIPT: (_MEMBER, False, "Hand in manuscripts and revise them."),
    _P.REVIEW: (frozenset({Role.REVIEWER}), False, "Read and review what one was asked to."),
    _P.EDIT_MANUSCRIPTS: (
        frozenset({Role.EDITOR}),
        False,
        "Assign, decide and publish manuscripts.",
    ),
    _P.MODERATE: (_MODERATOR, False, "See and decide held comments."),
    _P.DECIDE_MEMBERSHIP: (_MODERATOR | _SITE, False, "Approve or refuse applications."),
    _P.APPROVE_SPONSOR: (_MODERATOR, False, "Let a sponsor's slot in, or refuse it."),
    _P.ANSWER_COMPLAINT: (_MODERATOR, False, "Answer what was reported."),
    _P.APPOINT: (_SITE, False, "Make members moderators, editors or reviewers."),
}


def list_permissions() -> Iterator[tuple[Permission, frozenset[Role], bool, str]]:
    """Every permission with its roles, whether it needs a licence, and its meaning."""
    for permission, (roles, needs_licence, meaning) in _TABLE.items():
        yield permission, roles, needs_licence, meaning
