"""docs/reference/permissions.md: who may do what."""

from __future__ import annotations

from deqi.access import Role, list_permissions

_OPENING = """\
# Who may do what

This page is made from the table that every page and every action asks. What is not allowed
here is refused, with the reason and what to do; somebody else's patient, course or clinic does
not exist for whoever has no role there.

A role of a clinic holds in that clinic only. *account* is anybody with a confirmed log-in;
*member*, *reviewer*, *moderator* and *editor* are roles of the society. Whoever sees other
people's data needs a second factor.

| what | who | needs a valid licence |
|---|---|---|
"""


def describe_permissions() -> str:
    """The page."""
    rows = (
        f"| {meaning.rstrip('.')} (`{permission.value}`) | {_who(roles)} | "
        f"{'yes' if needs_licence else ''} |\n"
        for permission, roles, needs_licence, meaning in list_permissions()
    )
    return _OPENING + "".join(rows)


def _who(roles: frozenset[Role]) -> str:
    """In the order in which the roles are written down."""
    return ", ".join(role.value.replace("_", " ") for role in Role if role in roles)
