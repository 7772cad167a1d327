"""May this person be needled now? The outcome is the worst of what the rows lead to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from deqi.records import Course, Credential
from deqi.records.dates import day
from deqi.screen.facts import Facts, credential_state, doctor_state, gather_facts
from deqi.screen.outcome import RED_FLAGS_NOT_ASKED, Outcome, Reason, ScreenOutcome, Urgency
from deqi.screen.rules import Permission, Rule, RuleBook, read_rules

MAX_EXAMPLES_NAMED = 3


def screen(course: Course, today: date) -> ScreenOutcome:
    """Whether a licensed person may needle now, with every reason.

    Only a positive answer, or a doctor's recorded "no", fails a screen. A question that was not
    asked, or a licence that is not recorded, asks for precautions. Age alone is a note.

    Parameters
    ----------
    course : what is recorded about the person.
    today : the day to compare validity and ages with.

    Examples
    --------
    >>> from deqi.records import Answer
    >>> outcome = screen(Course("a", red_flags={"saddle_numbness": Answer.YES}), date(2026, 3, 2))
    >>> outcome.outcome.value, outcome.failed
    ('emergency', True)
    >>> print(outcome.reasons[0].sentence)
    Numbness or tingling between the legs: can go with pressure on the nerves at the end of the
    spinal cord (cauda equina syndrome). Do not needle. Send to an emergency department now.
    """
    rules = read_rules()
    facts = gather_facts(course, rules, today)
    agreed_on = course.doctor.on if doctor_state(course, today) == "agreed" else None
    permissions = tuple(_permissions(course, rules, today))
    reasons = (
        *(_found(rule, agreed_on, facts) for rule in _rules_that_hold(rules, facts)),
        *_not_asked(rules, facts),
        *(_permission_reason(row, sentence) for row, sentence in permissions),
    )
    open_permissions = (row.subject for row, _ in permissions if not row.is_answer)
    return ScreenOutcome(
        outcome=max((r.outcome for r in reasons), key=lambda o: o.rank, default=Outcome.TREAT),
        reasons=tuple(sorted(reasons, key=_severity, reverse=True)),
        unanswered=(*facts.unanswered, *open_permissions),
    )


def _severity(reason: Reason) -> tuple[int, int, bool]:
    return reason.outcome.rank, reason.urgency.rank, reason.is_positive


def _rules_that_hold(rules: RuleBook, facts: Facts) -> Iterator[Rule]:
    for rule in (*rules.told_by_facts, *rules.questions, *rules.medicines, *rules.ages):
        holds = (
            all(clause & facts.present for clause in rule.clauses)
            if rule.clauses
            else rule.id in facts.present
        )
        if holds and rule.id != "no_rule":
            yield rule


def _found(rule: Rule, agreed_on: date | None, facts: Facts) -> Reason:
    is_cleared = (
        agreed_on is not None
        and rule.doctor_may_clear
        and rule.outcome is Outcome.ASK_DOCTOR_FIRST
        and agreed_on > facts.last_day_of(rule)  # a doctor's yes says nothing of what came later
    )
    action = rule.action
    if is_cleared and agreed_on is not None:
        action = f"A doctor agreed to needling on {day(agreed_on)}; ask again if anything changes."
    if rule.if_agreed:
        action += f" {rule.if_agreed}" if is_cleared else f" If agreed: {_lower(rule.if_agreed)}"
    return Reason(
        item=rule.id,
        sentence=f"{_describe(rule)}. {action}",
        sources=rule.sources,
        urgency=Urgency.ROUTINE if is_cleared else rule.urgency,
        is_positive=True,
        outcome=Outcome.TREAT_WITH_PRECAUTIONS if is_cleared else rule.outcome,
    )


def _describe(rule: Rule) -> str:
    finding = rule.finding[0].upper() + rule.finding[1:]
    return f"{finding}: can go with {rule.suggests}" if rule.suggests else finding


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _permissions(course: Course, rules: RuleBook, today: date) -> Iterator[tuple[Permission, str]]:
    """The rows about licence, certification and doctor that hold, each with its sentence."""
    subjects = {
        "licence": _describe_credential(course.practitioner.licence, today),
        "certification": _describe_credential(course.practitioner.certification, today),
        "doctor": (
            doctor_state(course, today),
            {"on": f" on {day(course.doctor.on)}" if course.doctor.on else ""},
        ),
    }
    for row in rules.permissions:
        state, words = subjects[row.subject]
        if row.state == state:
            yield row, row.sentence.format_map(words)


def _describe_credential(credential: Credential | None, today: date) -> tuple[str, dict[str, str]]:
    state, lacks = credential_state(credential, today)
    return state, {
        "missing": " and ".join(lacks),
        "on": day(credential.valid_until) if credential and credential.valid_until else "",
    }


def _permission_reason(row: Permission, sentence: str) -> Reason:
    return Reason(row.id, sentence, row.sources, row.urgency, row.is_answer, row.outcome)


def _not_asked(rules: RuleBook, facts: Facts) -> Iterator[Reason]:
    """One reason for each kind of question that was left open, not one for each question."""
    yield from _open_questions(RED_FLAGS_NOT_ASKED, "red flags", rules.red_flags, facts)
    yield from _open_questions("conditions_not_asked", "conditions", rules.contraindications, facts)
    medicine_sources = rules.medicines[0].sources
    if "medicines" in facts.unanswered:
        sentence = "It was not asked which medicines are taken."
        yield _open_reason("medicines_not_asked", sentence, medicine_sources)
    for medicine in facts.unknown_medicines:
        sentence = (
            f"The rule book does not know the medicine '{medicine}'. Check whether it acts on "
            "clotting, weakens the body's defences or is a corticosteroid."
        )
        yield replace(
            _open_reason("medicine_unknown", sentence, medicine_sources), is_positive=True
        )


def _open_questions(
    item: str, kind: str, asked: tuple[Rule, ...], facts: Facts
) -> Iterator[Reason]:
    open_rules = [rule for rule in asked if rule.id in facts.unanswered]
    if not open_rules:
        return
    gravest = sorted(open_rules, key=lambda rule: -rule.outcome.rank)[:MAX_EXAMPLES_NAMED]
    among = "among them " if len(open_rules) > len(gravest) else ""
    named = "; ".join(rule.finding for rule in gravest)
    sentence = (
        f"Not asked: {len(open_rules)} of {len(asked)} {kind} ({among}{named}). "
        "Not asked is not 'no'."
    )
    sources = tuple(dict.fromkeys(key for rule in open_rules for key in rule.sources))
    yield _open_reason(item, sentence, sources)


def _open_reason(item: str, sentence: str, sources: tuple[str, ...]) -> Reason:
    return Reason(item, sentence, sources, Urgency.NONE, False, Outcome.TREAT_WITH_PRECAUTIONS)
