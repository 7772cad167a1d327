"""What the worker does beside the answers, each at its own pace. An area adds its line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from deqi.actions.fits import want_fits_of_today
from deqi.actions.licences import write_licence_letters
from deqi.actions.reminders import plan_reminders
from deqi.actions.society.digest import plan_digests
from deqi.actions.society.manuscripts.reviewing import write_review_reminders
from deqi.store.society.views import close_days
from deqi.web.letters.sending import send_due_letters
from deqi.web.society.about.computed import write_pages


@dataclass(frozen=True, slots=True)
class Job:
    """Work that comes round; it is short, and done twice it does nothing twice.

    Attributes
    ----------
    name : in the log, should it fail.
    every : at the most.
    run : is given the time, and says how much there was to do.
    """

    name: str
    every: timedelta
    run: Callable[[datetime], int]


JOBS = (
    Job("answers of a new day", timedelta(minutes=5), want_fits_of_today),
    Job("reminders", timedelta(minutes=1), plan_reminders),
    Job("letters about licences", timedelta(hours=6), write_licence_letters),
    Job("new comments by letter", timedelta(hours=1), plan_digests),
    Job("letters", timedelta(seconds=5), send_due_letters),
    Job("reminders of reviews", timedelta(hours=6), write_review_reminders),
    Job("views of earlier days", timedelta(minutes=5), close_days),
    Job("pages of the society", timedelta(hours=1), write_pages),
)
