"""The morning page: every open course, by who needs somebody first."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from deqi.access import Permission
from deqi.actions.change import reading
from deqi.store.models import Episode
from deqi.web.finding import find_clinic
from deqi.web.middleware import Request


def show(request: Request, clinic: UUID) -> HttpResponse:
    """The list."""
    found = find_clinic(clinic)
    now = timezone.now()
    episodes = Episode.objects.filter(patient__clinic=found, closed_at__isnull=True)
    ids = [str(pk) for pk in episodes.values_list("pk", flat=True)]
    reading(request.actor, Permission.READ_COURSE, found, "today.read", now=now, shown=ids)
    return render(request, "clinic/today.html", {"clinic": found, "episodes": episodes})
