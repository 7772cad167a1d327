"""Fills a clinic for the measurement of load: 1,000 active courses of 84 days, everybody logged in.

Run in the settings of the instance: `python -m bench.clinic_people FILE [PATIENTS]`. The file then
holds the cookies of the log-ins, so that the measurement is of work and not of passwords.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

N_PATIENTS, N_PRACTITIONERS, N_DAYS = 1000, 20, 84
N_ALIKE = 10  # so many courses are made up and answered; each stands for many patients


def main(file: Path, n_patients: int) -> None:
    """Fill the database, and write the cookies."""
    from django.db import transaction
    from django.utils import timezone

    from deqi.web.operations.database import prepare_database

    prepare_database()
    with transaction.atomic():
        cookies = _fill(timezone.now(), n_patients)
    file.write_text(json.dumps(cookies), encoding="utf-8")


def _fill(now, n_patients):
    import numpy as np

    from deqi.simulate import Scenario
    from deqi.store.fits import TOGETHER
    from deqi.store.models import Clinic
    from deqi.web.demo.accounts import ZONE
    from deqi.web.demo.courses import records_of
    from deqi.web.demo.filling import _licence, _member
    from deqi.web.demo.kinds import Kind

    clinic = Clinic.objects.create(name="Load", country="GB", time_zone=ZONE, made_at=now)
    staff = [_member(clinic, "practitioner", f"P {n}", now) for n in range(N_PRACTITIONERS)]
    for one in staff:
        _licence(clinic, one, one, _years(1), now)
    rng = np.random.default_rng(1)
    kind = Kind("load", 1, Scenario(n_days=N_DAYS, writes=1.0))
    made = [list(records_of(kind, now, rng)) for _ in range(N_ALIKE)]
    answers = [_answer(placed, now) for placed in made]
    patients, episodes = [], []
    for n in range(n_patients):
        alike = n % N_ALIKE
        account, episode = _patient(clinic, staff[n % len(staff)], n, made[alike], now)
        _put(episode, answers[alike], now, age=n / n_patients * TOGETHER)
        patients.append(_cookie(account))
        episodes.append(str(episode.pk))
    return {
        "clinic": str(clinic.pk),
        "patients": patients,
        "episodes": episodes,
        "staff": [_cookie(one) for one in staff],
    }


def _years(n):
    from datetime import timedelta

    return timedelta(days=365 * n)


def _answer(placed, now):
    """One answer, from a course as the store would give it."""
    from deqi.plan import read_policy
    from deqi.records import Course, Entry, Visit
    from deqi.report import answer_parts, assemble_report
    from deqi.store.facts import CourseFacts

    values = [value for value, _, _ in sorted(placed, key=lambda one: one[1])]
    facts = next(value for value in values if isinstance(value, CourseFacts))
    course = Course(
        id="load",
        entries=tuple(value for value in values if isinstance(value, Entry)),
        visits=tuple(value for value in values if isinstance(value, Visit)),
        **{name: getattr(facts, name) for name in CourseFacts.__dataclass_fields__},
    )
    policy = read_policy("usual")
    report = assemble_report(course, today=now.date(), policy=policy)
    return answer_parts(report, policy)


def _patient(clinic, practitioner, n, placed, now):
    from deqi.actions.acting import actor_of
    from deqi.actions.consent import give
    from deqi.store.consent_texts import Purpose, current_text
    from deqi.store.models import Episode, Patient
    from deqi.store.patients import Identity, new_patient_key, seal_identity
    from deqi.store.records import add_many
    from deqi.web.demo.accounts import ZONE, new_account

    account = new_account(f"Patient {n}")
    patient = Patient(
        clinic=clinic,
        key=new_patient_key(),
        code=f"P-{n:04d}",
        account=account,
        time_zone=ZONE,
        made_at=now,
    )
    seal_identity(patient, Identity(f"Patient Number {n}", year_of_birth=1970))
    patient.save()
    opened_at = now - _years(1)
    episode = Episode.objects.create(
        patient=patient, number=1, practitioner=practitioner, opened_at=opened_at
    )
    add_many(episode, placed, now=now)
    give(actor_of(account), patient, current_text(Purpose.DIARY, "en"), now=now)
    return account, episode


def _put(episode, parts, now, age):
    """The answers are of different ages, so that new ones fall due all the time, as in a clinic
    that has run for long."""
    from deqi.store.answers import put_answer
    from deqi.store.models import Fit

    fit = Fit(episode=episode, answered_at=now - age)
    put_answer(fit, parts, now.date(), "load", episode.patient)
    fit.save()


def _cookie(account):
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(account)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "deqi.web.settings"
    import django

    from deqi.store.vault import make_key_file
    from deqi.web.config import read_config

    make_key_file(read_config().key_file)  # before the settings are read: cookies are signed

    django.setup()
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else N_PATIENTS)
