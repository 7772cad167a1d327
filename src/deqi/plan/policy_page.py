"""The page docs/reference/policies.md: every policy that ships, setting by setting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deqi.plan.coverage.rules import read_coverage_rules
from deqi.plan.policy import USUAL, Policy, policy_names, read_policy, setting_names
from deqi.records import DaySpan

_OPENING = """\
# Policies

This page is made from the code by `deqi.plan.describe_policies()`. A policy says how a practice
spaces visits: `deqi plan FOLDER --policy NAME`, or `--policy FILE.toml` for a practice's own
settings ([how to choose one](../how-to/choose-a-policy.md)). The verdict is the same under every
policy, and a failed screen never gets a plan under any. How a recommendation follows from the
settings: [verdicts](verdicts.md).
"""


def describe_policies() -> str:
    """The whole page as Markdown.

    Examples
    --------
    >>> describe_policies().splitlines()[0]
    '# Policies'
    """
    lines = [_OPENING]
    for name in policy_names():
        lines += _policy(read_policy(name))
    lines += _rules()
    return "\n".join(lines).rstrip() + "\n"


_RULES = """\
## The rules behind `us-medicare`

How each rule is judged on a record. Facts that are not recorded stay "not recorded", are never
assumed, and make a plan provisional. Improvement is judged on documented scores alone: first
against latest PEG, RMDQ or NRS; pain scores at visits, or a week of the diary, only when no
questionnaire can be compared. Rows that were not read where they stand never decide.
"""


def _rules() -> Iterator[str]:
    """Every row of a payer or another body, for somebody to sign."""
    yield _RULES
    yield from table_head("rule", "what it says", "judged here as", "source")
    for rule in read_coverage_rules():
        where = " ".join(part for part in (cited(rule.sources), rule.caveat) if part)
        text = rule.text if rule.kind != "statement" else f"{rule.body}, {rule.date}: {rule.text}"
        read_as = rule.read_here_as or "shown, decides nothing"
        yield table_line(f"`{rule.id}`", text, read_as, where)
    yield ""


def _policy(policy: Policy) -> Iterator[str]:
    yield f"## `{policy.name}`\n"
    yield f"Aim: {policy.aim}.\n"
    if policy.label:
        yield f"> {policy.label} {cited(policy.sources.get('label', ()))}\n"
    is_usual = policy.name == USUAL.name
    names = [
        name
        for name in setting_names()
        if name in policy.why and (is_usual or _differs(policy, name))
    ]
    if not is_usual:
        yield f"Every other setting is as in `{USUAL.name}`.\n"
    yield from setting_rows(policy, names)


def _differs(policy: Policy, name: str) -> bool:
    """Whether a setting, or its reason, is not that of `usual`."""
    return (getattr(policy, name), policy.why[name]) != (
        getattr(USUAL, name),
        USUAL.why.get(name, ""),
    )


def setting_rows(policy: Policy, names: Iterable[str]) -> Iterator[str]:
    """A table of settings: name, value, why, sources."""
    yield from table_head("setting", "default", "why", "source")
    for name in names:
        sources = cited(policy.sources.get(name, ()))
        value = setting_words(getattr(policy, name))
        yield table_line(f"`{name}`", value, policy.why.get(name, ""), sources)
    yield ""


def setting_words(value: object) -> str:
    """A setting as it is shown.

    >>> setting_words((1, 2, 3)), setting_words(0.05), setting_words(())
    ('1 2 3', '0.05', 'none')
    """
    if isinstance(value, tuple):
        return " ".join(map(setting_words, value)) or "none"
    if isinstance(value, DaySpan):
        return f"{value.first_on}..{value.last_on}"
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def cited(sources: Iterable[str]) -> str:
    """Keys of sources, as a page writes them."""
    return " ".join(f"[{key}]" for key in sources)


def table_head(*titles: str) -> Iterator[str]:
    """The first two lines of a table."""
    yield table_line(*titles)
    yield "|" + "---|" * len(titles)


def table_line(*cells: object) -> str:
    """One line of a table."""
    return f"| {' | '.join(str(cell) for cell in cells)} |"
