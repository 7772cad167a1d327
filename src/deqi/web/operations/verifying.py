"""`deqi verify`: everything that can be checked without a person, one line each."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from deqi.web.operations.care_checks import (
    check_answers,
    check_backups,
    check_letters,
    check_licences,
)
from deqi.web.operations.data_checks import check_audit, check_database, check_tables
from deqi.web.operations.database import require_data
from deqi.web.operations.findings import Finding, Mark
from deqi.web.operations.setting_checks import check_address, check_home, check_key, check_mail


def run(data_only: str = "") -> int:
    """Print every finding; 1 if one of them is a fault, else 0."""
    findings = _of_data() if data_only else _all()
    marks = set()
    for finding in findings:
        print(f"{finding.mark.value:<6}{finding.sentence}", flush=True)
        marks.add(finding.mark)
    return 1 if Mark.FAULT in marks else 0


def _all() -> Iterator[Finding]:
    yield from check_key()
    require_data()
    yield from (*check_home(), *check_address(), *check_mail())
    yield from _of_data()
    now = timezone.now()
    yield from (*check_licences(now), *check_letters(now), *check_answers(now))
    yield from check_backups(now)


def _of_data() -> Iterator[Finding]:
    yield from (*check_database(), *check_tables(), *check_audit())
