"""Saved sets of points: made, renamed, ended. And points checked while they are typed."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from deqi.access import Permission
from deqi.actions.acting import require, subject_of
from deqi.actions.change import local_today
from deqi.actions.point_sets import PointSetError, end_set, make_set, points_of, rename_set
from deqi.exchange.placed_points import write_placed
from deqi.store.models import Clinic, PointSet
from deqi.web.clinic.enrolment.forms import KeyedForm
from deqi.web.clinic.visits.checking import check
from deqi.web.clinic.visits.needling_fields import PointsForm
from deqi.web.finding import find_clinic
from deqi.web.middleware import Request
from deqi.web.words import WordsField


class SetForm(PointsForm, KeyedForm):
    """A new set."""

    name = WordsField(label=gettext_lazy("Name of the set"), max_length=80)
    field_order = ("name", "points", "side", "depth_mm")


class NameForm(forms.Form):
    """Another name."""

    name = WordsField(label=gettext_lazy("Name of the set"), max_length=80)


def live_sets(clinic: Clinic) -> QuerySet[PointSet]:
    """The sets that are offered."""
    return PointSet.objects.filter(clinic=clinic, ended_at__isnull=True).order_by("name")


def show(request: Request, clinic: UUID) -> HttpResponse:
    """The sets of the practice, and a new one."""
    found = find_clinic(clinic)
    now = timezone.now()
    require(request.actor, Permission.EDIT_FACTS, subject_of(found), local_today(found, now))
    form = SetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, points = form.cleaned_data["name"], form.points_needled
        try:
            make_set(request.actor, found, name, points, key=form.made_key, now=now)
        except PointSetError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("point_sets", clinic=clinic)
    rows = [(row, write_placed(points_of(row))) for row in live_sets(found)]
    context = {"clinic": found, "here": "point_sets", "rows": rows, "form": form}
    return render(request, "clinic/visits/point_sets.html", context)


@require_POST
def rename(request: Request, clinic: UUID, key: UUID) -> HttpResponse:
    """Another name for a set."""
    found, now = _find(clinic, key), timezone.now()
    require(
        request.actor,
        Permission.EDIT_FACTS,
        subject_of(found.clinic),
        local_today(found.clinic, now),
    )
    form = NameForm(request.POST)
    if form.is_valid():
        rename_set(request.actor, found, form.cleaned_data["name"], now=now)
        messages.success(request, _("Renamed."))
    else:
        messages.error(request, _("A set needs a name of up to 80 letters. Nothing was changed."))
    return redirect("point_sets", clinic=clinic)


@require_POST
def end(request: Request, clinic: UUID, key: UUID) -> HttpResponse:
    """Offer it no more."""
    end_set(request.actor, _find(clinic, key), now=timezone.now())
    messages.success(request, _("The set is offered no more. Visits stay as they were recorded."))
    return redirect("point_sets", clinic=clinic)


@require_POST
def checked(request: Request, clinic: UUID) -> HttpResponse:
    """Points as they are typed: known or not, and what lies beneath. Nothing of a patient."""
    found = find_clinic(clinic)
    today = local_today(found, timezone.now())
    require(request.actor, Permission.EDIT_FACTS, subject_of(found), today)
    form = PointsForm(request.POST)
    form.is_valid()
    context = {"points": check(form.points_needled), "form": form}
    return render(request, "clinic/visits/points.html", context)


def _find(clinic: UUID, key: UUID) -> PointSet:
    return get_object_or_404(PointSet.objects.select_related("clinic"), pk=key, clinic_id=clinic)
