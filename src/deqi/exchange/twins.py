"""Rows that say the same: copies with a time stamp are refused, without one they are entries."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from deqi.exchange.findings import Findings, rows_named
from deqi.records import Block, Entry, InputProblem, Score, Treatment, Visit

R = TypeVar("R", Entry, Visit, Score, Treatment, Block)


def without_twins(records: tuple[R, ...], file: str, findings: Findings) -> tuple[R, ...]:
    """Refuse a row that repeats another with its time stamp; warn of equal rows without one."""
    first_row: dict[R, int] = {}
    kept: list[R] = []
    equal: list[int] = []
    for record in records:
        before = first_row.setdefault(dataclasses.replace(record, row=0), record.row)
        if before != record.row and getattr(record, "has_time", False):
            findings.bad_row((_twin(file, record.row, before),))
            continue
        kept.append(record)
        if before != record.row:
            equal.append(record.row)
    if equal:
        verb = "repeats" if len(equal) == 1 else "repeat"
        findings.warn(
            f"{file}: {rows_named(equal)} {verb} an earlier row of the same date without a time; "
            "all were kept. Remove them if they are copies."
        )
    return tuple(kept)


def _twin(file: str, row: int, before: int) -> InputProblem:
    return InputProblem(
        file,
        row,
        None,
        f"the same as row {before}",
        "each time stamp once",
        "Remove one of the two rows, or correct its time.",
    )


def warn_of_clashes(records: Iterable[Entry | Visit], file: str, findings: Findings) -> None:
    """Warn of rows with the same time stamp that say different things."""
    seen: set[datetime] = set()
    rows = []
    for record in records:
        if record.has_time:
            if record.at in seen:
                rows.append(record.row)
            seen.add(record.at)
    if rows:
        findings.warn(
            f"{file}: {rows_named(rows)} have the time stamp of an earlier row but other values; "
            "all were kept."
        )
