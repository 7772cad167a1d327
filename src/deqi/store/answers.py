"""The answer that is shown on a course, sealed: its texts, and its line in the list of today.

Both are derived: whoever has the records computes them again. They are kept so that no page waits.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from deqi.report import AnswerParts
from deqi.report.practice import Line, Need
from deqi.store.columns import open_column, seal_column
from deqi.store.decoders import decoder_of
from deqi.store.models import Fit, Patient


@dataclass(frozen=True, slots=True)
class Texts:
    """The long forms of one answer; see `deqi.report.in_parts.AnswerParts`."""

    json: str
    fragment: str
    fragment_without_plan: str
    doctor_fragment: str


@dataclass(frozen=True, slots=True)
class Lines:
    """The short forms: for somebody who may see the plan, and for somebody who may not."""

    line: Line
    without_plan: Line


@dataclass(frozen=True, slots=True)
class _Packed:
    texts: bytes


def put_answer(fit: Fit, parts: AnswerParts, today: date, digest: str, patient: Patient) -> None:
    """Put an answer into the row of a course; `give_back_answered` saves it.

    Parameters
    ----------
    today : the day that it was computed for.
    digest : of what it was computed from.
    """
    names = Texts.__dataclass_fields__
    texts = Texts(**{name: getattr(parts, name) for name in names})
    packed = _Packed(zlib.compress(msgspec.json.encode(texts), 6))
    seal_column(fit, "content", packed, patient)
    lines: dict[str, Any] = {
        "line": parts.line.plain(),
        "without_plan": parts.line_without_plan.plain(),
    }
    seal_column(fit, "line", lines, patient)
    fit.as_of, fit.digest = today, digest
    fit.need_rank = Need(parts.line.need).rank
    next_on = parts.line.next_visit_on
    fit.next_on = None if next_on is None else date.fromisoformat(next_on)


def open_texts(fit: Fit, patient: Patient) -> Texts | None:
    """The long forms of the shown answer; None before the first one."""
    if fit.content is None:
        return None
    packed = open_column(fit, "content", patient, _Packed)
    return decoder_of(Texts).decode(zlib.decompress(packed.texts))


def open_lines(fit: Fit, patient: Patient) -> Lines | None:
    """The short forms; None before the first answer, or if another version of deqi wrote them."""
    if fit.line is None:
        return None
    plain = open_column(fit, "line", patient, dict[str, dict[str, Any]])
    try:
        return Lines(*(Line.from_plain(plain[name]) for name in ("line", "without_plan")))
    except (KeyError, TypeError):
        return None
