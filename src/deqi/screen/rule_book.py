"""The rule book in words: the page that a clinician can read, question and sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deqi.screen.emergency import EmergencyNumber, read_emergency_numbers
from deqi.screen.outcome import Certainty, Outcome
from deqi.screen.rules import MedicineName, Permission, Rule, RuleBook, read_rules

_OPENING = """\
# Rule book of the screen

This page is made from the tables in `deqi/screen` by `deqi.screen.describe_rules()`. It supports a
licensed person who can check every row. It does not diagnose, and it does not replace a doctor.

## How an outcome comes about

- The outcome is the worst of what the rows lead to: `emergency`, `ask_doctor_first`,
  `treat_with_precautions`, `treat`. The first two fail the screen: no plan is made.
- Only a positive answer, or a doctor's recorded "no", fails a screen.
- Not asked is not "no": an open question, or a licence that is not recorded, leads to
  `treat_with_precautions`, and a plan is then provisional.
- A row that leads to `treat` is a note. It changes nothing alone; it counts in the combinations.
- Where a doctor may clear a row, a doctor's "yes" turns it into a precaution. It needs a date: not
  before this pain began, not after today, and later than an adverse event that it is to clear. It
  never clears a new symptom.
- Medicines are those that were listed, and other care that still goes on under one of the names
  below. A listed medicine that no row knows asks for a look; it does not fail.
- An expired licence or certification leads to `treat_with_precautions` with its own reason, not to
  a referral: the finding is about the practitioner, and sending the patient to a doctor would not
  mend it. The sentence says that its holder does not needle until a renewal is recorded.

## How the levels of the sources were read

| level in the source | outcome here |
|---|---|
| emergency; absolute for a medical or surgical emergency | `emergency` |
| same day; urgent; refer before treatment | `ask_doctor_first` |
| contraindication (no consent); avoid (uncontrolled bleeding disorder) | `ask_doctor_first` |
| absolute at one place, otherwise with agreement; relative with "doctor first" | \
`ask_doctor_first`, which a doctor may clear |
| relative with a way to needle (medicines against clotting, pregnancy); precaution; absolute for \
one technique or one patch of skin | `treat_with_precautions` |
| routine | `treat_with_precautions` |
| raises the weight of others | `treat`: a note |
"""

_ON_EMERGENCY_NUMBERS = """\
## Emergency numbers

What a patient's pages say to call, by the country of the practice. A number stands here only if at
least two sources that do not depend on each other name it; patients of a practice in any other
country read "your local emergency number".

In Europe, but for the United Kingdom, it is 112 also where an ambulance has a number of its own:
112 is right beyond the border too, where a patient may live or travel. In Austria [rtr112],
Liechtenstein [liechtenstein112], Norway [nkom112] and Switzerland [chch112] the police answer it
and call the ambulance; directly, it is 144, in Norway 113. In India 112 is the national number, and
states still keep 108 for ambulances [dnaindia112].
"""


def describe_rules() -> str:
    """The whole rule book as Markdown; `docs/reference/rule-book.md` is this text.

    Examples
    --------
    >>> describe_rules().splitlines()[0]
    '# Rule book of the screen'
    """
    rules = read_rules()
    return "\n".join([_OPENING, *_sections(rules), *_certainties()]) + "\n"


def describe_item(item: str) -> str:
    """What an id of the rule book is about, in few words.

    Raises KeyError for an id that the rule book does not hold.

    >>> describe_item("fever_or_chills")
    'fever, shivering or chills'
    >>> describe_item("licence")
    "the practitioner's licence"
    """
    rules = read_rules()
    findings = {
        rule.id: rule.finding
        for rule in (*rules.questions, *rules.medicines, *rules.ages, *rules.told_by_facts)
    }
    return {**findings, **_SUBJECTS}[item]


_SUBJECTS = {
    "licence": "the practitioner's licence",
    "certification": "the practitioner's certification",
    "doctor": "a doctor's answer",
    "medicines": "medicines",
}


def _sections(rules: RuleBook) -> Iterator[str]:
    yield from _table("Red flags", rules.red_flags)
    yield from _table("Contraindications and precautions", rules.contraindications)
    yield from _table("Medicines", rules.medicines)
    yield from _names(rules.medicine_names)
    yield from _table("Ages", rules.ages)
    yield from _table("Combinations", rules.combinations)
    yield from _table("Adverse events at visits", rules.adverse_events)
    yield from _permission_table(rules.permissions)
    yield "## At every visit\n"
    for standing in rules.standing:
        yield f"- {standing.rule} {_cited(standing.sources)} ({standing.certainty})"
    yield ""
    yield from _emergency_numbers(read_emergency_numbers().values())


def _table(title: str, rules: Iterable[Rule]) -> Iterator[str]:
    yield f"## {title}\n"
    yield "| id | what is asked or found | can go with | urgency | outcome | action | source |"
    yield "|---|---|---|---|---|---|---|"
    for rule in rules:
        yield _line(
            f"`{rule.id}`",
            rule.question or _condition(rule),
            rule.suggests,
            str(rule.urgency),
            _outcome(rule),
            _action(rule),
            f"{_cited(rule.sources)} ({rule.certainty})",
        )
    yield ""


def _outcome(rule: Rule) -> str:
    clears = rule.doctor_may_clear and rule.outcome is Outcome.ASK_DOCTOR_FIRST
    return f"`{rule.outcome}`" + (", a doctor may clear it" if clears else "")


def _action(rule: Rule) -> str:
    return rule.action + (f" If agreed: {rule.if_agreed}" if rule.if_agreed else "")


def _condition(rule: Rule) -> str:
    clauses = [" or ".join(f"`{fact}`" for fact in sorted(clause)) for clause in rule.clauses]
    return f"{rule.finding}: ({') and ('.join(clauses)})" if clauses else rule.finding


def _names(names: Iterable[MedicineName]) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(name.medicine, []).append(f"{name.name} {_cited(name.sources)}")
    yield "Names under which a medicine is found (also inside a longer text, such as a dose):\n"
    for group, listed in groups.items():
        yield f"- `{group}`: {', '.join(listed)}"
    yield ""


def _permission_table(rows: Iterable[Permission]) -> Iterator[str]:
    yield "## Licence, certification and the doctor's answer\n"
    yield "| id | when | outcome | sentence | source |"
    yield "|---|---|---|---|---|"
    for row in rows:
        when = f"{row.subject}: {row.state}"
        source = f"{_cited(row.sources)} ({row.certainty})"
        yield _line(f"`{row.id}`", when, f"`{row.outcome}`", row.sentence, source)
    yield ""


def _emergency_numbers(numbers: Iterable[EmergencyNumber]) -> Iterator[str]:
    yield _ON_EMERGENCY_NUMBERS
    yield "| country | number | source | checked on |"
    yield "|---|---|---|---|"
    for one in numbers:
        yield _line(one.country, one.number, _cited(one.sources), one.checked.isoformat())
    yield ""


def _certainties() -> Iterator[str]:
    yield "## How sure a row is\n"
    for certainty in Certainty:
        yield f"- {certainty}: {certainty.sentence}"


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _cited(sources: tuple[str, ...]) -> str:
    return " ".join(f"[{key}]" for key in sources)
