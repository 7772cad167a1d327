"""The answer on a course computed anew: by the worker in the background, or as a person asks."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from deqi.access import Permission
from deqi.actions.acting import Actor
from deqi.actions.change import changing, local_today
from deqi.plan import read_policy
from deqi.records import DeqiError
from deqi.report import answer_parts, assemble_report
from deqi.report.practice import Question, program_digest, question_digest
from deqi.store.answers import put_answer
from deqi.store.courses import course_of
from deqi.store.fits import give_back_answered, give_back_failed, want_fit, want_new_day
from deqi.store.models import Clinic, Episode, Fit

_digest_of_program = cache(program_digest)  # the files do not change while the program runs


def ask_for_fit(actor: Actor, episode: Episode, *, now: datetime) -> None:
    """A person wants the answer on everything recorded up to now, at once."""
    with changing(actor, Permission.READ_COURSE, episode, "fit.ask", now=now) as noted:
        noted.subject = str(episode.pk)
        want_fit(episode, now, at_once=True)


def refresh_fit(fit: Fit, now: datetime) -> bool:
    """Compute the answer on the course of a fit that was taken, and give it back.

    Whatever goes wrong is noted by its kind, never with a value of the record; then the answer that
    was shown stays, and it is tried again later.

    Returns
    -------
    bool
        Whether the answer is that of the record as it was read.
    """
    try:
        _answer(fit, now)
    except Exception as error:
        give_back_failed(fit, _kind_of(error), now)
        return False
    return give_back_answered(fit, now)


def want_fits_of_today(now: datetime) -> int:
    """At each clinic, once its new day has begun, ask for the answers of that day."""
    return sum(want_new_day(one, local_today(one, now), now) for one in Clinic.objects.all())


def _answer(fit: Fit, now: datetime) -> None:
    """Nothing is computed again from the same records, day and program."""
    episode = Episode.objects.select_related("patient__clinic", "patient__key").get(pk=fit.pk)
    question = question_of(episode, now)
    digest = question_digest(question, _digest_of_program())
    if fit.digest == digest:
        return
    report = assemble_report(question.course, today=question.today, policy=question.policy)
    parts = answer_parts(report, question.policy)
    put_answer(fit, parts, question.today, digest, episode.patient)


def question_of(episode: Episode, now: datetime) -> Question:
    """What is asked about a course at its clinic: the record up to now, its day, its policy."""
    policy = read_policy(episode.patient.clinic.policy)
    return Question(course_of(episode), local_today(episode, now), policy=policy)


def _kind_of(error: Exception) -> str:
    return error.code if isinstance(error, DeqiError) else type(error).__name__
