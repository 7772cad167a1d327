"""From a course to the facts that the rule book speaks of. No rule is decided here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from deqi.records import Answer, Began, Course, Credential
from deqi.screen.rules import Rule, RuleBook, medicine_groups

CREDENTIAL_PARTS = {
    "number": "number",
    "body": "issuing body",
    "jurisdiction": "jurisdiction",
    "valid_until": "end of validity",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a course on one day.

    Attributes
    ----------
    present : ids that hold: positive answers, medicine groups, ages, how it began.
    unanswered : ids of the questions without an answer.
    unknown_medicines : medicines as written that no rule knows.
    happened_on : of facts that have a day (adverse events), the latest.
    """

    present: frozenset[str]
    unanswered: tuple[str, ...]
    unknown_medicines: tuple[str, ...]
    happened_on: Mapping[str, date]

    def last_day_of(self, rule: Rule) -> date:
        """The latest day on which something happened that a rule speaks of; else `date.min`."""
        spoken_of = frozenset().union(*rule.clauses) & self.happened_on.keys()
        return max((self.happened_on[fact] for fact in spoken_of), default=date.min)


def gather_facts(course: Course, rules: RuleBook, today: date) -> Facts:
    """Everything the rules can ask about `course`, as it stands on `today`."""
    asked = {rule.id: _answer(course, rule.id) for rule in rules.questions}
    groups = {medicine: medicine_groups(medicine) for medicine in course.medicines or ()}
    present = {item for item, answer in asked.items() if answer is Answer.YES}
    present |= {group for known in groups.values() for group in known}
    present |= _groups_in_other_care(course, today)
    present |= {rule.id for rule in rules.ages if _is_of_age(rule, course, today)}
    present |= _told_by_the_record(course)
    adverse = _adverse_events(course, today)
    return Facts(
        present=frozenset(present | set(adverse)),
        unanswered=_unanswered(course, rules, asked),
        unknown_medicines=tuple(medicine for medicine, known in groups.items() if not known),
        happened_on=adverse,
    )


def credential_state(credential: Credential | None, today: date) -> tuple[str, tuple[str, ...]]:
    """The state of a licence or certification, and which of its parts are missing.

    A credential is valid on its last day. An expired one is expired, whatever else is missing.

    >>> credential_state(Credential("A1", "Board", "Bavaria", date(2026, 1, 31)), date(2026, 2, 1))
    ('expired', ())
    >>> credential_state(None, date(2026, 2, 1))
    ('missing', ())
    """
    given = {part: getattr(credential, part, None) for part in CREDENTIAL_PARTS}
    if not any(given.values()):
        return "missing", ()
    missing = tuple(CREDENTIAL_PARTS[part] for part, value in given.items() if not value)
    if credential and credential.valid_until and credential.valid_until < today:
        return "expired", missing
    return ("incomplete", missing) if missing else ("valid", ())


def doctor_state(course: Course, today: date) -> str:
    """Which row about the doctor's answer holds; `agreed` when a doctor's dated "yes" stands.

    A "yes" that was given before this pain began, or bears a date to come, lifts no finding.
    """
    doctor = course.doctor
    if doctor.agrees is Answer.NO:
        return "said no"
    if doctor.agrees is Answer.YES:
        began_on = course.onset_on or date.min
        return "agreed" if doctor.on and began_on <= doctor.on <= today else "undated"
    by_asked = {Answer.YES: "incomplete", Answer.NO: "not asked", Answer.NOT_ASKED: "missing"}
    return by_asked[doctor.asked]


def _answer(course: Course, item: str) -> Answer:
    """The answer to one question; pregnancy may stand on its own or among the conditions."""
    given = {course.red_flags.get(item), course.conditions.get(item)}
    if item == "pregnancy":
        given.add(course.pregnancy)
    for answer in (Answer.YES, Answer.NO):
        if answer in given:
            return answer
    return Answer.NOT_ASKED


def _unanswered(course: Course, rules: RuleBook, asked: dict[str, Answer]) -> tuple[str, ...]:
    settled = _settling_facts(course, asked)
    items = [
        rule.id
        for rule in rules.questions
        if asked[rule.id] is Answer.NOT_ASKED and not rule.not_asked_if & settled
    ]
    return (*items, "medicines") if course.medicines is None else tuple(items)


def _settling_facts(course: Course, asked: dict[str, Answer]) -> frozenset[str]:
    is_male = (course.sex or "").strip().casefold() in {"m", "male", "man"}
    is_not_pregnant = asked["pregnancy"] is Answer.NO
    return frozenset({"sex=male"} if is_male else ()) | frozenset(
        {"pregnancy=no"} if is_not_pregnant else ()
    )


def _told_by_the_record(course: Course) -> set[str]:
    facts = set()
    if course.began is Began.FALL:
        facts.add("began_fall")
    if any(visit.needling.is_electrical for visit in course.visits):
        facts.add("electrical_needling")
    return facts


def _adverse_events(course: Course, today: date) -> dict[str, date]:
    """Each kind and each severity of an adverse event at a visit, with its latest day."""
    days: dict[str, date] = {}
    for visit in course.visits:
        for event in visit.needling.adverse if visit.on <= today else ():
            for fact in (f"adverse_{event.kind}", f"adverse_{event.severity or 'not_judged'}"):
                days[fact] = max(visit.on, days.get(fact, visit.on))
    return days


def _groups_in_other_care(course: Course, today: date) -> set[str]:
    """Other care that still goes on, where it bears the name of a medicine."""
    going_on = (
        treatment.what
        for treatment in course.treatments
        if treatment.from_on <= today and (treatment.to_on is None or treatment.to_on >= today)
    )
    return {group for what in going_on for group in medicine_groups(what)}


def _is_of_age(rule: Rule, course: Course, today: date) -> bool:
    """Ages are differences of calendar years: only the year of birth is kept."""
    at = course.onset_on if rule.reckoned_at == "onset" else today
    if course.year_of_birth is None or at is None:
        return False
    age = at.year - course.year_of_birth
    too_old = rule.above is not None and age > rule.above
    too_young = rule.below is not None and age < rule.below
    return too_old or too_young
