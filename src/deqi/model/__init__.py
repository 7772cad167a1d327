"""How does pain move? Equations and priors, as arrays; see docs/explanation/pain-model.md."""

from deqi.model.expected import (
    expected_curves,
    expected_natural_nrs,
    expected_relief_nrs,
    mean_left,
    slow_start_nrs,
)
from deqi.model.needling import (
    Doses,
    growth_weight,
    growth_weights,
    relief_curves,
    spacing_weight,
    spacing_weights,
)
from deqi.model.observation import answer_bounds, interval_likelihood
from deqi.model.priors import (
    MODEL_VERSION,
    PHASES,
    PRIOR_NAMES,
    Flares,
    LogNormal,
    Normal,
    PhaseName,
    Prior,
    prior_of_table,
    prior_sha256,
    prior_table,
    read_prior,
)

__all__ = [
    "MODEL_VERSION",
    "PHASES",
    "PRIOR_NAMES",
    "Doses",
    "Flares",
    "LogNormal",
    "Normal",
    "PhaseName",
    "Prior",
    "answer_bounds",
    "expected_curves",
    "expected_natural_nrs",
    "expected_relief_nrs",
    "growth_weight",
    "growth_weights",
    "interval_likelihood",
    "mean_left",
    "prior_of_table",
    "prior_sha256",
    "prior_table",
    "read_prior",
    "relief_curves",
    "slow_start_nrs",
    "spacing_weight",
    "spacing_weights",
]
