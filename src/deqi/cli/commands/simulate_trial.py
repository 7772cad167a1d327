"""`deqi simulate trial`: power, errors and sample size of a trial, made up many times."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable
from typing import Any

from tqdm import tqdm

from deqi import __version__
from deqi.cli.outputs import as_json, put
from deqi.report.trial import trial_csv, trial_json, trial_lines, write_trial_page
from deqi.simulate.study import read_study
from deqi.simulate.trial import run_trial


def run(arguments: Namespace) -> None:
    """Make the trials up and tell what they found, in each form that is asked for."""
    results = run_trial(
        read_study(arguments.scenario), arguments.seed, arguments.jobs, _with_progress
    )
    if arguments.html:
        put(write_trial_page(results, __version__), arguments.html, arguments)
    if arguments.csv:
        put(trial_csv(results), arguments.csv, arguments)
    if arguments.json is not None:
        put(as_json(trial_json(results, __version__)), arguments.json, arguments)
    if arguments.json != "-" and "-" not in (arguments.html, arguments.csv):
        put("\n".join(trial_lines(results)), "-", arguments)


def _with_progress(work: Iterable[Any], n: int) -> Iterable[Any]:
    bar: Iterable[Any] = tqdm(work, total=n, disable=not sys.stderr.isatty(), leave=False)
    return bar
