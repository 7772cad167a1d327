"""The rule itself: first whether the subject exists for this person, then role, factor, licence."""

from __future__ import annotations

from datetime import date

from deqi.access.decision import Decision, Why
from deqi.access.permission import Permission
from deqi.access.person import Person, Role, Subject
from deqi.records.dates import day


def decide(person: Person, permission: Permission, subject: Subject, today: date) -> Decision:
    """Whether `person` may do what `permission` names with `subject`.

    A subject of another clinic or of another patient is unknown, not forbidden: even that it exists
    is nobody else's business. A licence is valid on its last day.

    Examples
    --------
    >>> from deqi.access import Role
    >>> anna = Person("a", {"c": frozenset({Role.PRACTITIONER})}, has_second_factor=True)
    >>> decision = decide(anna, Permission.RECORD_VISIT, Subject("c", "p"), date(2026, 5, 1))
    >>> decision.why.value, bool(decide(anna, Permission.READ_COURSE, Subject("c", "p"),
    ...                                 date(2026, 5, 1)))
    ('licence_missing', True)
    """
    if person.is_visitor:
        return Decision(Why.LOG_IN, "Log in first.")
    held = person.roles_for(subject)
    if not held:
        return Decision(Why.UNKNOWN, "There is nothing here.")
    if not held & permission.roles:
        return _against_role(permission, subject)
    if person.sees_other_people and not person.has_second_factor:
        return _SECOND_FACTOR
    if permission.needs_licence:
        return _by_licence(person, subject, today)
    return Decision(Why.ALLOWED)


_SECOND_FACTOR = Decision(
    Why.SECOND_FACTOR,
    "You can see other people's data, so your log-in needs a second factor. Add a passkey or an "
    "authenticator app to your account.",
)


def _against_role(permission: Permission, subject: Subject) -> Decision:
    roles = " or ".join(sorted(role.value.replace("_", " ") for role in permission.roles))
    return Decision(Why.ROLE, f"This needs the role {roles}. {_whom_to_ask(permission, subject)}")


def _whom_to_ask(permission: Permission, subject: Subject) -> str:
    if not subject.is_society:
        return "Ask your clinic's manager."
    if Role.MEMBER in permission.roles:
        return "Apply for membership of the society."
    return "Ask whoever looks after this site."


def _by_licence(person: Person, subject: Subject, today: date) -> Decision:
    until = person.licensed_until.get(subject.clinic or "")
    if until is None:
        return Decision(
            Why.LICENCE_MISSING,
            "No licence of yours has been confirmed. Hand in your licence under Licence, and ask a "
            "manager of the clinic to confirm it.",
        )
    if until < today:
        return Decision(
            Why.LICENCE_ENDED,
            f"Your licence ended on {day(until)}. Hand in the renewed one under Licence, "
            "and ask a manager of the clinic to confirm it.",
        )
    return Decision(Why.ALLOWED)
