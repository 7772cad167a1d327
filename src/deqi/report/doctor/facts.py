"""The facts of the doctor's page: who, since when, safety, medicines, what was done, harms."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from statistics import median

from deqi.records import Answer, Began, Course, Credential, Diagnosis, Phase, Visit
from deqi.report import statements as say
from deqi.report.contents import Report
from deqi.report.doctor.shortening import Room, joined, kept
from deqi.report.wording import count, day, listed
from deqi.screen import Urgency, describe_item, medicine_groups, read_rules
from deqi.track import FunctionChange

MEDICINE_DAYS = 28
HOW = {False: "by hand", True: "electrical"}
IMPORTANT = {True: ", an important improvement", False: ", no important improvement", None: ""}
LASTED = {
    Phase.ACUTE: "acute, under 4 weeks at the first record",
    Phase.SUBACUTE: "subacute, 4 to 12 weeks at the first record",
    Phase.CHRONIC: "chronic, 12 weeks or more at the first record",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A name with what is known; `is_alert` for what has to be seen."""

    name: str
    said: str
    is_alert: bool = False


def safety_facts(report: Report, room: Room) -> tuple[Fact, ...]:
    """Who this is, and what a doctor minds before needles are used."""
    return (
        Fact("Who", _who(report)),
        Fact("Pain", _pain(report)),
        _red_flags(report, room),
        _conditions(report, room),
        _medicines(report, room),
    )


def care_facts(report: Report, room: Room) -> tuple[Fact, ...]:
    """What was done, by whom, and what came of it."""
    return (
        Fact("Visits", _visits(report, room)),
        Fact("Other care", _other_care(report, room)),
        Fact("Harms", _harms(report, room)),
        Fact("Function", _function(report, room)),
        Fact("From", _practitioner(report.course, room)),
    )


def _who(report: Report) -> str:
    course = report.course
    sex = (course.sex or "").strip() or "sex not recorded"
    sex = sex if len(sex) <= 24 else sex[:23] + "…"
    if course.year_of_birth is None:
        return f"Age not recorded, {sex}"
    age = report.today.year - course.year_of_birth
    return f"{age - 1} or {age} years (born {course.year_of_birth}), {sex}"


def _pain(report: Report) -> str:
    course, timeline = report.course, report.timeline
    parts = ["Low back pain" + _since(report)]
    lasted = LASTED.get(timeline.phase)
    parts += [lasted] if lasted else []
    if course.radiating is not Answer.NOT_ASKED:
        parts.append(f"into a leg: {course.radiating.value}")
    if course.began is not Began.UNKNOWN:
        how = "without an event" if course.began is Began.NO_EVENT else f"with {course.began.value}"
        parts.append(f"began {how}")
    if course.diagnosis is not Diagnosis.UNKNOWN:
        parts.append(f"working diagnosis: {course.diagnosis.value}")
    return "; ".join(parts)


def _since(report: Report) -> str:
    course = report.course
    if course.onset_on is not None:
        return f" since {day(course.onset_on)}"
    if course.duration_weeks is not None:
        return f" for {course.duration_weeks:g} weeks at the first entry"
    return ", since when not recorded"


def _red_flags(report: Report, room: Room) -> Fact:
    ids = [rule.id for rule in read_rules().red_flags]
    found = [item for item in _found(report) if item in ids]
    n_open = sum(item in ids for item in report.screen.unanswered)
    n_asked = len(ids) - n_open
    if not n_asked:
        return Fact("Red flags", "Not asked", is_alert=True)
    open_words = f"; {n_open} of {len(ids)} not asked" if n_open else ""
    if not found:
        return Fact("Red flags", f"None found in {count(n_asked, 'question')}{open_words}")
    return Fact("Red flags", _named(report, found, room) + open_words, is_alert=True)


def _conditions(report: Report, room: Room) -> Fact:
    """What else the screen found, without red flags and medicines."""
    rules = read_rules()
    told = {rule.id for rule in (*rules.red_flags, *rules.medicines)}
    found = [item for item in _found(report) if item not in told]
    ids = [rule.id for rule in rules.contraindications]
    n_open = sum(item in ids for item in report.screen.unanswered)
    none = "None found" if n_open < len(ids) else "Not asked"
    said = _named(report, found, room) if found else none
    return Fact("Conditions", said + (f"; {n_open} of {len(ids)} not asked" if n_open else ""))


def _found(report: Report) -> list[str]:
    """Items of positive answers, the worst first; the practitioner's papers have their own line."""
    known = {rule.id for rule in (*read_rules().questions, *read_rules().medicines)}
    known |= {rule.id for rule in (*read_rules().ages, *read_rules().told_by_facts)}
    return [r.item for r in report.screen.reasons if r.is_positive and r.item in known]


def _named(report: Report, items: list[str], room: Room) -> str:
    names = [_with_urgency(report, item) for item in items]
    return joined(names, room.n_items, room.n_columns + 30, "; ")


def _with_urgency(report: Report, item: str) -> str:
    reason = next(r for r in report.screen.reasons if r.item == item)
    is_urgent = reason.urgency.rank >= Urgency.WITHIN_2_WEEKS.rank
    return describe_item(item) + (f" ({reason.urgency.value})" if is_urgent else "")


