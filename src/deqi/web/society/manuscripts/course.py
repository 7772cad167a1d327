"""The course that a case report carries: chosen, taken out, downloaded as tables."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from deqi.access import Role
from deqi.actions.acting import Actor
from deqi.actions.consent import ConsentError
from deqi.actions.society.manuscripts.case import add_course, remove_course
from deqi.actions.society.manuscripts.seats import Seat
from deqi.actions.society.manuscripts.writing import ManuscriptError
from deqi.store.consent_texts import Purpose
from deqi.store.models import Episode
from deqi.web.middleware import Request
from deqi.web.society.manuscripts.finding import find_manuscript
from deqi.web.society.manuscripts.papers import find_paper

UNCHANGING = (1980, 1, 1, 0, 0, 0)  # of the files in an archive, so that its bytes stay the same


class CourseForm(forms.Form):
    """Which course of one's own clinic, of a patient who agrees to publication."""

    episode = forms.ModelChoiceField(
        Episode.objects.none(), label=gettext_lazy("Course"), widget=forms.RadioSelect
    )
    has_seen = forms.BooleanField(label=gettext_lazy("The patient has seen the text"))

    def __init__(self, actor: Actor, given: object = None) -> None:
        super().__init__(given)  # type: ignore[arg-type]
        field = self.fields["episode"]
        field.queryset = _possible(actor)  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: one.course_id  # type: ignore[attr-defined]


def choose(request: Request, manuscript: UUID) -> HttpResponse:
    """Choose a course; figure and numbers are computed at once."""
    now = timezone.now()
    found, _seat = find_manuscript(request.actor, manuscript, now, Seat.AUTHOR)
    form = CourseForm(request.actor, request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(request, form, manuscript, now):
        messages.success(request, _("The course is in. Look at what will be published of it."))
        return redirect("manuscript", manuscript=found.pk)
    n_offered = _possible(request.actor).count()
    context = {"here": "manuscripts", "manuscript": found, "form": form, "n_offered": n_offered}
    return render(request, "society/manuscripts/course.html", context)


@require_POST
def remove(request: Request, manuscript: UUID) -> HttpResponse:
    """Take it out."""
    now = timezone.now()
    found, _seat = find_manuscript(request.actor, manuscript, now, Seat.AUTHOR)
    remove_course(request.actor, found, now=now)
    messages.success(request, _("The course is out."))
    return redirect("manuscript", manuscript=found.pk)


@require_safe
def tables(request: Request, number: int, version: int) -> HttpResponse:
    """The de-identified tables of a published version; `deqi report` reads the folder."""
    course = find_paper(number, version).version.course
    if course is None:
        raise Http404
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in course["files"].items():
            archive.writestr(zipfile.ZipInfo(f"case/{name}", UNCHANGING), text)
    response = HttpResponse(written.getvalue(), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="case-{number}-{version}.zip"'
    return response


def _added(request: Request, form: CourseForm, manuscript: UUID, now: datetime) -> bool:
    found, _seat = find_manuscript(request.actor, manuscript, now, Seat.AUTHOR)
    chosen = form.cleaned_data["episode"]
    try:
        add_course(request.actor, found, chosen, rng=random.SystemRandom(), now=now)
    except (ConsentError, ManuscriptError) as error:
        form.add_error(None, str(error))
        return False
    return True


def _possible(actor: Actor) -> QuerySet[Episode]:
    """Courses of the clinics in which this person practises, of patients who agree."""
    held = actor.person.roles.items()
    clinics = [UUID(clinic) for clinic, roles in held if Role.PRACTITIONER in roles]
    rows = Episode.objects.filter(
        patient__clinic__in=clinics,
        patient__consents__purpose=Purpose.PUBLICATION.value,
        patient__consents__withdrawn_at__isnull=True,
    )
    return rows.select_related("patient__clinic", "patient__key").order_by("patient__code")
