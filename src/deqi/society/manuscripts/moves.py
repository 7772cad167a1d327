"""From the first draft to publication: the table of what may follow what, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deqi.records import DeqiError

FEWEST_REVIEWS = 2  # handed in, before a manuscript is accepted


class State(StrEnum):
    """How far a manuscript is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    REVISE = "revise"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What somebody does with it."""

    SUBMIT = "submit"
    REVIEW = "review"  # hand it to reviewers
    ACCEPT = "accept"
    REVISE = "revise"  # ask the author for a new version
    REJECT = "reject"
    PUBLISH = "publish"
    CORRECT = "correct"  # publish a corrected version
    WITHDRAW = "withdraw"


class Side(StrEnum):
    """Whose act it is."""

    AUTHOR = "author"
    EDITOR = "editor"


class MoveError(DeqiError):
    """What somebody wants to do with a manuscript does not follow from where it stands."""

    code = "manuscript_move"
    exit_status = 60


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table."""

    act: Act
    by: Side
    after: State
    to: State


_AUTHOR, _EDITOR = Side.AUTHOR, Side.EDITOR
MOVES = (
    Move(Act.SUBMIT, _AUTHOR, State.DRAFT, State.SUBMITTED),
    Move(Act.SUBMIT, _AUTHOR, State.REVISE, State.SUBMITTED),
    Move(Act.REVIEW, _EDITOR, State.SUBMITTED, State.IN_REVIEW),
    Move(Act.ACCEPT, _EDITOR, State.SUBMITTED, State.ACCEPTED),  # revised, nobody need look again
    Move(Act.REVISE, _EDITOR, State.SUBMITTED, State.REVISE),
    Move(Act.REJECT, _EDITOR, State.SUBMITTED, State.REJECTED),
    Move(Act.ACCEPT, _EDITOR, State.IN_REVIEW, State.ACCEPTED),
    Move(Act.REVISE, _EDITOR, State.IN_REVIEW, State.REVISE),
    Move(Act.REJECT, _EDITOR, State.IN_REVIEW, State.REJECTED),
    Move(Act.PUBLISH, _EDITOR, State.ACCEPTED, State.PUBLISHED),
    Move(Act.SUBMIT, _AUTHOR, State.PUBLISHED, State.PUBLISHED),  # a correction
    Move(Act.CORRECT, _EDITOR, State.PUBLISHED, State.PUBLISHED),
    Move(Act.WITHDRAW, _AUTHOR, State.DRAFT, State.WITHDRAWN),
    Move(Act.WITHDRAW, _AUTHOR, State.SUBMITTED, State.WITHDRAWN),
    Move(Act.WITHDRAW, _AUTHOR, State.IN_REVIEW, State.WITHDRAWN),
    Move(Act.WITHDRAW, _AUTHOR, State.REVISE, State.WITHDRAWN),
    Move(Act.WITHDRAW, _AUTHOR, State.ACCEPTED, State.WITHDRAWN),
    Move(Act.WITHDRAW, _AUTHOR, State.PUBLISHED, State.WITHDRAWN),
)
WRITABLE = frozenset({State.DRAFT, State.REVISE, State.PUBLISHED})  # the author may write on


def state_after(state: str, act: Act, n_reviews: int = 0) -> State:
    """Where a manuscript stands after an act.

    Parameters
    ----------
    n_reviews : reviews that were handed in, of any version.

    Raises
    ------
    MoveError
        If the table has no such line, or it was not reviewed enough to be accepted.

    Examples
    --------
    >>> state_after("submitted", Act.REVIEW).value
    'in_review'
    """
    for move in MOVES:
        if move.act is act and move.after == state:
            if act is Act.ACCEPT and n_reviews < FEWEST_REVIEWS:
                raise MoveError(
                    f"{n_reviews} of {FEWEST_REVIEWS} reviews were handed in. A manuscript is "
                    "accepted after both; ask another reviewer, or wait."
                )
            return move.to
    raise MoveError(
        f"A manuscript that is '{state.replace('_', ' ')}' cannot be moved by '{act.value}'. "
        f"What can be done now: {_list_acts(state)}. Load its page again."
    )


def acts_from(state: str, by: Side) -> tuple[Act, ...]:
    """What this side can do now.

    >>> [act.value for act in acts_from("submitted", Side.AUTHOR)]
    ['withdraw']
    """
    return tuple(move.act for move in MOVES if move.after == state and move.by is by)


def _list_acts(state: str) -> str:
    return ", ".join(move.act.value for move in MOVES if move.after == state) or "nothing"
