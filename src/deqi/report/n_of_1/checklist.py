"""What a course with blocks answers of the CENT checklist; the rest is for a person to write."""

from __future__ import annotations

from collections.abc import Iterator

from deqi.evidence.cent import CentItem, cent_items
from deqi.infer import Fit
from deqi.infer.blocks import BlocksAnswer, Scheme
from deqi.records import Course
from deqi.report.harms import find_adverse_events
from deqi.report.wording import count, day, difference, number

TO_BE_WRITTEN = "to be written"


def answer_checklist(
    course: Course, fit: Fit, answer: BlocksAnswer
) -> Iterator[tuple[CentItem, str | None]]:
    """Every item with what the course answers, or None."""
    told = {**_design(course, fit, answer), **_results(course, fit, answer)}
    for item in cent_items():
        yield item, told.get(item.answered_by) or None


def _design(course: Course, fit: Fit, answer: BlocksAnswer) -> dict[str, str]:
    design = answer.design
    lengths = [(b.to_on - b.from_on).days + 1 for b in design.blocks]
    blocks = ", ".join(
        f"{'on' if b.is_on else 'off'} {n}" for b, n in zip(design.blocks, lengths, strict=True)
    )
    seeds = {b.seed for b in design.blocks if b.seed is not None}
    sequence = f"drawn by deqi from seed {seeds.pop()}" if len(seeds) == 1 else ""
    if design.scheme is Scheme.NOT_DRAWN:
        sequence = design.scheme.sentence
    return {
        "title": f"N-of-1 trial: course {course.id}",
        "design": f"{count(len(design.blocks), 'block')} (days): {blocks}; wash-out by analysis",
        "changes": " ".join(answer.contradictions),
        "participant": f"{course.diagnosis.value}; {fit.timeline.phase.value}; other care: "
        + (", ".join(t.what for t in course.treatments) or "none recorded"),
        "interventions": f"{count(fit.timeline.n_visits, 'visit')} with needling as recorded",
        "outcome": f"pain 0 to 10 in a diary, usually at {fit.timeline.usual_hour:.0f}:00",
        "sequence": sequence,
        "restriction": design.scheme.sentence,
        "blinding": "nobody could be blinded: the patient knows whether there was a visit",
        "statistics": "randomisation test over the plans of the draw; pain model beside it; "
        "wash-out estimated from the record",
        "further_methods": "the same test for every wash-out that the blocks can bear",
    }


def _results(course: Course, fit: Fit, answer: BlocksAnswer) -> dict[str, str]:
    design, test = answer.design, answer.test
    done = sum(b.to_on <= answer.as_of for b in design.blocks)
    n_days = sum((b.to_on - b.from_on).days + 1 for b in design.blocks)
    written = sum(mean.n_days for mean in answer.means)
    events = find_adverse_events(fit.timeline)
    first = next((mean for mean in answer.means if mean.mean_nrs is not None), None)
    return {
        "flow": f"{done} of {count(len(design.blocks), 'block')} completed",
        "lost": f"{n_days - written} of {count(n_days, 'day')} without a diary score",
        "dates": f"{day(design.first_on)} to {day(answer.as_of)}",
        "baseline": f"mean pain of the first block {number(first.mean_nrs or 0)}" if first else "",
        "numbers": f"{count(test.n_on, 'on day')}, {count(test.n_off, 'off day')}" if test else "",
        "estimates": f"{difference(test.mean_difference_nrs)} on minus off; see the tables"
        if test
        else "",
        "further_results": "the table of wash-outs; the pain model's answer",
        "harms": "" if events is None else _harms([event.reaction for event in events]),
        "limits": "see what the page cannot tell",
        "applicability": "one patient; nothing is said of others",
        "question": "is pain lower in blocks with visits than in blocks without?",
        "why_n_of_1": "",
    }


def _harms(reactions: list[str]) -> str:
    return "; ".join(reactions) if reactions else "asked for, none recorded"
