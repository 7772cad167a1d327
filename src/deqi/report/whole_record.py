"""What the records say about work and harms, counted, not modelled."""

from __future__ import annotations

from deqi.report.contents import AdverseEvent
from deqi.track.timeline import Timeline

NOTHING_HAPPENED = frozenset(("none", "no", "nothing", "nil", "-", "0", "no reaction"))


def work_days_lost(timeline: Timeline) -> int | None:
    """Days with work lost; None if it was never asked."""
    asked = [entry for entry in timeline.entries if entry.work_lost is not None]
    if not asked:
        return None
    return len({entry.on for entry in asked if entry.work_lost})


def find_adverse_events(timeline: Timeline) -> tuple[AdverseEvent, ...] | None:
    """Reactions at visits in the record's words; None if there were visits and nobody asked."""
    told = [(v.on, v.needling.reaction) for v in timeline.visits if v.needling.reaction]
    if timeline.visits and not told:
        return None
    return tuple(
        AdverseEvent(on, reaction)
        for on, reaction in told
        if reaction and reaction.strip().casefold() not in NOTHING_HAPPENED
    )
