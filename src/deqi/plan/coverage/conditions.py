"""The conditions of CMS NCD 30.3.3 on one record: met, not met, or not recorded. Never assumed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deqi.plan.reasons import counted, day
from deqi.records import Answer, Course, Phase, ProviderKind
from deqi.track.timeline import Timeline

TWELVE_WEEKS_D = 84
PHASE_BOUNDS_D = {Phase.ACUTE: (0, 28), Phase.SUBACUTE: (28, 84), Phase.CHRONIC: (84, None)}


class RuleState(StrEnum):
    """How a rule stands on one record."""

    MET = "met"
    NOT_MET = "not met"
    NOT_RECORDED = "not recorded"
    DOES_NOT_APPLY = "does not apply"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Judged:
    """A state, and what it rests on."""

    state: RuleState
    why: str


Facts = tuple[Course, Timeline, date]


def lasts_12_weeks(facts: Facts) -> Judged:
    """The pain has lasted 84 days or more on the day of planning."""
    course, timeline, on = facts
    if course.onset_on is not None:
        return _by_days((on - course.onset_on).days, f"onset on {day(course.onset_on)}")
    elapsed_d = (on - timeline.first_on).days if timeline.first_on else 0
    if course.duration_weeks is not None:
        told = f"{course.duration_weeks:g} weeks at the first entry"
        return _by_days(course.duration_weeks * 7 + elapsed_d, told)
    if course.declared_phase is Phase.UNKNOWN:
        return Judged(RuleState.NOT_RECORDED, "no onset, duration or phase is recorded")
    return _by_phase(course.declared_phase, elapsed_d)


def _by_days(days: float, told: str) -> Judged:
    state = RuleState.MET if days >= TWELVE_WEEKS_D else RuleState.NOT_MET
    return Judged(state, f"{told}, {int(days // 7)} full weeks by the day of planning")


def _by_phase(phase: Phase, elapsed_d: int) -> Judged:
    """A phase holds bounds only; between them it is not recorded how long the pain has lasted."""
    low, high = PHASE_BOUNDS_D[phase]
    told = f"recorded as {phase.value}, {counted(elapsed_d, 'day')} before the day of planning"
    if low + elapsed_d >= TWELVE_WEEKS_D:
        return Judged(RuleState.MET, told)
    if high is not None and high + elapsed_d <= TWELVE_WEEKS_D:
        return Judged(RuleState.NOT_MET, told)
    return Judged(RuleState.NOT_RECORDED, f"{told}; an onset would tell")


def _is_no(name: str) -> Callable[[Facts], Judged]:
    """A question that has to be answered no."""

    def judge(facts: Facts) -> Judged:
        given: Answer = getattr(facts[0].coverage, name)
        states = {Answer.NO: RuleState.MET, Answer.YES: RuleState.NOT_MET}
        return Judged(states.get(given, RuleState.NOT_RECORDED), f"{name}: {_told(given)}")

    return judge


def physician(facts: Facts) -> Judged:
    """A physician by the state's requirements."""
    provider = facts[0].coverage.provider
    if provider in (ProviderKind.PA_NP_CNS, ProviderKind.AUXILIARY):
        return Judged(RuleState.DOES_NOT_APPLY, f"provider: {provider.value}")
    if provider is ProviderKind.UNKNOWN:
        return Judged(RuleState.NOT_RECORDED, "provider: not recorded")
    return _all_yes(facts[0], ("meets_state_rules",))


def degree_and_licence(facts: Facts) -> Judged:
    """Degree and licence of everybody else."""
    course, _, on = facts
    provider = course.coverage.provider
    if provider is ProviderKind.PHYSICIAN:
        return Judged(RuleState.DOES_NOT_APPLY, "provider: physician")
    if provider is ProviderKind.UNKNOWN:
        return Judged(RuleState.NOT_RECORDED, "provider: not recorded")
    answers = _all_yes(course, ("meets_state_rules", "acupuncture_degree", "unrestricted_licence"))
    licence = course.practitioner.licence
    if licence is None or licence.valid_until is None:
        current = Judged(RuleState.NOT_RECORDED, "licence valid until: not recorded")
    else:
        state = RuleState.MET if licence.valid_until >= on else RuleState.NOT_MET
        current = Judged(state, f"licence valid until {day(licence.valid_until)}")
    worst = max((answers, current), key=lambda judged: _SEVERITY.index(judged.state))
    return Judged(worst.state, f"{answers.why}; {current.why}")


def supervised(facts: Facts) -> Judged:
    """Supervision of auxiliary personnel."""
    provider = facts[0].coverage.provider
    if provider in (ProviderKind.PHYSICIAN, ProviderKind.PA_NP_CNS):
        return Judged(RuleState.DOES_NOT_APPLY, f"provider: {provider.value}")
    if provider is ProviderKind.UNKNOWN:
        return Judged(RuleState.NOT_RECORDED, "provider: not recorded")
    return _all_yes(facts[0], ("supervised",))


_SEVERITY = (RuleState.MET, RuleState.NOT_RECORDED, RuleState.NOT_MET)


def _all_yes(course: Course, names: tuple[str, ...]) -> Judged:
    answers = {name: getattr(course.coverage, name) for name in names}
    why = ", ".join(f"{name}: {_told(given)}" for name, given in answers.items())
    if Answer.NO in answers.values():
        return Judged(RuleState.NOT_MET, why)
    is_met = all(given is Answer.YES for given in answers.values())
    return Judged(RuleState.MET if is_met else RuleState.NOT_RECORDED, why)


def _told(given: Answer) -> str:
    return "not recorded" if given is Answer.NOT_ASKED else given.value


CONDITIONS: Mapping[str, Callable[[Facts], Judged]] = {
    "lasts_12_weeks": lasts_12_weeks,
    "no_systemic_cause": _is_no("systemic_cause"),
    "not_after_surgery": _is_no("surgery_related"),
    "not_in_pregnancy": _is_no("pregnancy_related"),
    "physician": physician,
    "degree_and_licence": degree_and_licence,
    "supervised": supervised,
}
