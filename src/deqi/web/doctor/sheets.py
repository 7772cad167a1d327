"""The sheet as it was last drawn up; nobody who opens a page waits for a computation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe

from deqi.store.answers import open_texts
from deqi.store.models import Episode, Fit


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the doctor reads.

    Attributes
    ----------
    html : the article of `deqi.report.write_doctor_fragment`.
    as_of : the last day of the record in it.
    is_behind : whether something was written since.
    """

    html: SafeString
    as_of: date | None
    is_behind: bool


def sheet_of(episode: Episode) -> Sheet | None:
    """The sheet of an episode; None until it was drawn up for the first time."""
    fit = Fit.objects.filter(episode=episode).first()
    kept = None if fit is None else open_texts(fit, episode.patient)
    if fit is None or kept is None:
        return None
    # Drawn up by `report`, which escapes everything that somebody wrote.
    return Sheet(mark_safe(kept.doctor_fragment), fit.as_of, fit.wanted_at is not None)
