"""One course in, its files and its line out: what runs in every process, and gives the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from deqi.infer import Interval
from deqi.plan import USUAL, Policy
from deqi.records import Course
from deqi.report.as_html import write_html
from deqi.report.as_json import warnings_of, write_json
from deqi.report.assemble import assemble_report
from deqi.report.contents import Report
from deqi.report.page_parts import KINDS
from deqi.report.practice.line import ANSWERED, Line, Numbers
from deqi.report.practice.needs import facts_of, need_of
from deqi.screen import Outcome

JSON, HTML = "json", "html"
RECENT_D = 84
WRITERS = {JSON: write_json, HTML: write_html}


@dataclass(frozen=True, slots=True)
class Question:
    """One course and how it is to be answered; the arguments of `assemble_report`.

    Attributes
    ----------
    formats : any of "json" and "html".
    """

    course: Course
    today: date
    as_of: date | None = None
    seed: int = 0
    policy: Policy = USUAL
    formats: tuple[str, ...] = (JSON,)


@dataclass(frozen=True, slots=True)
class Answer:
    """The text of each format, and the line of the summary."""

    texts: dict[str, str]
    line: Line


def question_digest(question: Question, program: str) -> str:
    """Digest of everything that an answer is made from: the same digest, the same answer.

    Rows are left aside: a row added for one patient moves those of all others.

    Parameters
    ----------
    program : what computes it, see `program_digest`.

    Examples
    --------
    >>> one, other = (Question(Course("A"), date(2026, 5, day)) for day in (1, 2))
    >>> question_digest(one, "") == question_digest(other, "")
    False
    """
    course = question.course
    kinds = ("entries", "visits", "scores", "treatments", "blocks")
    unplaced: dict[str, Any] = {
        kind: tuple(replace(record, row=0) for record in getattr(course, kind)) for kind in kinds
    }
    content = (program, replace(question, course=replace(course, **unplaced)))
    return hashlib.sha256(repr(content).encode()).hexdigest()


def program_digest() -> str:
    """The program and the libraries that make the numbers, for telling whether two are alike."""
    package = Path(str(files("deqi")))
    code = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            code.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy"))
    return f"deqi {code.hexdigest()[:16]}, {libraries}"


def answer_course(question: Question) -> Answer:
    """The report on one course, written in every format that was asked for.

    Examples
    --------
    >>> answer = answer_course(Question(Course("A"), date(2026, 5, 1)))
    >>> list(answer.texts), answer.line.verdict, answer.line.need
    (['json'], 'too_early', 'not_asked')
    """
    report = assemble_report(
        question.course,
        as_of=question.as_of,
        today=question.today,
        seed=question.seed,
        policy=question.policy,
        with_path=HTML in question.formats,
    )
    texts = {name: WRITERS[name](report) for name in question.formats}
    return Answer(texts, line_of(report, question.policy))


def line_of(report: Report, policy: Policy = USUAL) -> Line:
    """What the summary and the index page need of a report."""
    facts = facts_of(report, policy)
    need, reasons = need_of(facts)
    change, plan, timeline = report.beliefs.change, report.plan, report.timeline
    last = timeline.scores[-1].on if timeline.scores else None
    return Line(
        patient=report.course.id,
        outcome=ANSWERED,
        need=need.value,
        reasons=reasons,
        problems=[],
        sort_key=[
            float((facts.next_on or report.today).toordinal()),
            float(facts.idle_d if facts.idle_d is not None else -1),
        ],
        screen=report.screen.outcome.value,
        verdict=report.verdict.code.value,
        kind=_kind(report),
        recommendation=None if plan is None else plan.recommendation.value,
        level=_numbers(change.now_nrs if change else None),
        change=_numbers(change.total if change else None),
        natural=_numbers(change.natural if change else None),
        visits=_numbers(change.visits if change else None),
        gain=_numbers(plan.next_visit_gain_nrs if plan else None),
        p_important=change.p_important if change else None,
        next_visit_on=None if facts.next_on is None else facts.next_on.isoformat(),
        n_planned=None if plan is None else plan.visits_left,
        n_visits=timeline.n_visits,
        n_visits_90_d=facts.n_visits_90_d,
        first_on=None if timeline.first_on is None else timeline.first_on.isoformat(),
        as_of=report.as_of.isoformat(),
        last_score_on=None if last is None else last.isoformat(),
        days_since_score=facts.silent_d,
        n_entries=timeline.n_entries,
        days_with_entry=timeline.days_with_entry,
        days_without_entry=timeline.days_without_entry,
        share_before=timeline.share_of_visits_with_before if timeline.n_visits else None,
        quality=_quality(report),
        n_warnings=len(warnings_of(report)),
        n_left_out=len(report.course.left_out),
        fit=report.provenance.outcome.value,
        ess=report.provenance.ess,
        recent=_recent(report),
    )


def _kind(report: Report) -> str:
    if report.screen.outcome is Outcome.EMERGENCY:
        return "Emergency"
    return KINDS[report.verdict.code]


def _numbers(interval: Interval | None) -> Numbers | None:
    if interval is None:
        return None
    return {"median": interval.median, "lo80": interval.lo80, "hi80": interval.hi80}


def _quality(report: Report) -> str:
    """How much of the diary is there: days with an entry among the days from first to last."""
    timeline = report.timeline
    n_days = timeline.days_with_entry + timeline.days_without_entry
    if timeline.days_with_entry == 0:
        return "none"
    share = timeline.days_with_entry / n_days
    return "complete" if share >= 0.8 else "gaps" if share >= 0.5 else "sparse"


def _recent(report: Report) -> str | None:
    """The last score of each day of the last twelve weeks."""
    scores = report.timeline.scores
    if not scores:
        return None
    first = max(scores[-1].on - timedelta(days=RECENT_D - 1), scores[0].on)
    days = {(score.on - first).days: score.nrs for score in scores if score.on >= first}
    return " ".join(f"{day}:{nrs:g}" for day, nrs in sorted(days.items()))
