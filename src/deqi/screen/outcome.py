"""What a screen says: may this person be needled now, and why. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

RED_FLAGS_NOT_ASKED = "red_flags_not_asked"  # the reason that some of them are open
ASK_FIRST = "Ask the open questions about warning signs before anybody needles."


class Outcome(StrEnum):
    """The four answers of a screen, the worst last. It supports a person; it does not diagnose."""

    TREAT = "treat"
    TREAT_WITH_PRECAUTIONS = "treat_with_precautions"
    ASK_DOCTOR_FIRST = "ask_doctor_first"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """0 for `treat` up to 3 for `emergency`."""
        return list(Outcome).index(self)

    @property
    def sentence(self) -> str:
        """The outcome in words for a person."""
        return _SENTENCES[self]


_SENTENCES = {
    Outcome.TREAT: "Nothing recorded speaks against needling.",
    Outcome.TREAT_WITH_PRECAUTIONS: "Needling may go on with the precautions below.",
    Outcome.ASK_DOCTOR_FIRST: "Do not needle before a doctor has been asked.",
    Outcome.EMERGENCY: "Do not needle. Send this person to emergency care now.",
}


class Urgency(StrEnum):
    """By when somebody has to act, the most urgent last."""

    NONE = "none"
    ROUTINE = "routine"
    WITHIN_2_WEEKS = "within 2 weeks"
    SAME_DAY = "same day"
    SAME_HOUR = "same hour"

    @property
    def rank(self) -> int:
        """0 for `none` up to 4 for `same hour`."""
        return list(Urgency).index(self)


class Certainty(StrEnum):
    """How sure a row of the rule book is."""

    READ = "read"
    HEADING = "heading"
    PRACTICE = "practice"

    @property
    def sentence(self) -> str:
        """What the word means."""
        return _CERTAINTIES[self]


_CERTAINTIES = {
    Certainty.READ: "The rule was read at the source.",
    Certainty.HEADING: "The subject was read at the source; details are general clinical practice.",
    Certainty.PRACTICE: "General clinical practice; no publication was opened for this row.",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for an outcome.

    Attributes
    ----------
    item : id of the row in the rule book.
    sentence : what was found and what to do, in plain words.
    sources : source keys, the main one first; see `deqi evidence sources`.
    urgency : by when somebody has to act.
    is_positive : True for something that was found, False for something that was not asked.
    outcome : what this reason alone leads to. A note leads to `treat`.
    """

    item: str
    sentence: str
    sources: tuple[str, ...]
    urgency: Urgency
    is_positive: bool
    outcome: Outcome

    @property
    def source(self) -> str:
        """The main source key."""
        return self.sources[0]


@dataclass(frozen=True, slots=True)
class ScreenOutcome:
    """The answer of a screen with its reasons, the worst first.

    Attributes
    ----------
    outcome : the worst of what the reasons lead to.
    reasons : what was found and what was not asked; notes last.
    unanswered : ids of the questions without an answer. Not asked is not "no".

    Examples
    --------
    >>> fever = Reason("fever_or_chills", "Fever. Do not needle.", ("gcare",), Urgency.SAME_DAY,
    ...                True, Outcome.ASK_DOCTOR_FIRST)
    >>> ScreenOutcome(Outcome.ASK_DOCTOR_FIRST, (fever,), ()).failed
    True
    """

    outcome: Outcome
    reasons: tuple[Reason, ...]
    unanswered: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether nobody may needle now: an emergency, or a doctor has to be asked first."""
        return self.outcome.rank >= Outcome.ASK_DOCTOR_FIRST.rank

    @property
    def sentence(self) -> str:
        """The outcome in words for a person; an open warning sign is no leave to needle."""
        is_open = any(reason.item == RED_FLAGS_NOT_ASKED for reason in self.reasons)
        return ASK_FIRST if is_open and not self.failed else self.outcome.sentence

    @property
    def is_provisional(self) -> bool:
        """Whether something was not asked, so that a plan is provisional."""
        return bool(self.unanswered)
