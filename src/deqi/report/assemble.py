"""From the records to one report: asks every room, adds no statistics of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from deqi.evidence import needling_share, read_sources
from deqi.infer import Fit, FitOutcome, fit_silence, infer
from deqi.plan import USUAL, Plan, Policy, choose_advice, choose_verdict, plan
from deqi.records import Course
from deqi.report.contents import Beliefs, Provenance, Report, Statement
from deqi.report.harms import find_adverse_events
from deqi.report.missing import explain_nulls, missing_parts
from deqi.report.statements import all_statements, old_record_warning
from deqi.screen import screen
from deqi.track import describe_function

FORECAST_DAYS = 28
NOT_TO_BE_USED = (FitOutcome.NO_SCORES, FitOutcome.NOT_CONVERGED)


def assemble_report(
    course: Course,
    *,
    as_of: date | None = None,
    today: date,
    seed: int = 0,
    policy: Policy | str = USUAL,
    with_path: bool = True,
) -> Report:
    """Everything that is known about one course, ready to be written as page, text or JSON.

    Parameters
    ----------
    course : the records.
    as_of : local date of the last record that counts, inclusive. Default: the last record's date,
        or `today` when there is no record at all.
    today : local date, for the screen and for planning.
    seed : fixes every number.
    policy : how the practice spaces visits, or the name of a policy that ships with deqi.
    with_path : False leaves out what only the pictures need, the level over the record.

    Returns
    -------
    Report
        Always: with a failed screen its plan is None, without scores its numbers are None, each
        with the reason in `nulls`.

    Raises
    ------
    OutsideMeaningError
        If `as_of` lies before the first record, or the phase contradicts the onset.

    Examples
    --------
    >>> report = assemble_report(Course(id="a"), today=date(2026, 5, 1))
    >>> report.verdict.code.value, report.beliefs.change, report.nulls["change.total_nrs"]
    ('too_early', None, 'There is no pain score yet.')
    """
    screened = screen(course, today)
    fit = infer(course, _last_day(course, as_of, today), seed=seed)
    silence = None if screened.failed else fit_silence(course, fit)
    verdict = choose_verdict(fit, screened, course, silence)
    proposed = plan(fit, verdict, screened, today=today, policy=policy, course=course)
    share = needling_share()
    report = Report(
        course=course,
        as_of=fit.as_of,
        today=today,
        timeline=fit.timeline,
        screen=screened,
        verdict=verdict,
        plan=proposed,
        beliefs=_beliefs(fit, proposed, with_path),
        provenance=_provenance(fit),
        function=describe_function(course, fit.as_of),
        adverse_events=find_adverse_events(fit.timeline),
        advice=choose_advice(fit.timeline, verdict.code),
        group_statement=Statement(share.sentence, share.sources),
        missing_parts=missing_parts(course, fit.timeline),
        warnings=tuple(dict.fromkeys((*fit.timeline.warnings, *verdict.warnings))),
    )
    report = replace(
        report,
        nulls=explain_nulls(report),
        warnings=(*old_record_warning(report), *report.warnings),
    )
    known = read_sources()
    return replace(report, sources={key: known[key] for key in sorted(set(_keys(report)))})


def _last_day(course: Course, as_of: date | None, today: date) -> date | None:
    has_record = course.visits or any(e.pain_nrs is not None for e in course.entries)
    return as_of if has_record or as_of is not None else today


def _beliefs(fit: Fit, proposed: Plan | None, with_path: bool) -> Beliefs:
    """What may be shown; numbers that must not be used are left out."""
    if fit.outcome is FitOutcome.NO_SCORES:
        return Beliefs(flare_days=fit.flare_days())
    if fit.outcome in NOT_TO_BE_USED:
        return Beliefs()
    forecast = fit.forecast(FORECAST_DAYS)
    visits = tuple(visit.at for visit in proposed.visits) if proposed else ()
    with_plan = fit.forecast(FORECAST_DAYS, visits) if visits else forecast
    return Beliefs(
        change=fit.change(),
        pattern=fit.pattern(),
        visit_relief=fit.visit_relief(),
        forecast=forecast,
        forecast_with_plan=with_plan if proposed else None,
        path=fit.path() if with_path else None,
        flare_days=fit.flare_days(),
    )


def _provenance(fit: Fit) -> Provenance:
    return Provenance(
        model_version=fit.model_version,
        prior_verdict=fit.prior_names["verdict"],
        prior_forecast=fit.prior_names["forecast"],
        data_sha256=fit.data_sha256,
        seed=fit.seed,
        outcome=fit.outcome,
        ess=fit.ess,
    )


def _keys(report: Report) -> Iterator[str]:
    for statement in all_statements(report):
        yield from statement.sources
