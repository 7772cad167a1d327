"""What happened at or after visits that was not wanted: by kind, severity and in words."""

from __future__ import annotations

from deqi.records import Needling, Visit
from deqi.report.contents import EventAtVisit
from deqi.track import describe_adverse
from deqi.track.timeline import Timeline

NOTHING_HAPPENED = frozenset(
    (
        *("none", "no", "nothing", "nil", "-", "0", "no reaction", "nein", "keine", "ninguna"),
        *("ninguno", "nada", "rien", "aucune", "niente", "nessuna", "nenhuma", "geen"),
    )
)


def find_adverse_events(timeline: Timeline) -> tuple[EventAtVisit, ...] | None:
    """What was not wanted at each visit; None if there were visits and nobody asked."""
    asked = [visit for visit in timeline.visits if was_asked(visit)]
    if (timeline.visits or not timeline.visits_recorded) and not asked:
        return None
    return tuple(
        EventAtVisit(visit.on, _in_words(visit.needling), visit.needling.adverse)
        for visit in asked
        if visit.needling.adverse or _said(visit.needling)
    )


def was_asked(visit: Visit) -> bool:
    """Whether anything is recorded about reactions, and be it that there was none."""
    return bool(visit.needling.reaction or visit.needling.adverse)


def _in_words(needling: Needling) -> str:
    kinds = "; ".join(describe_adverse(event) for event in needling.adverse)
    return ": ".join(part for part in (kinds, _said(needling)) if part)


def _said(needling: Needling) -> str:
    """The reaction in the record's words; empty if they say that nothing happened."""
    words = needling.reaction or ""
    return "" if words.strip().casefold() in NOTHING_HAPPENED else words
