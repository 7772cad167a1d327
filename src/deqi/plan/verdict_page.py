"""The page docs/reference/verdicts.md, made from the tables that decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from deqi.plan.facts import VerdictFacts
from deqi.plan.policy import USUAL, Policy, setting_names
from deqi.plan.policy_page import cited, setting_rows, table_head, table_line
from deqi.plan.precedence import PRECEDENCE, Clause, VerdictCode
from deqi.plan.recommendation import STEPS
from deqi.plan.rules import DEFAULT_RULES, VerdictRules
from deqi.plan.sentences import EMERGENCY, OVERTURNED_BY_SILENCE, sentence_of

_OPENING = """\
# Verdicts and what follows from them

This page is made from the code by `deqi.plan.describe_verdicts()`. It supports a licensed person
who can check every reason; it does not diagnose.

## The table of precedence

Read from the top: the first line that holds is the verdict. Probabilities are those of the
`sceptical` prior set, in which visits are expected to do nothing until the record says otherwise.
Changes are pain now minus pain at the start: negative is less pain. "At least" includes the
threshold itself. Exactly one verdict always results.
"""

_NOTES = """\
Notes, so that two people decide the same:

- *Days of record* run from the first to the last score or visit, both included. Silence after the
  last one adds none.
- A computation that *did not settle* gives `too_early`, with a sentence of its own, and none of its
  probabilities is used; no date is planned from it.
- *Other care*: a treatment counts by its first day. One that began before the window and goes on
  does not count. A medicine of the diary counts when its first mention lies in the window, whatever
  the dose, unless the list of treatments shows that it was begun earlier.
- Without a visit in the record the best verdict on a fall of pain is `improving_cause_unclear`, and
  neither sentence nor reasons speak of visits.
"""

_SILENCE = """\
## Days without an entry

For a daily diary (entries on at least half of its first 14 days) the fit is repeated twice, with
one entry on each silent day of the last 28: at 0, and at the person's own 90th centile. Made-up
entries do not count as scores.

- `recovered`, `improving_visits_probable` and `improving_cause_unclear` must each stay one of these
  three in both repeats. If not, or if a repeat did not settle, the verdict becomes
  `no_clear_change`, for that reason.
- The sentence is then: "{overturned}"
- Every other disagreement, also between two of these three, changes nothing and is a warning.
"""

_PLAN = """\
## From verdict to plan: policy `{name}`

Aim: {aim}.

Gains are those of the `informed` prior set; "expected" is the median. The gain of the first visit
is counted over the {horizon_d} days after today (or after the last record, if that is later), the
gain of each following one over the {horizon_d} days after the visit before; when the cap moves a
visit far ahead, the days are counted from one usual gap before it. A failed screen never gets a
plan. What was not asked, or has to be settled the same day (an expired licence), makes a plan
provisional. A person decides.

Read from the top: the first line that holds is the recommendation.
"""

_DATES = """\
Dates: all after the last record and after today, at the course's own usual gap (its median, within
the bounds below) and usual hour (on the half hour), moved on to the next working day and, where the
cap asks for it, further. While no important improvement has shown, no visit but the first is
planned beyond the review.

### Settings

Each is a setting of the practice: see [policies](policies.md), where the other policies stand too.
"""


def describe_verdicts(rules: VerdictRules = DEFAULT_RULES, policy: Policy = USUAL) -> str:
    """The whole page as Markdown.

    Examples
    --------
    >>> describe_verdicts().splitlines()[0]
    '# Verdicts and what follows from them'
    """
    aim = f"{policy.aim[0].lower()}{policy.aim[1:]}"
    lines = [
        _OPENING,
        *_precedence(rules),
        _NOTES,
        *_sentences(rules),
        *_thresholds(rules),
        _SILENCE.format(overturned=OVERTURNED_BY_SILENCE),
        _PLAN.format(name=policy.name, aim=aim, horizon_d=policy.horizon_d),
        *_recommendations(policy),
        _DATES,
        *_settings(policy),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _precedence(rules: VerdictRules) -> Iterator[str]:
    yield from table_head("", "verdict", "holds when", "source")
    for place, clause in enumerate(PRECEDENCE, start=1):
        yield table_line(place, f"`{clause.code}`", clause.words(rules), cited(clause.sources))
    yield ""


def _sentences(rules: VerdictRules) -> Iterator[str]:
    yield "## The sentences\n"
    yield from table_head("verdict", "sentence")
    yield table_line("`stop_and_refer`, an emergency", EMERGENCY)
    for clause in PRECEDENCE:
        yield table_line(_name(clause), sentence_of(clause.code, _EXAMPLE, rules))
    yield ""


def _name(clause: Clause) -> str:
    is_example = clause.code is VerdictCode.TOO_EARLY
    return f"`{clause.code}`" + (", for example" if is_example else "")


_EXAMPLE = VerdictFacts(n_scores=3, n_days_of_record=9, n_visits=2)


def _thresholds(rules: VerdictRules) -> Iterator[str]:
    yield "## The thresholds\n"
    yield "They are fields of `deqi.plan.VerdictRules`.\n"
    yield from table_head("threshold", "value", "why")
    for part in fields(VerdictRules):
        yield table_line(f"`{part.name}`", f"{getattr(rules, part.name):g}", part.metadata["why"])
    yield ""


def _recommendations(policy: Policy) -> Iterator[str]:
    yield from table_head("", "recommendation", "holds when", "source")
    for place, step in enumerate(STEPS, start=1):
        sources = cited(step.sources)
        yield table_line(place, f"`{step.recommendation}`", step.words(policy), sources)
    yield ""


def _settings(policy: Policy) -> Iterator[str]:
    yield from setting_rows(policy, [name for name in setting_names() if name in policy.why])
