"""What do we believe about one course, and how sure are we?"""

from deqi.infer.fit import (
    IMPORTANT_NRS,
    IMPORTANT_SHARE,
    Fit,
    infer,
)
from deqi.infer.results import (
    Change,
    FitOutcome,
    Forecast,
    Interval,
    LevelPath,
    Pattern,
    VisitRelief,
    VisitValues,
)
from deqi.infer.silence import SilenceFits, fit_silence

__all__ = [
    "IMPORTANT_NRS",
    "IMPORTANT_SHARE",
    "Change",
    "Fit",
    "FitOutcome",
    "Forecast",
    "Interval",
    "LevelPath",
    "Pattern",
    "SilenceFits",
    "VisitRelief",
    "VisitValues",
    "fit_silence",
    "infer",
]
