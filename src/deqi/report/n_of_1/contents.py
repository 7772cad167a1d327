"""What a report on blocks holds: both answers, what they rest on, and the checklist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from deqi.evidence import Source, needling_share, read_sources
from deqi.evidence.cent import CentItem
from deqi.infer import Fit, infer
from deqi.infer.blocks import BlocksAnswer, judge_blocks
from deqi.records import Course
from deqi.report.contents import Statement
from deqi.report.n_of_1 import words
from deqi.report.n_of_1.checklist import answer_checklist
from deqi.screen import ScreenOutcome, screen


@dataclass(frozen=True, slots=True)
class CentAnswer:
    """One item of the checklist, and what the course answers; None: a person has to write it."""

    item: CentItem
    answer: str | None


@dataclass(frozen=True, slots=True)
class BlocksReport:
    """Both answers on one course, in words and numbers.

    Attributes
    ----------
    headline : what the blocks show, in one or two sentences.
    test, model, wash_out, limits : what each part says, most important first.
    cent : the checklist of CENT 2015, with what the course answers.
    sources : key -> source, of every statement.
    """

    course: Course
    as_of: date
    today: date
    fit: Fit
    answer: BlocksAnswer
    screen: ScreenOutcome
    headline: str
    test: tuple[Statement, ...]
    model: tuple[Statement, ...]
    wash_out: tuple[Statement, ...]
    limits: tuple[Statement, ...]
    cent: tuple[CentAnswer, ...]
    sources: Mapping[str, Source]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to know about the data."""
        return self.fit.timeline.warnings


def assemble_blocks_report(
    course: Course, *, as_of: date | None = None, today: date, seed: int = 0
) -> BlocksReport:
    """Both answers for a course with blocks.

    Raises
    ------
    OutsideMeaningError
        If the course has no blocks both with and without visits.
    """
    fit = infer(course, as_of, seed=seed)
    answer = judge_blocks(course, fit, seed)
    share = needling_share()
    parts = {
        "test": words.test_statements(answer),
        "model": (*words.model_statements(answer), Statement(share.sentence, share.sources)),
        "wash_out": words.wash_out_statements(answer),
        "limits": words.limits(answer),
    }
    cent = tuple(CentAnswer(item, told) for item, told in answer_checklist(course, fit, answer))
    keys = {key for statements in parts.values() for s in statements for key in s.sources}
    keys |= {key for one in cent for key in one.item.sources}
    known = read_sources()
    return BlocksReport(
        course=course,
        as_of=fit.as_of,
        today=today,
        fit=fit,
        answer=answer,
        screen=screen(course, today),
        headline=words.headline(answer),
        **parts,
        cent=cent,
        sources={key: known[key] for key in sorted(keys)},
    )
