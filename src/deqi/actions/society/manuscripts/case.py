"""A course in a case report: figure and numbers, computed from what may be published of it."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, Actor
from deqi.actions.change import changing, reading
from deqi.actions.consent import require_consent
from deqi.actions.society.manuscripts.writing import ManuscriptError, lock_own, writable_version
from deqi.exchange import read_course, write_course
from deqi.records import Course
from deqi.report import report, report_json
from deqi.report.case import case_sentences, case_svg
from deqi.society.deidentify import SHIFTS_WEEKS, age_band, deidentify
from deqi.store.consent_texts import Purpose
from deqi.store.courses import course_of
from deqi.store.models import Episode, Manuscript

NUMBERS = ("verdict", "now", "change", "function", "data", "fit", "model")


def add_course(
    actor: Actor,
    manuscript: Manuscript,
    episode: Episode,
    *,
    rng: random.Random,
    now: datetime,
) -> None:
    """Put the de-identified course of an episode into the version that is being written.

    Parameters
    ----------
    rng : draws by how many weeks the dates are moved; that number is kept nowhere.

    Raises
    ------
    ConsentError
        If the patient does not agree to publication now.
    """
    reading(actor, Permission.READ_COURSE, episode, "course.deidentify", now=now)
    require_consent(episode.patient, Purpose.PUBLICATION)
    case = case_of(course_of(episode), rng)
    with changing(
        actor, Permission.SUBMIT_MANUSCRIPT, SOCIETY, "manuscript.course", now=now
    ) as noted:
        current = lock_own(actor, manuscript, now)
        if current.episode_id not in (None, episode.pk):
            raise ManuscriptError(_("A manuscript carries one course. Take the other out first."))
        require_consent(episode.patient, Purpose.PUBLICATION)
        version = writable_version(current)
        version.course, version.saved_at = case, now
        version.save()
        current.episode = episode
        current.consent = episode.patient.consents.get(
            purpose=Purpose.PUBLICATION.value, withdrawn_at__isnull=True
        )
        current.save(update_fields=["episode", "consent"])
        noted.subject = f"manuscript {manuscript.pk}"


def remove_course(actor: Actor, manuscript: Manuscript, *, now: datetime) -> None:
    """Take the course out of the version that is being written."""
    with changing(
        actor, Permission.SUBMIT_MANUSCRIPT, SOCIETY, "manuscript.no_course", now=now
    ) as noted:
        current = lock_own(actor, manuscript, now)
        version = writable_version(current)
        version.course, version.saved_at = None, now
        version.save()
        if not current.versions.filter(course__isnull=False).exists():
            current.episode = current.consent = None
            current.save(update_fields=["episode", "consent"])
        noted.subject = f"manuscript {manuscript.pk}"


def case_of(course: Course, rng: random.Random) -> dict[str, Any]:
    """Tables, numbers and figure: computed from the tables, so that whoever has these gets those.

    Raises
    ------
    ManuscriptError
        If nothing is on record.
    """
    if not course.entries and not course.visits:
        raise ManuscriptError(_("This course holds no diary and no visit yet."))
    bare = deidentify(course, rng.choice(SHIFTS_WEEKS))
    with TemporaryDirectory() as folder:
        write_course(bare, folder)
        files = {path.name: path.read_text("utf-8") for path in sorted(Path(folder).iterdir())}
        answer = report(read_course(folder))
    numbers = report_json(answer)
    return {
        "files": files,
        "numbers": {name: numbers[name] for name in NUMBERS},
        "sentences": case_sentences(answer),
        "svg": case_svg(answer),
        "age": age_band(course),
    }
