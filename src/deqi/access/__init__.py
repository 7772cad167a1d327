"""Who may? A person, a permission and a subject give yes, or no with its reason."""

from deqi.access.deciding import decide
from deqi.access.decision import Decision, Why
from deqi.access.permission import Permission, list_permissions
from deqi.access.person import Person, Role, Subject

__all__ = [
    "Decision",
    "Permission",
    "Person",
    "Role",
    "Subject",
    "Why",
    "decide",
    "list_permissions",
]
