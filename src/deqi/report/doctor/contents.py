"""What the doctor's page says, part by part, before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from deqi.evidence import Source
from deqi.plan import VerdictCode
from deqi.report import statements as say
from deqi.report.chart import chart_svg
from deqi.report.chart_layout import CLOSE_UP_D, NARROW, WIDE, is_long
from deqi.report.contents import Report, Statement
from deqi.report.doctor.facts import Fact, care_facts, safety_facts
from deqi.report.doctor.question import Question, ask
from deqi.report.doctor.shortening import FULL_REPORT, Room, kept
from deqi.report.page_parts import KINDS, picture_words
from deqi.report.page_tables import Table, change_table
from deqi.report.picture import Picture, draw_up_picture
from deqi.report.wording import count, day
from deqi.screen import Outcome
from deqi.track.timeline import Kind


@dataclass(frozen=True, slots=True)
class DoctorsPage:
    """One course as one sheet for the doctor.

    Attributes
    ----------
    course_id, written : whose sheet, and from when.
    kind, sentence : the verdict.
    alerts : what has to be known first, the most urgent first; empty unless the screen failed.
    is_emergency : whether the sheet sends the person to emergency care.
    question : what is asked of the doctor, and what can be ticked.
    safety, care : who and what speaks for caution; what was done, and what came of it.
    pictures : the course as SVG, wide and narrow; empty when there is nothing to draw.
    key : what is drawn, in one sentence.
    figures : the change and its parts with their intervals; None without numbers.
    sure : how sure this is, and what one course cannot tell.
    sources : of all statements on the sheet.
    made : what is needed to get the same sheet again.
    """

    course_id: str
    written: str
    kind: str
    sentence: str
    is_stop: bool
    is_emergency: bool
    alerts: tuple[str, ...]
    question: Question
    safety: tuple[Fact, ...]
    care: tuple[Fact, ...]
    pictures: tuple[str, ...]
    key: str
    figures: Table | None
    sure: tuple[Statement, ...]
    sources: tuple[Source, ...]
    made: str


def doctors_page(report: Report, room: Room, own: str = "") -> DoctorsPage:
    """Collect the sheet from a report, in the room there is; `own` begins the pictures' ids."""
    picture = draw_up_picture(report)
    change = report.beliefs.change
    sure = _sure(report, room)
    return DoctorsPage(
        course_id=kept([report.course.id], 1, room.n_columns)[0],
        written=_written(report),
        kind=KINDS[report.verdict.code],
        sentence=report.verdict.sentence,
        is_stop=report.verdict.code is VerdictCode.STOP_AND_REFER,
        is_emergency=report.screen.outcome is Outcome.EMERGENCY,
        alerts=_alerts(report, room),
        question=ask(report),
        safety=safety_facts(report, room),
        care=care_facts(report, room),
        pictures=_pictures(picture, report, room, own) if picture else (),
        key=_key(picture) if picture else "",
        figures=change_table(change) if change else None,
        sure=sure,
        sources=_sources(report, sure) if room.has_sources else (),
        made=_made(report),
    )


def _written(report: Report) -> str:
    first = report.timeline.first_on
    record = f"Record {day(first)} to {day(report.as_of)}. " if first else "No record yet. "
    return f"{record}Written {day(report.today)}."


def _alerts(report: Report, room: Room) -> tuple[str, ...]:
    """Why the screen failed; a finding that alone would not fail it comes with the facts."""
    if not report.screen.failed:
        return ()
    reasons = [
        reason.sentence
        for reason in report.screen.reasons
        if reason.is_positive and reason.outcome.rank >= Outcome.ASK_DOCTOR_FIRST.rank
    ]
    return kept(reasons, room.n_reasons, room.n_sentence)


def _pictures(picture: Picture, report: Report, room: Room, own: str) -> tuple[str, ...]:
    """For paper and a wide screen, and for a phone; all words are in the title, as PDF reads it."""
    title, description = picture_words(report)
    said = description.removesuffix(" The tables below the picture hold its figures.")
    words = f"{title}. {said}"
    low = replace(WIDE, plot_height=room.plot_height, overview_height=40, score_steps=2)
    bare = replace(picture, bars=())  # other care is named among the facts
    if is_long(picture) and not room.has_overview:
        bare = replace(bare, starts_at=picture.record_ends_at - timedelta(days=CLOSE_UP_D))
    return tuple(chart_svg(bare, layout, words, "", own) for layout in (low, NARROW))


def _key(picture: Picture) -> str:
    kinds = {dot.kind for dot in picture.dots}
    parts = (
        (Kind.DIARY in kinds, "dots: diary scores"),
        (Kind.BEFORE in kinds or Kind.AFTER in kinds, "diamonds: scores at visits"),
        (picture.level, "blue: level of pain with its intervals"),
        (picture.without_visits, "broken orange line: the course expected without visits"),
        (picture.forecast, "grey: forecast without further visits"),
        (picture.visits, "triangles: visits"),
    )
    said = "; ".join(words for is_drawn, words in parts if is_drawn)
    return said[:1].upper() + said[1:] + "."


def _sure(report: Report, room: Room) -> tuple[Statement, ...]:
    """The limits of the answer first, then those of the data."""
    rest = [s for s in say.change_statements(report) if s not in say.change_parts(report)]
    limits = [*rest, say.CANNOT_TELL[0]] if room.has_limits else rest
    return (*limits, Statement(_data(report)), *map(Statement, _warnings(report, room)))


def _warnings(report: Report, room: Room) -> tuple[str, ...]:
    if report.warnings and not room.n_warnings:
        return (f"{count(len(report.warnings), 'warning')} about the data, {FULL_REPORT}.",)
    return kept(report.warnings, room.n_warnings, room.n_sentence // 2)


def _data(report: Report) -> str:
    timeline = report.timeline
    left_out = len(report.course.left_out)
    return (
        f"Data: {count(timeline.n_scores, 'score')}, "
        f"{count(timeline.days_without_entry, 'day')} without an entry"
        + (f", {count(left_out, 'row')} left out." if left_out else ".")
    )


def _sources(report: Report, sure: tuple[Statement, ...]) -> tuple[Source, ...]:
    keys = dict.fromkeys(key for statement in sure for key in statement.sources)
    return tuple(report.sources[key] for key in keys)


def _made(report: Report) -> str:
    made = report.provenance
    return (
        f"deqi, model {made.model_version}, seed {made.seed}, data sha256 {made.data_sha256}. "
        "It informs; it does not diagnose."
    )