def _medicines(report: Report, room: Room) -> Fact:
    """Those with a rule first: they change how, or whether, needles may be used."""
    course = report.course
    ordered = sorted(course.medicines or (), key=lambda name: not _rule_of(name))
    named = [f"{name} ({_rule_of(name)})" if _rule_of(name) else name for name in ordered]
    elsewhere = [f"{what} (among other care)" for what in _only_in_other_care(report)]
    none = "Not asked" if course.medicines is None else "None that matter for needling"
    said = joined([*elsewhere, *named], room.n_items, room.n_columns + 20) or none
    return Fact("Medicines", said + _taken(report), is_alert=bool(elsewhere) or any(
        _rule_of(name) for name in ordered))  # fmt: skip


def _only_in_other_care(report: Report) -> list[str]:
    """Kinds of medicine that the screen found, but not among the listed medicines."""
    told = {kind for name in report.course.medicines or () for kind in medicine_groups(name)}
    kinds = {rule.id: rule.finding for rule in read_rules().medicines}
    found = [item for item in _found(report) if item in kinds and item not in told]
    return [kinds[item] for item in found]


def _taken(report: Report) -> str:
    """On how many days the diary names a medicine; the names stay in the diary."""
    since = report.as_of - timedelta(days=MEDICINE_DAYS)
    n_days = len({e.on for e in report.timeline.entries if e.medicine and e.on > since})
    if not n_days:
        return ""
    return f". Diary: medicine taken on {n_days} of the last {MEDICINE_DAYS} days"


def _rule_of(medicine: str) -> str:
    """What the rule book calls a medicine that matters for needling; empty for others."""
    groups = medicine_groups(medicine) - {"no_rule"}
    found = (rule.finding for rule in read_rules().medicines if rule.id in groups)
    return ", ".join(finding.removeprefix("a medicine ") for finding in found)


def _visits(report: Report, room: Room) -> str:
    visits = report.timeline.visits
    if not visits:
        return "No needling recorded"
    first, last = visits[0].on, visits[-1].on
    parts = [
        f"{count(len(visits), 'visit')}"
        + (f", {day(first)} to {day(last)}" if len(visits) > 1 else f", on {day(last)}")
        + _rhythm(visits)
    ]
    parts += _needling(visits, room)
    return "; ".join(parts)


def _rhythm(visits: tuple[Visit, ...]) -> str:
    gaps = [(later.on - earlier.on).days for earlier, later in pairwise(visits)]
    if not gaps:
        return ""
    return f", mostly {count(round(median(gaps)), 'day')} apart ({min(gaps)} to {max(gaps)})"


def _needling(visits: tuple[Visit, ...], room: Room) -> list[str]:
    parts = []
    points = Counter(point for visit in visits for point in visit.needling.points)
    if points:
        ranked = [name for name, _ in sorted(points.items(), key=lambda kv: (-kv[1], kv[0]))]
        parts.append("points " + joined(ranked, room.n_items, 16))
    kinds = Counter(visit.needling.is_electrical for visit in visits)
    by = [f"{name} at {kinds[is_electrical]}" for is_electrical, name in HOW.items()
          if kinds[is_electrical]]  # fmt: skip
    parts += [listed(by)] if by else []
    stays = [v.needling.retention_min for v in visits if v.needling.retention_min is not None]
    if stays:
        parts.append(f"needles in for {median(stays):g} minutes")
    return parts


def _other_care(report: Report, room: Room) -> str:
    """What goes on first, then what ended last."""
    if not report.timeline.treatments:
        return "None recorded"
    ordered = sorted(
        report.timeline.treatments,
        key=lambda t: (t.to_on is not None, -(t.to_on or t.from_on).toordinal(), t.what),
    )
    named = [
        f"{_short(t.what, room)} ({'since' if t.to_on is None else 'from'} {day(t.from_on)}"
        + (")" if t.to_on is None else f" to {day(t.to_on)})")
        for t in ordered
    ]
    return joined(named, room.n_items, room.n_columns + 44, "; ")


def _short(words: str, room: Room) -> str:
    return kept([words], 1, room.n_columns)[0]


def _harms(report: Report, room: Room) -> str:
    """The severe and serious, then the latest: what a doctor can still act on."""
    events = report.adverse_events
    if not events:
        return say.event_statements(report)[0].sentence.rstrip(".")
    ordered = sorted(events, key=lambda event: (event.is_grave, event.on), reverse=True)
    named = [f"{_short(event.reaction, room)} ({day(event.on)})" for event in ordered]
    return joined(named, room.n_items, room.n_columns + 24, "; ")


def _function(report: Report, room: Room) -> str:
    forms = [_form(form) for form in report.function.instruments]
    work = say.work_statement(report).sentence.rstrip(".")
    return f"{joined(forms, min(2, room.n_items), 120, '; ') or 'No questionnaire'}. {work}"


def _form(form: FunctionChange) -> str:
    if form.first is None or form.first_on is None:
        return f"{form.instrument}: no total"
    name = f"{form.instrument} ({form.range[0]:g} to {form.range[1]:g})"
    first = f"{name} {say.total_of(form.first)} on {day(form.first_on)}"
    if form.last is None or form.last_on is None or form.last_on == form.first_on:
        return first
    reached = IMPORTANT[form.is_important_improvement] if form.change else ", no change"
    return f"{first}, {say.total_of(form.last)} on {day(form.last_on)}{reached}"


def _practitioner(course: Course, room: Room) -> str:
    licence = _credential(course.practitioner.licence, room)
    certification = _credential(course.practitioner.certification, room)
    return f"Licence: {licence}. Certification: {certification}"


def _credential(credential: Credential | None, room: Room) -> str:
    if credential is None:
        return "not recorded"
    named = [_short(part, room) for part in (credential.number, credential.body) if part]
    until = credential.valid_until
    return ", ".join([*named, f"valid until {day(until)}" if until else "end not recorded"])
