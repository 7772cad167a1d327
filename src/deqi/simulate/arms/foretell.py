"""The whole answer of `deqi simulate arms`: which arms, from which trials, with which scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deqi.evidence import ArmRow, read_arms
from deqi.records import OutsideMeaningError
from deqi.simulate.arms.comparable import comparable_arms
from deqi.simulate.arms.group_model import fit_groups
from deqi.simulate.arms.outcome import NotComparable
from deqi.simulate.arms.predict import N_DRAWS, ArmPrediction, predict_arms
from deqi.simulate.arms.score import Scores, leave_one_out, rng_of, score_predictions

SEED = 1


@dataclass(frozen=True, slots=True)
class Foretold:
    """Arms foretold from trials that they are not part of.

    Attributes
    ----------
    predictions : one for each arm and follow-up.
    not_comparable : the arms that could not be put on 0-100, with the reason.
    learned_from : the trials that the beliefs about groups rest on; with `is_leave_one_out`, each
        trial without itself.
    left_out : trials of the package's tables that were asked to be left out, or are predicted.
    scores : of the arms with a known follow-up; empty if there are none.
    with_memory : whether figures from memory were used.
    """

    predictions: tuple[ArmPrediction, ...]
    not_comparable: tuple[NotComparable, ...]
    learned_from: tuple[str, ...]
    left_out: tuple[str, ...]
    scores: tuple[Scores, ...]
    is_leave_one_out: bool
    with_memory: bool
    seed: int


def foretell_own_trials(
    *,
    leave_out: Sequence[str] = (),
    with_memory: bool = False,
    seed: int = SEED,
    n_draws: int = N_DRAWS,
) -> Foretold:
    """Each trial of the package's tables foretold from the others; only some with `leave_out`.

    Examples
    --------
    >>> told = foretell_own_trials(leave_out=["Brinkhaus 2006"])
    >>> [(p.arm.kind, p.lo95 < p.arm.observed < p.hi95) for p in told.predictions]
    [('acupuncture', True), ('sham', True), ('waiting list', True)]
    """
    arms, others = comparable_arms(read_arms(), with_memory)
    known = tuple(dict.fromkeys(arm.trial for arm in arms))
    chosen = _named(leave_out, known, others)
    predictions = leave_one_out(arms, seed, n_draws)
    if chosen:
        predictions = tuple(one for one in predictions if one.arm.trial in chosen)
        others = tuple(one for one in others if one.trial in chosen)
    return Foretold(
        predictions,
        others,
        tuple(trial for trial in known if trial not in chosen),
        chosen,
        score_predictions(predictions, arms),
        True,
        with_memory,
        seed,
    )


def foretell_table(
    rows: Sequence[ArmRow],
    *,
    leave_out: Sequence[str] = (),
    with_memory: bool = False,
    seed: int = SEED,
) -> Foretold:
    """The arms of somebody's table foretold from the package's trials, except those it names.

    Parameters
    ----------
    rows : the table; a follow-up without a mean is foretold, one with a mean is foretold as well,
        not looked at, and scored.
    leave_out : trials of the package's tables that must have no part in it, as `Study year`.
        A trial of the same name as one in the table is left out anyway.
    """
    own, _ = comparable_arms(read_arms(), with_memory)
    known = tuple(dict.fromkeys(arm.trial for arm in own))
    arms, others = comparable_arms(rows, with_memory, to_learn=False)
    asked = {trial.casefold() for trial in (arm.trial for arm in arms)}
    left_out = _named(leave_out, known, ())
    left_out += tuple(t for t in known if t.casefold() in asked and t not in left_out)
    beliefs = fit_groups([arm for arm in own if arm.trial not in left_out])
    predictions: list[ArmPrediction] = []
    for trial in dict.fromkeys(arm.trial for arm in arms):
        of_trial = [arm for arm in arms if arm.trial == trial]
        predictions += predict_arms(beliefs, of_trial, rng_of(trial, seed))
    return Foretold(
        tuple(predictions),
        others,
        tuple(trial for trial in known if trial not in left_out),
        left_out,
        score_predictions(predictions, own),
        False,
        with_memory,
        seed,
    )


def _named(
    asked: Sequence[str], known: Sequence[str], others: Sequence[NotComparable]
) -> tuple[str, ...]:
    """Trials by the names people give them: `Brinkhaus 2006`, `brinkhaus2006`, or `Brinkhaus`."""
    names = (*known, *dict.fromkeys(item.trial for item in others))
    found: list[str] = []
    for text in asked:
        wanted = _plain(text)
        hits = [name for name in names if _plain(name) == wanted]
        hits = hits or [name for name in names if _plain(name).startswith(wanted)]
        if len(hits) != 1:
            raise OutsideMeaningError(
                f"'{text}' is no trial that can be left out. Name one of: {', '.join(names)}."
            )
        found += hits
    return tuple(dict.fromkeys(found))


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
