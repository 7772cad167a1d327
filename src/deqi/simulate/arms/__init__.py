"""Would the model have foretold the arms of a trial that it has not seen?"""

from deqi.simulate.arms.comparable import comparable_arms
from deqi.simulate.arms.foretell import SEED, Foretold, foretell_own_trials, foretell_table
from deqi.simulate.arms.group_model import EFFECTS, GroupPosterior, Setting, fit_groups
from deqi.simulate.arms.outcome import KINDS, ArmOutcome, NotComparable
from deqi.simulate.arms.predict import UNINFORMATIVE_WIDTH, ArmPrediction, predict_arms
from deqi.simulate.arms.score import Scores, leave_one_out, score_predictions

__all__ = [
    "EFFECTS",
    "KINDS",
    "SEED",
    "UNINFORMATIVE_WIDTH",
    "ArmOutcome",
    "ArmPrediction",
    "Foretold",
    "GroupPosterior",
    "NotComparable",
    "Scores",
    "Setting",
    "comparable_arms",
    "fit_groups",
    "foretell_own_trials",
    "foretell_table",
    "leave_one_out",
    "predict_arms",
    "score_predictions",
]
