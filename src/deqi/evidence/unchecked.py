"""What a person should look up before it is relied on: identifiers and figures not checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deqi.evidence.arms import Stat, Verified
from deqi.evidence.read_tables import (
    read_adverse_events,
    read_arms,
    read_effects,
    read_model_figures,
    read_natural_history,
    read_published_pools,
)
from deqi.evidence.sources import Source, read_sources

_UNCHECKED = {
    Verified.PARTLY: "the value was read; its n, its SD or the order of arms is from memory",
    Verified.MEMORY: "from memory",
    Verified.MEMORY_LOW: "from memory, unsure: never computed with",
    Verified.ESTIMATE: "an estimate; no source was found",
}


@dataclass(frozen=True, slots=True)
class UncheckedFigure:
    """A row of a table that nobody has compared with its publication.

    Attributes
    ----------
    table, row : where it stands.
    what : the figure in words.
    verified : its standing; `why` says it in words.
    sources : where it should be looked up.
    """

    table: str
    row: int
    what: str
    verified: Verified
    sources: tuple[str, ...]

    @property
    def why(self) -> str:
        """What is not checked about it."""
        return _UNCHECKED[self.verified]


def unchecked_sources() -> tuple[Source, ...]:
    """Sources whose identifier was not seen, by key.

    >>> all(not source.is_checked for source in unchecked_sources())
    True
    """
    return tuple(s for _, s in sorted(read_sources().items()) if not s.is_checked)


def unchecked_figures() -> tuple[UncheckedFigure, ...]:
    """Rows of the tables that rest on memory, in part or whole, or on an estimate.

    >>> {figure.table for figure in unchecked_figures()} >= {"trials.csv", "published_pools.csv"}
    True
    """
    return tuple(figure for figure in _all_figures() if figure.verified in _UNCHECKED)


def describe_unchecked() -> tuple[str, ...]:
    """Both as lines of text.

    >>> describe_unchecked()[0]
    'Sources whose identifier was not checked:'
    """
    sources = (f"  [{s.key}] {s.citation}" for s in unchecked_sources())
    figures = (
        " ".join(
            [
                f"  {f.table}, row {f.row}: {f.what} ({f.why}).",
                *(f"[{key}]" for key in f.sources),
            ]
        )
        for f in unchecked_figures()
    )
    return (
        "Sources whose identifier was not checked:",
        *sources,
        "",
        "Figures that nobody has compared with their publication:",
        *figures,
    )


def _all_figures() -> Iterator[UncheckedFigure]:
    for arm in read_arms():
        week = "" if arm.week is None else f", week {arm.week:g}"
        figure = "" if arm.mean is None else f" {arm.mean:g}"
        figure += "" if arm.sd is None else f" (SD {arm.sd:g})"
        stat = "n" if arm.stat is Stat.N_ONLY else arm.stat.value
        what = f"{arm.trial}, {arm.arm}, {arm.outcome}{week}: {stat}{figure}, n {arm.n}"
        yield UncheckedFigure("trials.csv", arm.row, what, arm.verified, arm.sources)
    for e in read_effects():
        what = f"{e.study} {e.year}, {e.comparison}, {e.outcome}: {_range(e.estimate, e.lo, e.hi)}"
        yield UncheckedFigure("effects.csv", e.row, what, e.verified, e.sources)
    for p in read_published_pools():
        found = _range(p.estimate, p.lo, p.hi)
        what = f"{p.review} {p.year}, {p.comparator}, {p.outcome}, {p.timepoint}: {found}"
        yield UncheckedFigure("published_pools.csv", p.row, what, p.verified, p.sources)
    for h in read_natural_history():
        found = _range(h.mean_0_100, h.lo, h.hi)
        what = f"{h.study} {h.year}, {h.group}, week {h.week:g}: {found}"
        yield UncheckedFigure("natural_history.csv", h.row, what, h.verified, h.sources)
    for a in read_adverse_events():
        what = f"{a.study} {a.year}, {a.event}: {a.rate_per_10000} per 10,000 {a.unit}"
        yield UncheckedFigure("adverse_events.csv", a.row, what, a.verified, a.sources)
    for m in read_model_figures():
        what = f"{m.parameter}: {_range(m.central, m.lo, m.hi)} {m.unit}; {m.basis}"
        yield UncheckedFigure("model_figures.csv", m.row, what, m.verified, m.sources)


def _range(estimate: float | None, lo: float | None, hi: float | None) -> str:
    middle = "no figure" if estimate is None else f"{estimate:g}"
    return middle if lo is None or hi is None else f"{middle} ({lo:g} to {hi:g})"
