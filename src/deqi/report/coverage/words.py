"""A course beside a payer's rules: counters, every rule with its state, what other bodies say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from deqi.plan.coverage import NO_ENTITLEMENT, Coverage, Rule
from deqi.report.contents import Statement
from deqi.report.text_width import wrapped
from deqi.report.wording import count, day

CMS = ("cmsncd3033",)
NO_DATES = "Visits took place whose dates are not recorded, so they cannot be counted."


def coverage_parts(coverage: Coverage | None) -> dict[str, Any] | None:
    """What the page shows; None without a payer's rules."""
    if coverage is None:
        return None
    return {
        "title": f"Coverage by {coverage.body}",
        "counted": counted_statements(coverage),
        "heading": f"Each rule on {day(coverage.on)}",
        "rules": rule_lines(coverage),
        "note": Statement(NO_ENTITLEMENT, CMS),
        "others": tuple(map(other_body, coverage.statements)),
    }


def coverage_statements(coverage: Coverage) -> Iterator[Statement]:
    """Everything that is said of coverage, for the list of sources."""
    yield from counted_statements(coverage)
    yield Statement(NO_ENTITLEMENT, CMS)
    yield from map(other_body, coverage.statements)
    yield from (line.statement for line in rule_lines(coverage))


def counted_statements(coverage: Coverage) -> tuple[Statement, ...]:
    """Counters, improvement, and what stands in the way."""
    stands = (Statement(coverage.not_covered, CMS),) if coverage.not_covered else ()
    improved = Statement(f"Improvement: {_small(coverage.improvement.sentence)}")
    return (*stands, *_counters(coverage), improved)


def _counters(coverage: Coverage) -> tuple[Statement, ...]:
    counters = coverage.counters
    if counters is None:
        return (Statement(NO_DATES),)
    on = day(coverage.on)
    in_90_d = (
        f"In the 90 days to {on}: {count(counters.used_in_90_d, 'visit')} used, "
        f"{counters.left_in_90_d} left of {counters.limit_in_90_d}."
    )
    in_year = (
        f"In the twelve months to {on}: {count(counters.used_in_year, 'visit')} used, "
        f"{counters.left_in_year} left of {counters.limit_in_year}{_beyond(coverage)}."
    )
    frees = f"The next visit within both limits may be on {day(counters.next_free_on)} or later."
    return Statement(in_90_d, CMS), Statement(in_year, CMS), Statement(frees)


def _beyond(coverage: Coverage) -> str:
    return "" if coverage.is_improved else " (8 more with a demonstrated improvement)"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule of the payer: its state on this record, what it says, and what that rests on."""

    state: str
    statement: Statement
    why: str


def rule_lines(coverage: Coverage) -> tuple[RuleLine, ...]:
    """Every rule of the payer, in the order of its table."""
    return tuple(
        RuleLine(
            judged.state.value.capitalize(),
            Statement(judged.rule.text, judged.rule.sources),
            f"({judged.why})",
        )
        for judged in coverage.rules
    )


def other_body(rule: Rule) -> Statement:
    """What another body says, with its date; what was not read where it stands says so.

    >>> from deqi.plan.coverage import read_coverage_rules
    >>> other_body(read_coverage_rules()[-1]).sentence[-14:]
    '(not checked).'
    """
    caveat = f" ({rule.caveat})." if rule.caveat else ""
    text = rule.text.rstrip(".") + (caveat or ".")
    return Statement(f"{rule.body} ({rule.date}): {text}", rule.sources)


def coverage_lines(coverage: Coverage | None, width: int) -> list[str]:
    """The same for the terminal; nothing without a payer's rules."""
    if coverage is None:
        return []
    lines = [f"{coverage.body}, in force since 21 January 2020"]
    for statement in counted_statements(coverage):
        lines += wrapped(_cited(statement), width, "- ")
    for rule in rule_lines(coverage):
        told = f"{rule.state.upper()}: {_cited(rule.statement)} {rule.why}"
        lines += wrapped(told, width, "- ")
    lines += wrapped(_cited(Statement(NO_ENTITLEMENT, CMS)), width)
    lines.append("What other bodies say:")
    for body in coverage.statements:
        lines += wrapped(_cited(other_body(body)), width, "- ")
    return lines


def _cited(statement: Statement) -> str:
    return statement.sentence + "".join(f" [{key}]" for key in statement.sources)


def _small(words: str) -> str:
    is_name = words[:3].isupper()
    return words if is_name else words[:1].lower() + words[1:]
