"""Simulated trials in words, tables and pictures."""

from deqi.report.trial.as_data import trial_csv, trial_json
from deqi.report.trial.page import write_trial_page
from deqi.report.trial.words import trial_lines

__all__ = ["trial_csv", "trial_json", "trial_lines", "write_trial_page"]
