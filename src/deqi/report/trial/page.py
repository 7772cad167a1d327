"""Simulated trials as one self-contained page."""

from __future__ import annotations

from deqi.evidence import cite
from deqi.model import MODEL_VERSION
from deqi.report.shell import render_page
from deqi.report.trial import words as say
from deqi.report.trial.pictures import figures
from deqi.simulate.trial import TrialResults

SOURCES = ("brinkhaus2006", "haake2007", "vickers2012", "ostelo2008")


def write_trial_page(results: TrialResults, version: str) -> str:
    """The page: what size is needed, power, arms, estimates, tables, and what it does not show."""
    study = results.study
    values = {
        "title": f"{study.title} (simulated trials)",
        "study_title": study.title,
        "heading": say.heading(results),
        "size": say.size_sentence(results),
        "doubt": say.size_doubt(results),
        "truth": say.truth_sentence(results),
        "notes": results.notes,
        "figures": figures(results),
        "tables": [say.summary_table(results, a) for a in study.trial.analyses],
        "arms": say.arms_table(results),
        "effect": list(say.effect_sentences(results)),
        "limits": say.limits(),
        "sources": [{"key": key, "citation": cite(key)} for key in SOURCES],
        "made": _made(results, version),
    }
    return render_page("trial/page.html.j2", values, ("pictures.css", "trial/page.css"))


def _made(results: TrialResults, version: str) -> tuple[tuple[str, str], ...]:
    trial, prior = results.study.trial, results.study.prior
    return (
        ("Made-up trials", f"{trial.n_trials} of each size"),
        ("Seed", str(results.seed)),
        ("People from", f"prior set {prior.name}, {prior.phase}"),
        ("Program", f"deqi {version}, model {MODEL_VERSION}"),
    )
