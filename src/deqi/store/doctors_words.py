"""What a doctor answered by a link, in the doctor's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from deqi.records import Answer
from deqi.store.columns import open_column, seal_column
from deqi.store.models import DoctorLink


class MayNeedle(StrEnum):
    """May needling go on?"""

    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"

    @property
    def agrees(self) -> Answer:
        """What the record says: not yet is a no until the doctor answers again."""
        return Answer.YES if self is MayNeedle.YES else Answer.NO


@dataclass(frozen=True, slots=True)
class DoctorsWords:
    """One answer.

    Attributes
    ----------
    may_needle : the answer to the one question.
    words : limits, what is needed first, a diagnosis; empty if nothing was added.
    name : who answered, as written there.
    answered_at, on : the moment, and the date at the clinic.
    sheet_as_of : the last day of the record that the sheet showed; None if it showed no numbers.
    """

    may_needle: MayNeedle
    words: str
    name: str
    answered_at: datetime
    on: date
    sheet_as_of: date | None = None

    def says_the_same_as(self, other: DoctorsWords) -> bool:
        """Whether it is the same answer, sent again by an impatient thumb."""
        mine = (self.may_needle, self.words, self.name)
        return mine == (other.may_needle, other.words, other.name)


def words_of(link: DoctorLink) -> tuple[DoctorsWords, ...]:
    """Every answer that came by a link, the first one first."""
    if link.answer is None:
        return ()
    return open_column(link, "answer", link.episode.patient, tuple[DoctorsWords, ...])


def add_words(link: DoctorLink, words: DoctorsWords) -> None:
    """Add an answer; the earlier ones stay. The caller saves the row."""
    seal_column(link, "answer", (*words_of(link), words), link.episode.patient)
    link.answered_at = words.answered_at


def question_of(link: DoctorLink) -> str:
    """What the practitioner asks beside the question of the sheet; empty if nothing."""
    return open_column(link, "question", link.episode.patient, str)


def ask(link: DoctorLink, question: str) -> None:
    """Put the question into the row; the caller saves it."""
    seal_column(link, "question", question, link.episode.patient)
