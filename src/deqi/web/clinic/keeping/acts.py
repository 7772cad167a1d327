"""What the audit keeps as short names, in words for whoever reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deqi.actions.audit_rows import Told

ACTS: Final[dict[str, Promise]] = {
    "account.address_proven": _("Proved an e-mail address"),
    "account.edit": _("Changed the own account"),
    "account.factor_added": _("Added a second factor"),
    "account.factor_removed": _("Removed a second factor"),
    "account.let_in": _("Took the lost second factors of somebody away"),
    "account.log_in": _("Logged in"),
    "account.log_in_failed": _("A log-in failed"),
    "account.log_ins_ended": _("Ended all log-ins of somebody"),
    "account.log_out": _("Logged out"),
    "account.password": _("Chose a new password"),
    "alarm.raise": _("Reported something new or alarming"),
    "alarm.read": _("Read what was reported as new or alarming"),
    "alarm.resolve": _("Resolved what was reported"),
    "audit.read": _("Read who did what"),
    "clinic.edit": _("Changed the settings of the clinic"),
    "clinic.export": _("Exported the clinic"),
    "clinic.import": _("Took the clinic in from an archive"),
    "clinic.make": _("Set the clinic up"),
    "consent.give": _("Gave a consent"),
    "consent.withdraw": _("Took a consent back"),
    "course.deidentify": _("Made a course anonymous for a manuscript"),
    "course.read": _("Read a course"),
    "demo.fill": _("Made up the demonstration"),
    "diary.amend": _("Amended the diary"),
    "diary.read": _("Read the diary"),
    "diary.write": _("Wrote in the diary"),
    "doctor_link.answer": _("Answered as the doctor"),
    "doctor_link.make": _("Made a link for a doctor"),
    "doctor_link.revoke": _("Ended a link for a doctor"),
    "doctor_page.read": _("Read the doctor's page"),
    "doctor_pdf.read": _("Printed the doctor's page"),
    "doctor_sheet.read": _("Read the sheet as the doctor"),
    "episode.close": _("Closed an episode"),
    "episode.open": _("Opened an episode"),
    "facts.write": _("Answered the questions of safety"),
    "first_run": _("Set up the first account"),
    "fit.ask": _("Had the answer computed"),
    "history.read": _("Read the records with their versions"),
    "invitation.accept": _("Accepted an invitation"),
    "invitation.revoke": _("Took an invitation back"),
    "letters.read": _("Read which letters were sent"),
    "licence.confirm": _("Confirmed a licence"),
    "licence.end": _("Ended a licence"),
    "licence.give": _("Handed in a licence"),
    "manuscript.course": _("Added a course to a manuscript"),
    "manuscript.no_course": _("Took a course out of a manuscript"),
    "patient.edit": _("Changed who a patient is"),
    "patient.enrol": _("Took in a patient"),
    "patient.erase": _("Erased a patient"),
    "patient.export": _("Exported a patient"),
    "patient.invite": _("Invited a patient"),
    "patient.read": _("Read the page of a patient"),
    "patients.read": _("Read the list of patients"),
    "people.add_role": _("Gave somebody another role"),
    "people.end": _("Ended somebody's role"),
    "people.invite": _("Invited somebody to work here"),
    "place.choose": _("Chose language or time zone"),
    "point_set.end": _("Put a set of points away"),
    "point_set.make": _("Made a set of points"),
    "point_set.rename": _("Renamed a set of points"),
    "record.read": _("Read a record"),
    "reminders.choose": _("Chose reminders"),
    "reminders.stop": _("Stopped the reminders"),
    "score.withdraw": _("Took a questionnaire back"),
    "score.write": _("Entered a questionnaire"),
    "scores.read": _("Read the questionnaires"),
    "screening.read": _("Read the questions of safety"),
    "today.read": _("Read the list of today"),
    "treatment.withdraw": _("Took other care back"),
    "treatment.write": _("Entered other care"),
    "treatments.read": _("Read the other care"),
    "visit.amend": _("Amended a visit"),
    "visit.read": _("Read a visit"),
    "visit.record": _("Recorded a visit"),
    "visit.withdraw": _("Took a visit back"),
    "visits.read": _("Read the visits"),
    "who_read.read": _("Read who read the own record"),
}
ROLES: Final[dict[str, Promise]] = {
    "doctor": _("doctor with a link"),
    "holder": _("holder of the account"),
    "machine": _("at the machine"),
    "manager": _("clinic manager"),
    "patient": _("patient"),
    "practitioner": _("practitioner"),
    "editor": _("editor"),
    "member": _("member of the society"),
    "moderator": _("moderator"),
    "reviewer": _("reviewer"),
    "account": _("somebody with a log-in"),
    "program": _("by itself"),
    "site_administrator": _("site administrator"),
    "visitor": _("not logged in"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the audit with what was done, and in which role."""

    told: Told
    what: str
    role: str


def in_words(rows: Iterable[Told]) -> list[Line]:
    """The rows of a page, in their order."""
    return [Line(one, act_in_words(one.row.action), role_in_words(one.row.role)) for one in rows]


def act_in_words(action: str) -> str:
    """What was done; of an act that has no words here, its short name.

    Examples
    --------
    >>> act_in_words("something.new")
    'something.new'
    """
    return str(ACTS.get(action, action))


def role_in_words(role: str) -> str:
    """In which role it was done."""
    return str(ROLES.get(role, role.replace("_", " ")))
