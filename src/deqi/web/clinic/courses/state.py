"""How the shown answer stands: of which day, from what, and whether a newer one is on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from deqi.store.models import Episode, Fit


@dataclass(frozen=True, slots=True)
class State:
    """A word for the list, a sentence for the course, and the class of its badge."""

    word: str
    sentence: str
    look: str = ""

    @property
    def is_new(self) -> bool:
        """Whether nothing is to be said of it."""
        return not self.word


def fit_of(episode: Episode) -> Fit | None:
    """The row of the answer; None for a course that nobody has wanted an answer on."""
    return getattr(episode, "fit", None)


def state_of(episode: Episode, today: date, now: datetime) -> State:
    """The first line that holds."""
    fit = fit_of(episode)
    if fit is None or (fit.answered_at is None and not fit.n_failed):
        return State(_("being computed"), _("The first answer is being computed."), "wait")
    if fit.n_failed:
        return State(_("failed, tried again"), _failed(fit), "bad")
    if fit.leased_until is not None and fit.leased_until > now:
        return State(_("being computed"), _("A newer answer is being computed."), "wait")
    if _lacks_records(fit, today, is_closed=episode.closed_at is not None):
        return State(_("new records"), _("There are records that this answer does not know."), "")
    if episode.closed_at is not None:
        return State("", _("The course is closed."))
    if fit.as_of != today:
        return State(_("of an earlier day"), _("The answer of today is still to be computed."), "")
    return State("", _("This is the answer on everything recorded."))


def _lacks_records(fit: Fit, today: date, *, is_closed: bool) -> bool:
    """Whether a newer answer is wanted for another reason than a new day. It stays wanted when
    whoever computed it has died."""
    return fit.wanted_at is not None and (is_closed or fit.as_of == today)


def _failed(fit: Fit) -> str:
    sentence = _(
        "The last computation failed (%(kind)s, %(n)s in a row). It is tried again by itself; what "
        "is shown is older."
    )
    return sentence % {"kind": fit.failure, "n": fit.n_failed}
