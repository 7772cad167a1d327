"""What is said of foretold arms, in the terminal and on the page alike."""

from __future__ import annotations

from collections.abc import Sequence

from deqi.report.wording import count
from deqi.simulate.arms import UNINFORMATIVE_WIDTH, ArmPrediction, Foretold, NotComparable, Scores

UNINFORMATIVE = "uninformative"
MOST_NAMED = 6  # trials that are named one by one
KINDS = {
    "waiting list": "waiting list",
    "usual care": "usual care",
    "sham": "sham",
    "acupuncture": "acupuncture",
    "other": "other treatment",
}


def title(told: Foretold) -> str:
    """What this is, in one line."""
    if not told.is_leave_one_out:
        return "Mean pain of these arms, as trials of others would let one expect"
    if told.left_out:
        return "A trial foretold from the others: " + ", ".join(told.left_out)
    return "Each trial foretold from the others"


def basis(told: Foretold) -> str:
    """Which trials the bands rest on."""
    trials = ", ".join(told.learned_from)
    each = ", each without itself" if told.is_leave_one_out and not told.left_out else ""
    left_out = f" Left out: {', '.join(told.left_out)}." if told.left_out else ""
    memory = " Figures from memory are used." if told.with_memory else ""
    return (
        f"The bands rest on {count(len(told.learned_from), 'trial')} of the tables{each}: "
        f"{trials or 'on the prior alone'}.{left_out}{memory}"
    )


def summary(told: Foretold) -> list[str]:
    """How many bands held, how many say too little, and whether the model is worth its place."""
    n_wide = sum(not one.is_informative for one in told.predictions)
    sentences = []
    if told.scores:
        model = told.scores[0]
        sentences.append(
            f"Of {count(model.n_arms, 'follow-up')} of arms in "
            f"{count(model.n_trials, 'trial')}, {_inside(told)}."
        )
    if told.predictions:
        sentences.append(
            f"{n_wide} of {count(len(told.predictions), 'band')} (95 %) "
            f"{'is' if n_wide == 1 else 'are'} wider than {UNINFORMATIVE_WIDTH:g} points of 100: "
            f"{UNINFORMATIVE}."
        )
    return [*sentences, *_worth(told.scores)]


def _inside(told: Foretold) -> str:
    seen = [one for one in told.predictions if one.arm.observed is not None]
    n50 = sum(p.lo50 <= (p.arm.observed or 0.0) <= p.hi50 for p in seen)
    n95 = sum(p.lo95 <= (p.arm.observed or 0.0) <= p.hi95 for p in seen)
    be = "was" if n50 == 1 else "were"
    return f"{n50} {be} inside the 50 % band and {n95} inside the 95 % band"


def _worth(scores: Sequence[Scores]) -> list[str]:
    """The model beside the best guess without one; few trials cannot tell small differences."""
    if len(scores) < 2:
        return []
    model, rival = scores[0], min(scores[1:], key=lambda one: one.crps)
    verdict = "better than" if model.crps < rival.crps else "no better than"
    few = f" {count(model.n_trials, 'trial')} can hardly tell: the difference may be chance."
    return [
        f"Mean score (CRPS, points; smaller is better): model {model.crps:.1f}, {verdict} the best "
        f"guess without a model, '{rival.name}', {rival.crps:.1f}." + (few * (model.n_trials < 10))
    ]


def week(one: ArmPrediction) -> str:
    """The week, or the weeks an average goes over."""
    lo, hi = one.arm.weeks
    return f"{lo:g}" if lo == hi else f"{lo:g}-{hi:g}"


def start(one: ArmPrediction) -> str:
    """Pain at the start; `~` where it had to be assumed."""
    return f"{'~' * (one.arm.baseline_from == 'assumed')}{one.arm.baseline:.0f}"


def seen(one: ArmPrediction) -> str:
    """The follow-up that was observed, or a dash."""
    return "-" if one.arm.observed is None else f"{one.arm.observed:.0f}"


def band(lo: float, hi: float) -> str:
    """Two ends, whole points."""
    return f"{lo:.0f}\N{EN DASH}{hi:.0f}"


def width(one: ArmPrediction) -> str:
    """Width of the 95 % band, and the word when it says too little."""
    return f"{one.width95:.0f}" + (f", {UNINFORMATIVE}" if not one.is_informative else "")


def share(value: float | None) -> str:
    """A share in per cent, or a dash."""
    return "-" if value is None else f"{100 * value:.0f} %"


def remarks(predictions: Sequence[ArmPrediction]) -> list[tuple[str, str]]:
    """What had to be assumed: (trials, remarks), trials of the same remarks together."""
    by_trial: dict[str, dict[str, None]] = {}
    for one in predictions:
        marks = [*one.arm.remarks, *(["figures from memory"] if one.arm.is_from_memory else [])]
        by_trial.setdefault(one.arm.trial, {}).update(dict.fromkeys(marks))
    together: dict[str, list[str]] = {}
    for trial, marks_of in by_trial.items():
        together.setdefault("; ".join(marks_of), []).append(trial)
    return [(_trials(trials), marks) for marks, trials in together.items() if marks]


def _trials(names: Sequence[str]) -> str:
    """Names of trials, or how many there are."""
    return ", ".join(names) if len(names) <= MOST_NAMED else count(len(names), "trial")


def reasons(items: Sequence[NotComparable]) -> list[tuple[str, str, str]]:
    """Trials that are not comparable: (trial, arms, reason), arms of one reason together."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for item in items:
        grouped.setdefault((item.trial, item.reason), []).append(item.arm)
    return [(trial, "; ".join(arms), reason) for (trial, reason), arms in grouped.items()]
