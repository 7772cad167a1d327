"""What happened after visits that was not wanted, in the words of the record."""

from __future__ import annotations

from deqi.report.contents import AdverseEvent
from deqi.track.timeline import Timeline

NOTHING_HAPPENED = frozenset(
    (
        *("none", "no", "nothing", "nil", "-", "0", "no reaction", "nein", "keine", "ninguna"),
        *("ninguno", "nada", "rien", "aucune", "niente", "nessuna", "nenhuma", "geen"),
    )
)


def find_adverse_events(timeline: Timeline) -> tuple[AdverseEvent, ...] | None:
    """Reactions at visits in the record's words; None if there were visits and nobody asked."""
    told = [(v.on, v.needling.reaction) for v in timeline.visits if v.needling.reaction]
    if (timeline.visits or not timeline.visits_recorded) and not told:
        return None
    return tuple(
        AdverseEvent(on, reaction)
        for on, reaction in told
        if reaction and reaction.strip().casefold() not in NOTHING_HAPPENED
    )
