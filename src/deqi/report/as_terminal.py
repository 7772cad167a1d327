"""A report as plain text: verdict first, then the picture, then the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from deqi.plan import VerdictCode
from deqi.report import statements as say
from deqi.report.character_picture import draw_characters
from deqi.report.contents import Report, Statement
from deqi.report.coverage.words import coverage_lines
from deqi.report.page_parts import (
    KINDS,
    moment_words,
    provenance_rows,
    span_words,
    top_items,
)
from deqi.report.page_tables import MINUS, Table, change_table, forecast_table
from deqi.report.picture import draw_up_picture
from deqi.report.text_width import display_width, wrapped
from deqi.report.wording import percent

NARROWEST = 40
BAR_COLUMNS = 28  # of a probability of 1


def write_terminal(report: Report, width: int = 80) -> str:
    """The report as text of at most `width` columns (40 or more), without colours.

    Examples
    --------
    >>> from datetime import date
    >>> from deqi.records import Course
    >>> from deqi.report.assemble import assemble_report
    >>> text = write_terminal(assemble_report(Course(id="a"), today=date(2026, 5, 1)))
    >>> print(text.splitlines()[0])
    TOO EARLY TO SAY
    """
    width = max(width, NARROWEST)
    blocks = (
        _verdict(report, width),
        _picture(report, width),
        _section("What changed since the start", _change(report, width)),
        _section("How relief follows the visits", _relief(report, width)),
        _section("Why this verdict", _why(report, width)),
        _section("What next", _plan(report, width)),
        _section("Coverage", coverage_lines(report.coverage, width)),
        _section("What would sharpen the answer most", _advice(report, width)),
        _section("Function, work and unwanted effects", _function(report, width)),
        _section("Safety check", _safety(report, width)),
        _section("How good the record is", _data(report, width)),
        _section("What this cannot tell", _bullets(say.cannot_tell(), width)),
        _section("Sources", _sources(report, width)),
        _section("How this was made", _provenance(report, width)),
    )
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _section(title: str, lines: Sequence[str]) -> list[str]:
    """A title and its lines; nothing to say, no title."""
    return [title.upper(), *lines] if lines else []


def _paragraphs(statements: Iterable[Statement], width: int) -> list[str]:
    return [line for s in statements for line in wrapped(_cited(s), width)]


def _bullets(statements: Iterable[Statement], width: int) -> list[str]:
    return [line for s in statements for line in wrapped(_cited(s), width, "- ")]


def _cited(statement: Statement) -> str:
    keys = "".join(f" [{key}]" for key in statement.sources)
    return statement.sentence + keys


def _as_statements(reasons: Iterable[object]) -> list[Statement]:
    return [Statement(r.sentence, r.sources) for r in reasons]  # type: ignore[attr-defined]


def _verdict(report: Report, width: int) -> list[str]:
    lines = [KINDS[report.verdict.code].upper(), *wrapped(report.verdict.sentence, width), ""]
    if report.plan is None:
        lines += [*_bullets(_as_statements(report.verdict.reasons), width), ""]
    for item in top_items(report):
        more = f" ({item.more})" if item.more else ""
        lines += wrapped(f"{item.name}: {item.answer}{more}", width, rest="  ")
    if report.verdict.code is VerdictCode.IMPROVING_VISITS_PROBABLE:
        lines += _paragraphs((report.group_statement,), width)
    return [*lines, *wrapped(f"Course {report.course.id}. {span_words(report)}", width, rest="  ")]


def _picture(report: Report, width: int) -> list[str]:
    picture = draw_up_picture(report)
    if picture is None:
        return wrapped("There is nothing to draw: no score and no visit is recorded.", width)
    drawn = draw_characters(picture, width)
    n_words = sum(line.startswith(("Key:", "# ")) for line in drawn[-2:])
    lines, words = drawn[: len(drawn) - n_words], drawn[len(drawn) - n_words :]
    return lines + [line for text in words for line in wrapped(text, width, rest="  ")]


def _change(report: Report, width: int) -> list[str]:
    change = report.beliefs.change
    lines = _paragraphs(say.change_statements(report), width)
    if change is not None:
        lines += ["", *_table(change_table(change), width)]
    return [*lines, "", *_paragraphs(say.natural_course_statements(report), width)]


def _relief(report: Report, width: int) -> list[str]:
    if report.timeline.n_visits == 0:
        return []
    pattern = report.beliefs.pattern
    lines: list[str] = []
    if pattern is not None:
        for words, p in say.pattern_rows(pattern):
            bar = "#" * round(p * BAR_COLUMNS)
            lines += [*wrapped(words, width), f"{percent(p):>10}  {bar}".rstrip()]
        lines += _paragraphs((say.pattern_statement(pattern),), width)
    return lines + _paragraphs(say.relief_statements(report), width)


def _why(report: Report, width: int) -> list[str]:
    if report.plan is None:
        return []
    return _bullets(_as_statements(report.verdict.reasons), width)


def _plan(report: Report, width: int) -> list[str]:
    plan = report.plan
    if plan is None:
        return [*wrapped(report.nulls["plan"], width), *_forecast(report, width)]
    lines = wrapped(plan.heading.upper(), width) if plan.heading else []
    lines += _bullets(_as_statements(plan.reasons), width)
    zone = ZoneInfo(report.timeline.time_zone)
    for k, visit in enumerate(plan.visits, start=1):
        lines += wrapped(moment_words(visit, zone), width, f"{k}. ")
        for statement in _as_statements(visit.reasons):
            lines += wrapped(_cited(statement), width, "   - ")
    lines += wrapped(f"Policy '{plan.policy}' aims at {plan.objective}.", width)
    if plan.other_horizon:
        lines += wrapped(plan.other_horizon.sentence, width)
    return lines + _forecast(report, width)


def _forecast(report: Report, width: int) -> list[str]:
    ahead = forecast_table(report)
    return ["", *_table(ahead, width)] if ahead is not None else []


def _advice(report: Report, width: int) -> list[str]:
    lines: list[str] = []
    for k, advice in enumerate(report.advice, start=1):
        text = _cited(Statement(f"{advice.sentence} {advice.why}", advice.sources))
        lines += wrapped(text, width, f"{k}. ")
    return lines


def _function(report: Report, width: int) -> list[str]:
    lines = _bullets(say.function_statements(report), width)
    if not lines:
        lines = wrapped("No questionnaire was filled in.", width, "- ")
    lines += _bullets((say.work_statement(report),), width)
    return (
        lines
        + _bullets(say.event_statements(report), width)
        + _paragraphs(say.harm_statements(), width)
    )


def _safety(report: Report, width: int) -> list[str]:
    found = [r for r in report.screen.reasons if r.is_positive]
    lines = [*wrapped(report.screen.sentence, width)]
    lines += _bullets(_as_statements(found), width)
    if report.screen.unanswered:
        unasked = say.unasked_statement(report).sentence
        lines += wrapped(f"{unasked} See `deqi screen`.", width, "- ")
    return lines


def _data(report: Report, width: int) -> list[str]:
    lines = _paragraphs(say.data_statements(report), width)
    lines += [line for w in report.warnings for line in wrapped(w, width, "- ")]
    lines += _bullets(report.missing_parts, width)
    if report.course.left_out:
        lines.append("Rows left out:")
        lines += [line for row in report.course.left_out for line in wrapped(row, width, "- ")]
    return lines


def _sources(report: Report, width: int) -> list[str]:
    return [
        line
        for key, source in report.sources.items()
        for line in wrapped(source.citation, width, f"[{key}] ", "  ")
    ]


def _provenance(report: Report, width: int) -> list[str]:
    return [
        line
        for name, value in provenance_rows(report)
        for line in wrapped(f"{name}: {value}", width, rest="  ")
    ]


def _table(table: Table, width: int) -> list[str]:
    """Columns side by side where they fit, else each row as a sentence."""
    cells = [tuple(cell.replace(MINUS, "-") for cell in row) for row in (table.heads, *table.rows)]
    widths = [max(display_width(row[k]) for row in cells) for k in range(len(table.heads))]
    lines = wrapped(table.caption + ":", width)
    if sum(widths) + 2 * len(widths) <= width:
        return lines + ["  " + _row(row, widths) for row in cells]
    for row in cells[1:]:
        parts = "; ".join(
            f"{head.lower()}: {cell}" for head, cell in zip(cells[0][1:], row[1:], strict=True)
        )
        lines += wrapped(f"{row[0]}: {parts}", width, "- ")
    return lines


def _row(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell + " " * (wide - display_width(cell)) for cell, wide in zip(row, widths, strict=True)
    )
    return "  ".join(padded).rstrip()
