"""What a person may want to know before deciding, from published figures only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from deqi.evidence import (
    EvidenceStatement,
    Source,
    adverse_event_statements,
    read_sources,
    statements_on,
)
from deqi.evidence.expectation import Expectation, PainKind, PublishedBand, expect
from deqi.report.before.questions import FOR_THE_DOCTOR, FOR_THE_PRACTITIONER
from deqi.report.before.usual import harms_of_1000, usual_course
from deqi.report.contents import Statement
from deqi.screen import Outcome, Urgency, read_rules
from deqi.screen.rules import Rule

FOR_NOBODY = (
    "This page is about groups of people. Nobody can tell from it what will happen to you: people "
    "in the same group fared very differently."
)
KIND_NAMES = {
    PainKind.ACUTE: "New back pain (under 6 weeks)",
    PainKind.CHRONIC: "Back pain that has lasted 12 weeks or more",
    PainKind.SCIATICA: "Pain down the leg from a nerve (sciatica)",
}
HOW_BANDS_ARE_MADE = (
    "Each study is a line of average pain: straight between the times that were published, level "
    "after the last one. Around it lies the 95 % interval of the average. A band goes from the "
    "lowest to the highest of these, so studies that disagree make it wide.",
    "A study that did not publish how people scatter gets the interval that the widest other study "
    "of the same kind would give it. Such intervals are marked in the table.",
    "In new pain the fall is fast at first, so between two published times the true average lies "
    "below the straight line.",
    "Studies choose their people: those who agree to be in one, often at a bad time. Figures that "
    "were not checked at their source are not used.",
)


@dataclass(frozen=True, slots=True)
class SeeADoctor:
    """When to see a doctor first, by how soon; findings in plain words."""

    now: tuple[str, ...]
    today: tuple[str, ...]
    first: tuple[str, ...]
    tell: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindOutlook:
    """One kind of pain: its bands, and what is to be said of them."""

    expectation: Expectation
    name: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """Everything on the page before the first visit.

    Attributes
    ----------
    kinds : one or more kinds of pain.
    shares : where a change comes from, in groups.
    harms : unwanted effects in natural frequencies.
    see_a_doctor : when to see one first.
    for_the_doctor, for_the_practitioner : questions to ask.
    sources : key -> source, of everything said.
    """

    kinds: tuple[KindOutlook, ...]
    shares: tuple[Statement, ...]
    harms: tuple[Statement, ...]
    see_a_doctor: SeeADoctor
    for_the_doctor: tuple[Statement, ...]
    for_the_practitioner: tuple[Statement, ...]
    sources: Mapping[str, Source]


def draw_up_outlook(kinds: Iterable[PainKind] = ()) -> Outlook:
    """The page's contents for some kinds of pain; for all of them when none is named.

    Examples
    --------
    >>> [kind.expectation.kind.value for kind in draw_up_outlook().kinds]
    ['acute', 'chronic', 'sciatica']
    """
    asked = tuple(dict.fromkeys(kinds)) or tuple(PainKind)
    drawn = tuple(_kind(kind) for kind in asked)
    shares = tuple(_said(s) for s in (*_before_after(), *statements_on("share")))
    harms = (harms_of_1000(), *(_said(s) for s in adverse_event_statements()))
    doctor = _see_a_doctor()
    said = [
        *(s for kind in drawn for s in kind.statements),
        *shares,
        *harms,
        *FOR_THE_DOCTOR,
        *FOR_THE_PRACTITIONER,
    ]
    bands = (b for kind in drawn for b in _bands(kind.expectation))
    keys = [*(k for b in bands for k in b.sources), *(k for s in said for k in s.sources)]
    known = read_sources()
    return Outlook(
        drawn, shares, harms, doctor, FOR_THE_DOCTOR, FOR_THE_PRACTITIONER,
        {key: known[key] for key in sorted({*keys, *doctor.sources})},
    )  # fmt: skip


def _kind(kind: PainKind) -> KindOutlook:
    expectation = expect(kind)
    return KindOutlook(expectation, KIND_NAMES[kind], tuple(usual_course(expectation)))


def _bands(expectation: Expectation) -> Iterator[PublishedBand]:
    bands = (expectation.without, expectation.with_course, expectation.cohorts)
    yield from (band for band in bands if band is not None)


def _before_after() -> Iterator[EvidenceStatement]:
    yield from (s for s in statements_on("natural course") if s.id == "before_after")


def _said(statement: EvidenceStatement) -> Statement:
    return Statement(statement.sentence, statement.sources)


def _see_a_doctor() -> SeeADoctor:
    rules = [rule for rule in _asked_rules() if rule.finding]
    fails = [rule for rule in rules if rule.outcome.rank >= Outcome.ASK_DOCTOR_FIRST.rank]
    careful = [rule for rule in rules if rule.outcome is Outcome.TREAT_WITH_PRECAUTIONS]
    return SeeADoctor(
        now=_found(r for r in fails if r.outcome is Outcome.EMERGENCY),
        today=_found(
            r
            for r in fails
            if r.outcome is Outcome.ASK_DOCTOR_FIRST and r.urgency is Urgency.SAME_DAY
        ),
        first=_found(r for r in fails if r.urgency is Urgency.WITHIN_2_WEEKS),
        tell=_found(careful),
        sources=tuple(dict.fromkeys(key for rule in rules for key in rule.sources)),
    )


def _asked_rules() -> Iterator[Rule]:
    rules = read_rules()
    yield from (*rules.questions, *rules.medicines)


def _found(rules: Iterable[Rule]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule.finding for rule in rules))
