"""What is known of a person who asks for something, and of what is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to a clinic, to the site, or to one course."""

    PATIENT = "patient"
    PRACTITIONER = "practitioner"
    MANAGER = "manager"
    SITE_ADMINISTRATOR = "site_administrator"
    DOCTOR = "doctor"
    ACCOUNT = "account"  # anybody with a log-in, towards the society
    MEMBER = "member"
    REVIEWER = "reviewer"
    MODERATOR = "moderator"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is logged in, somebody who holds a link, or nobody.

    Attributes
    ----------
    account : id of the log-in; None for a visitor.
    roles : for each clinic, the roles held there now.
    patients : ids of the patients that this account is.
    society : roles in the society, once the application was approved.
    is_site_administrator : whether the account looks after the site itself.
    has_second_factor : whether a passkey or a code stands behind the log-in.
    licensed_until : for each clinic, the last day of a licence that a manager there confirmed.
    links : ids of the episodes whose doctor this is, by a link and without an account.

    Examples
    --------
    >>> Person().is_visitor
    True
    """

    account: str | None = None
    roles: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    patients: frozenset[str] = frozenset()
    society: frozenset[Role] = frozenset()
    is_site_administrator: bool = False
    has_second_factor: bool = False
    licensed_until: Mapping[str, date] = field(default_factory=dict)
    links: frozenset[str] = frozenset()

    @property
    def is_visitor(self) -> bool:
        """Whether nobody is logged in, and no link is held."""
        return self.account is None and not self.links

    @property
    def sees_other_people(self) -> bool:
        """Whether the account can read of somebody else: then a second factor is asked for."""
        looks_after_others = bool(self.society - {Role.MEMBER})
        return self.is_site_administrator or looks_after_others or any(self.roles.values())

    def roles_for(self, subject: Subject) -> frozenset[Role]:
        """Every role that this person has towards a subject."""
        held = set(self.roles.get(subject.clinic or "", ()))
        if subject.patient is not None and subject.patient in self.patients:
            held.add(Role.PATIENT)
        if subject.is_society and self.account is not None:
            held |= {Role.ACCOUNT, *self.society}
        if self.is_site_administrator:
            held.add(Role.SITE_ADMINISTRATOR)
        if subject.episode is not None and subject.episode in self.links:
            held.add(Role.DOCTOR)
        return frozenset(held)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked for: of the site, the society, a clinic, one of its patients, one course.

    Attributes
    ----------
    clinic, patient, episode : ids, or None.
    is_society : something of the society.
    """

    clinic: str | None = None
    patient: str | None = None
    episode: str | None = None
    is_society: bool = False
