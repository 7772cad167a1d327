"""Trials made up many times: power, type I error, bias and coverage, with their own errors."""

from deqi.simulate.trial.ancova import Estimates, ancova
from deqi.simulate.trial.effect import Relief, relief_in_prior, response_of
from deqi.simulate.trial.mixed import mixed_model
from deqi.simulate.trial.responders import is_responder, risk_difference
from deqi.simulate.trial.results import TrialResults
from deqi.simulate.trial.run import run_trial

__all__ = [
    "Estimates",
    "Relief",
    "TrialResults",
    "ancova",
    "is_responder",
    "mixed_model",
    "relief_in_prior",
    "response_of",
    "risk_difference",
    "run_trial",
]
