"""A patient's own diary: writing, reading, amending."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from deqi.access import Permission
from deqi.actions.change import reading
from deqi.actions.consent import has_consent
from deqi.actions.diary import EntryError, amend_entry, write_entry
from deqi.report.patient import observation, patient_chart, patient_table
from deqi.store.consent_texts import Purpose
from deqi.store.courses import course_of
from deqi.store.models import Episode, Record
from deqi.store.patients import key_of
from deqi.store.records import DIARY, Version, history_of, open_record, open_records
from deqi.track import due_questionnaires
from deqi.web.accounts.limits import limited
from deqi.web.middleware import Request
from deqi.web.patient.forms import AmendForm, EntryForm, initial_of
from deqi.web.patient.own import open_episode, own_episode, own_patient, own_today

N_RECENT = 10
PER_PAGE = 60


@limited("diary")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request) -> HttpResponse:
    """The page of every day: a new entry, and what was written before."""
    patient, now = own_patient(request), timezone.now()
    episode = open_episode(patient)
    if not has_consent(patient, Purpose.DIARY):
        return redirect("consent")
    if episode is None:
        return render(request, "patient/no_course.html", {"patient": patient, "here": "diary"})
    form = EntryForm(request.POST or None)
    if form.is_valid() and _try(form, lambda: _write(request, form, episode, now)):
        messages.success(request, _("Saved."))
        return redirect("diary")
    return render(request, "patient/diary.html", {"form": form, **_about(request, episode, now)})


@require_safe
def entries(request: Request) -> HttpResponse:
    """Everything that was written, the newest first."""
    episode, now = own_episode(request), timezone.now()
    number = _page_number(request)
    rows = _rows(episode)[PER_PAGE * number : PER_PAGE * (number + 1) + 1]
    shown = list(open_records(rows, key_of(episode.patient)))
    reading(request.actor, Permission.READ_OWN_DIARY, episode, "diary.read", now=now)
    return render(
        request,
        "patient/entries.html",
        {
            "entries": shown[:PER_PAGE],
            "newer": number - 1,
            "older": number + 1 if len(shown) > PER_PAGE else 0,
            "here": "entries",
        },
    )


@limited("diary")
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: Request, key: UUID) -> HttpResponse:
    """One entry: put right, with what it said before."""
    episode, now = own_episode(request), timezone.now()
    of_whom = "episode__patient__clinic", "episode__patient__key"
    current = _rows(episode).select_related(*of_whom).filter(key=key).first()
    if current is None:
        raise Http404
    before = open_record(current).value
    form = AmendForm(request.POST or None, initial=initial_of(before, episode.patient.time_zone))
    if form.is_valid() and _try(form, lambda: _amend(request, form, current, now)):
        messages.success(request, _("Saved. What it said before stays readable below."))
        return redirect("entry", key)
    reading(request.actor, Permission.READ_OWN_DIARY, episode, "diary.read", now=now)
    values = {"form": form, "history": history_of(episode, key), "here": "entries"}
    return render(request, "patient/entry.html", values)


def _try(form: EntryForm, save: Callable[[], object]) -> bool:
    """Save, or put beside the form what is wrong with its moment; what was entered stays."""
    try:
        save()
    except EntryError as error:
        form.add_error("on", str(error))
        return False
    return True


def _write(request: Request, form: EntryForm, episode: Episode, now: datetime) -> Record:
    entry, key = form.entry(episode, now), form.cleaned_data["key"]
    return write_entry(request.actor, episode, entry, key=key, now=now)


def _amend(request: Request, form: EntryForm, current: Record, now: datetime) -> Record:
    entry, reason = form.entry(current.episode, now), form.cleaned_data["reason"]
    return amend_entry(request.actor, current, entry, reason, now=now)


def _about(request: Request, episode: Episode, now: datetime) -> dict[str, Any]:
    reading(request.actor, Permission.READ_OWN_DIARY, episode, "diary.read", now=now)
    course, today = course_of(episode), own_today(episode.patient, now)
    language = get_language() or "en"
    # Both are made by our own templates, which escape what they are given.
    return {
        "here": "diary",
        "observation": observation(course, today, language),
        "chart": mark_safe(patient_chart(course, today, language)),
        "table": mark_safe(patient_table(course, today, language)),
        "due": list(due_questionnaires(course, today)),
        "recent": _recent(episode),
    }


def _recent(episode: Episode) -> list[Version]:
    return list(open_records(_rows(episode)[:N_RECENT], key_of(episode.patient)))


def _rows(episode: Episode) -> Any:
    rows = Record.objects.filter(episode=episode, kind=DIARY, is_current=True)
    return rows.order_by("-at", "-id")


def _page_number(request: Request) -> int:
    given = request.GET.get("page", "0")
    return min(int(given), 10_000) if given.isascii() and given.isdigit() else 0
