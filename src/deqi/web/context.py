"""What every page is given."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from deqi.access import Role
from deqi.actions.licences import ends_soon
from deqi.screen import emergency_number
from deqi.store.models import Clinic


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Who looks, as what, with which licence, and whether this is a demonstration."""
    actor = getattr(request, "actor", None)
    given: dict[str, Any] = {
        "actor": actor,
        "emergency": SimpleLazyObject(lambda: _emergency(request)),
        "is_demo": settings.DEQI_IS_DEMO,
        "has_society": settings.DEQI_HAS_SOCIETY,
        "can_send_mail": bool(settings.DEQI.mail_url),
    }
    match = getattr(request, "resolver_match", None)
    clinic = str(match.kwargs.get("clinic", "")) if match else ""
    if actor is not None and clinic:
        given["roles_here"] = actor.person.roles.get(clinic, frozenset())
        given |= _licence(actor.person.licensed_until.get(clinic), given["roles_here"])
    return given


def _licence(until: Any, roles: frozenset[Role]) -> dict[str, Any]:
    """What is to be said about a practitioner's licence: nothing, as long as it is in order."""
    if Role.PRACTITIONER not in roles:
        return {}
    today = timezone.localdate()
    if until is None:
        return {"licence": "missing"}
    if until < today:
        return {"licence": "ended", "licence_until": until}
    return {"licence": "ends", "licence_until": until} if ends_soon(until, today) else {}


def _emergency(request: HttpRequest) -> str | None:
    """The emergency number of a patient's country, that of the practice."""
    found = Clinic.objects.filter(patients__account=request.user.pk).first()
    return None if found is None else emergency_number(found.country)
