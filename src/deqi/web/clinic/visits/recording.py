"""The page on which a visit is recorded, prefilled from the last one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.acting import require, subject_of
from deqi.actions.change import local_today, reading
from deqi.actions.point_sets import points_of
from deqi.actions.stops import NewsError, Stop, StopKind, StoppedError, report_news, what_stops
from deqi.actions.visits import MadeMeanwhileError, VisitError, last_change, record_visit
from deqi.records import Answer, Course, OutsideMeaningError, Visit
from deqi.screen import screen
from deqi.store.courses import course_of
from deqi.store.models import Episode
from deqi.store.patients import open_identity
from deqi.web.clinic.visits.checking import check, completeness
from deqi.web.clinic.visits.forms import RecordForm, draft_of, repeat_initial
from deqi.web.clinic.visits.needling_fields import points_initial
from deqi.web.clinic.visits.point_sets import live_sets
from deqi.web.clinic.visits.saying import say_points, say_reasons, say_recorded
from deqi.web.finding import find_episode
from deqi.web.middleware import Request

CHECK, USE_SET = "check", "use_set"  # buttons that show the form again, and save nothing
CONFLICT = 409


def new(request: Request, clinic: UUID, episode: UUID) -> HttpResponse:
    """The question first; then pain, what was done, what came of it."""
    found = find_episode(clinic, episode)
    now = timezone.now()
    today = local_today(found, now)
    require(request.actor, Permission.RECORD_VISIT, subject_of(found), today)
    reading(request.actor, Permission.READ_COURSE, found, "visits.read", now=now)
    course = course_of(found)
    page = _Page(request, found, course, now)
    if request.method != "POST":
        return page.shown(page.empty(), what_stops(found, course, today))
    if CHECK in request.POST:
        return page.shown(RecordForm(request.POST, **page.asked), None)
    if USE_SET in request.POST:
        return page.shown(page.filled(), None)
    return page.sent()


class _Page:
    """One request for the page of a new visit."""

    def __init__(self, request: Request, episode: Episode, course: Course, now: datetime) -> None:
        self.request, self.episode, self.course, self.now = request, episode, course, now
        self.last = course.visits[-1] if course.visits else None
        self.asked: Any = {"episode": episode, "now": now, "known": course.red_flags}

    def empty(self) -> RecordForm:
        """As last time, with nothing answered of today."""
        initial = repeat_initial(self.last) if self.last else {}
        return RecordForm(initial=initial | {"seen": last_change(self.episode)}, **self.asked)

    def filled(self) -> RecordForm:
        """What was typed, shown again; with the points of a set if one was chosen."""
        typed: dict[str, Any] = self.request.POST.dict()
        for chosen in live_sets(self.episode.patient.clinic):
            if str(chosen.pk) == typed.get(USE_SET):
                typed |= points_initial(points_of(chosen))
        return RecordForm(initial=typed, **self.asked)

    def stopped(self, stop: Stop) -> HttpResponse:
        """What stands in the way, and below it what was typed, to be sent once it is resolved."""
        # With a key of its own: what is reported after this alarm was resolved is another alarm.
        typed = self.request.POST.dict() | {"key": uuid4()}
        return self.shown(RecordForm(initial=typed, **self.asked), stop, status=CONFLICT)

    def sent(self) -> HttpResponse:
        """A visit, an alarm, or the form again with what is in the way."""
        form = RecordForm(self.request.POST, **self.asked)
        is_valid = form.is_valid()
        if form.is_alarming:  # whatever else is wrong with the form
            return self._alarming(form)
        if not is_valid:
            return self.shown(form, None)
        try:
            visit = form.visit()
            self._record(form, visit)
        except StoppedError as error:
            return self.stopped(error.stop)
        except MadeMeanwhileError as error:
            return self._look_again(error)
        except (NewsError, VisitError, OutsideMeaningError) as error:
            form.add_error(None, str(error))
            return self.shown(form, None)
        return self._saved(visit, form.made_key)

    def _record(self, form: RecordForm, visit: Visit) -> None:
        record_visit(
            self.request.actor,
            self.episode,
            visit,
            key=form.made_key,
            now=self.now,
            red_flags=form.red_flags,
            seen=form.cleaned_data["seen"],
        )

    def _alarming(self, form: RecordForm) -> HttpResponse:
        given = form.cleaned_data
        key = UUID(str(given["key"])) if given.get("key") else uuid4()
        words = str(given.get("news") or "")
        report_news(self.request.actor, self.episode, form.red_flags, words, key=key, now=self.now)
        said = screen(course_of(self.episode), local_today(self.episode, self.now))
        stop = Stop(
            StopKind.ALARM,
            (
                said.outcome.sentence,
                *(r.sentence for r in said.reasons if r.is_positive and r.item in form.red_flags),
                _("No visit was recorded. The answers are kept as an open alarm."),
            ),
        )
        return self.stopped(stop)

    def _look_again(self, error: MadeMeanwhileError) -> HttpResponse:
        """The form again, with the other visit taken as seen: a second "save" is a decision."""
        typed = self.request.POST.copy()
        typed["seen"] = str(last_change(self.episode))
        form = RecordForm(typed, **self.asked)
        form.add_error(None, str(error))
        return self.shown(form, None, status=CONFLICT)

    def _saved(self, visit: Visit, key: UUID) -> HttpResponse:
        today = local_today(self.episode, self.now)
        with_it = course_of(self.episode)
        say_recorded(self.request, self.episode, key, completeness(with_it, visit).words)
        say_points(self.request, visit)
        say_reasons(self.request, screen(self.course, today), screen(with_it, today))
        return redirect("course", clinic=self.episode.patient.clinic_id, episode=self.episode.pk)

    def shown(self, form: RecordForm, stop: Stop | None, status: int = 200) -> HttpResponse:
        """The page."""
        draft = self._draft(form)
        context = {
            "clinic": self.episode.patient.clinic,
            "here": "today",
            "episode": self.episode,
            "identity": open_identity(self.episode.patient),
            "form": form,
            "stop": stop,
            "is_typed": self.request.method == "POST",
            "last": self.last,
            "is_second": self.last and self.last.on == local_today(self.episode, self.now),
            "is_checked": CHECK in self.request.POST,
            "is_unasked": set(self.course.red_flags.values()) <= {Answer.NOT_ASKED},
            "n_visits": len(self.course.visits),
            "point_sets": live_sets(self.episode.patient.clinic),
            "points": check(draft.needling.each_point(), self.course.pregnancy),
            "stricta": self._completeness(draft),
            "is_pregnant": self.course.pregnancy is Answer.YES,
        }
        return render(self.request, "clinic/visits/new.html", context, status=status)

    def _draft(self, form: RecordForm) -> Visit:
        """The visit as far as the form can be read; the last one repeated in an empty form."""
        empty = Visit(self.now, self.now.date(), True)
        if self.request.method != "POST":
            return draft_of(self.last) if self.last else empty
        typed = RecordForm(form.data if form.is_bound else form.initial, **self.asked)
        typed.is_valid()
        words = typed.cleaned_data.get("also_given")
        return replace(empty, needling=typed.needling, also_given=words or None)

    def _completeness(self, draft: Visit) -> Any:
        return completeness(replace(self.course, visits=(*self.course.visits, draft)), draft)
