"""A report's numbers as sentences, each with the sources it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deqi.evidence import read_statements
from deqi.infer.results import Change, Interval, Pattern, VisitRelief
from deqi.plan import VerdictCode
from deqi.records import Phase, Visit
from deqi.report.contents import Report, Statement
from deqi.report.coverage.words import coverage_statements
from deqi.report.harms import was_asked
from deqi.report.wording import (
    NO_CHANGE_BELOW,
    count,
    day,
    difference_with_interval,
    duration,
    level_with_interval,
    number,
    percent,
    relief_with_interval,
)
from deqi.track import FunctionChange

PATTERNS = {
    "at_once": "Relief just after a visit, without a lasting part",
    "builds_up": "Relief that builds up over the visits",
    "both": "Relief just after a visit, and a part that builds up",
    "neither": "No clear relief with the visits, or more pain",
}
STANDS_OUT = 0.6  # probability from which one of four patterns is named
SAYS_NOTHING_OF_PATTERNS = (VerdictCode.STOP_AND_REFER, VerdictCode.TOO_EARLY)
UNKNOWN_NOW = "There is no number to show."


def level_now(report: Report) -> Statement:
    """The level of the last days."""
    change = report.beliefs.change
    if change is None:
        return Statement(f"{UNKNOWN_NOW} {report.nulls.get('now.level_nrs', '')}".strip())
    is_now = f"was, {now_words(report)}," if report.is_old else "is now"
    return Statement(
        f"Pain {is_now} {level_with_interval(change.now_nrs)} on the scale of 0 to 10."
    )


def now_words(report: Report) -> str:
    """When "now" is: the last day that counts, which is named once it lies back."""
    return f"on {day(report.as_of)}" if report.is_old else "now"


def old_record_warning(report: Report) -> tuple[str, ...]:
    """That the record ends some time ago, for the data's warnings."""
    if not report.is_old or report.timeline.n_scores == 0:
        return ()
    age = count((report.today - report.as_of).days, "day")
    return (
        f"What is said of now holds for {day(report.as_of)}, {age} before this was written; "
        "of the time since then nothing is known.",
    )


def change_statements(report: Report) -> tuple[Statement, ...]:
    """Change since the start: in all, and its two parts if they can be told apart."""
    change = report.beliefs.change
    if change is None:
        return (Statement(report.nulls.get("change.total_nrs", UNKNOWN_NOW)),)
    parts = change_parts(report)
    if change.visits is not None:
        return (*parts, _important(change), report.group_statement)
    return (*parts, _important(change), *_why_not_split(report))


def change_parts(report: Report) -> tuple[Statement, ...]:
    """Change in all; then, if they can be told apart, natural course and visits."""
    change = report.beliefs.change
    if change is None:
        return ()
    if change.natural is None or change.visits is None:
        return (_total(change, report),)
    return (
        _total(change, report),
        Statement(
            "Time and natural course, without the visits: "
            f"{difference_with_interval(change.natural)}."
        ),
        Statement(
            "What goes with the visits, needling and all that comes with it: "
            f"{difference_with_interval(change.visits)}."
        ),
    )


def has_one_moment(change: Change) -> bool:
    """Whether start and now are the same moment: then a change of 0.0 is no finding."""
    return change.total.hi95 - change.total.lo95 < NO_CHANGE_BELOW


def _total(change: Change, report: Report) -> Statement:
    if has_one_moment(change):
        return Statement("There is no later moment yet to compare the start with.")
    start = "just before the first needling" if report.timeline.n_visits else "at the first entry"
    return Statement(
        f"Since the start, {difference_with_interval(change.total)}: from about "
        f"{number(change.start_nrs.median)} {start} to about {number(change.now_nrs.median)} "
        f"{now_words(report)}."
    )


def _important(change: Change) -> Statement:
    return Statement(
        "An important improvement (at least 2 points and at least 30 % of the start) has a "
        f"probability of {percent(change.p_important)}.",
        ("ostelo2008",),
    )


def _why_not_split(report: Report) -> tuple[Statement, ...]:
    if report.timeline.n_visits == 0:
        return ()
    return (Statement(f"Not split into parts: {_reason(report, 'change.visits_nrs')}"),)


def _reason(report: Report, place: str) -> str:
    return report.nulls.get(place, "the record does not allow it.")


def relief_statements(report: Report) -> tuple[Statement, ...]:
    """Relief just after the latest visit, and how long half of it lasts."""
    relief = report.beliefs.visit_relief
    if relief is None:
        return (Statement(f"Not shown: {_reason(report, 'visit_relief')}"),)
    return (
        Statement(f"Just after the latest visit: {relief_with_interval(relief.peak_nrs)}."),
        Statement(_half_life(relief)),
        report.group_statement,
    )


def _half_life(relief: VisitRelief) -> str:
    half_life = relief.half_life_h
    sentence = (
        f"Half of that is gone after about {duration(half_life.median)} (80 % interval "
        f"{duration(half_life.lo80)} to {duration(half_life.hi80)})."
    )
    if relief.half_life_is_prior_driven:
        sentence += (
            " This time is mostly what was believed beforehand; the record says little about it."
        )
    return sentence


def pattern_rows(pattern: Pattern) -> tuple[tuple[str, float], ...]:
    """The four patterns in words, with their probabilities."""
    return tuple((words, getattr(pattern, name)) for name, words in PATTERNS.items())


def likeliest_pattern(report: Report) -> Statement | None:
    """The pattern with the highest probability, for the picture's head, or that none stands out.

    Below `STANDS_OUT` the likeliest pattern is mostly what was believed beforehand.
    """
    pattern = report.beliefs.pattern
    if pattern is None or report.verdict.code in SAYS_NOTHING_OF_PATTERNS:
        return None
    words, p = max(pattern_rows(pattern), key=lambda row: row[1])
    if p < STANDS_OUT:
        return Statement("How relief follows the visits: the record does not tell.")
    return Statement(f"How relief follows the visits, most likely: {_small(words)} ({percent(p)}).")


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def pattern_statement(pattern: Pattern) -> Statement:
    """What "builds up" is made of."""
    return Statement(
        "What builds up may be a lasting part (above half a point at the latest visit: "
        f"{percent(pattern.p_slow_part)}) or relief after each visit that has grown by half a "
        f"point ({percent(pattern.p_grown_fast_part)}). These are probabilities, not a type of "
        "patient."
    )


def forecast_days(n_days: int) -> tuple[int, ...]:
    """Rows of the forecast that a page shows: tomorrow, and at the end of weeks."""
    return tuple(k for k in (0, 6, 13, 27) if k < n_days)


def whole_scores(score: Interval) -> str:
    """One coming entry: its median and 80 % interval, in whole scores.

    >>> whole_scores(Interval(3, 2, 4, 1, 5, 0, 7))
    '3 (1 to 5)'
    """
    return f"{score.median:.0f} ({score.lo80:.0f} to {score.hi80:.0f})"


def function_statements(report: Report) -> tuple[Statement, ...]:
    """First and last total of each questionnaire."""
    return tuple(Statement(_function(form), form.sources) for form in report.function.instruments)


def _function(form: FunctionChange) -> str:
    scale = f"{form.range[0]:g} to {form.range[1]:g} {form.unit}"
    if form.first is None or form.first_on is None:
        return f"{form.instrument} ({scale}): no total. {' '.join(form.comments)}".strip()
    first = f"{form.instrument} ({scale}): {total_of(form.first)} on {day(form.first_on)}"
    if form.last is None or form.last_on is None or form.change is None:
        return f"{first}; no later total to compare with."
    last = f"{first}, {total_of(form.last)} on {day(form.last_on)}. {_function_change(form)}"
    return " ".join((last, *form.comments))


def total_of(total: float) -> str:
    """A questionnaire's total without a needless decimal."""
    return f"{total:.1f}".removesuffix(".0")


def _function_change(form: FunctionChange) -> str:
    important = {
        True: "That reaches the thresholds of an important improvement.",
        False: "That is not an important improvement.",
        None: "No threshold of an important improvement was found.",
    }[form.is_important_improvement]
    change = form.change or 0.0
    direction = "better" if change < 0 else "worse"
    if change == 0:
        return "No change."
    return f"{total_of(abs(change))} {form.unit} {direction}. {important}"


def work_statement(report: Report) -> Statement:
    """Days of work lost."""
    work = report.function.work
    if work is None:
        return Statement("Whether work was lost was not asked.")
    return Statement(
        f"Work was lost on {count(work.n_lost, 'day')} of the "
        f"{count(work.n_answered, 'day')} on which it was asked."
    )


def data_statements(report: Report) -> tuple[Statement, ...]:
    """How much was written, and what was left out."""
    timeline = report.timeline
    n_at_visits = timeline.n_scores - timeline.n_entries
    written = (
        f"{count(timeline.n_entries, 'diary entry', 'diary entries')} on "
        f"{count(timeline.days_with_entry, 'day')}, {count(timeline.days_without_entry, 'day')} "
        f"without an entry, {count(n_at_visits, 'score')} taken at visits."
    )
    first = f" First record: {day(timeline.first_on)}." if timeline.first_on else ""
    left_out = (
        f" {count(len(report.course.left_out), 'row')} left out, listed below."
        if report.course.left_out
        else ""
    )
    return (Statement(written + first + left_out), Statement(report.provenance.outcome.sentence))


CANNOT_TELL = (
    Statement(
        "Why pain changed. One course has nobody beside it who was not treated. The course without "
        "visits is what the model expects, not something anyone has seen."
    ),
    Statement(
        "What needling itself does in this person. The visits' part holds everything that comes "
        "with a visit: attention, rest, expectation, touch, and the needles."
    ),
    Statement(
        "How long relief lasts, from one course alone: those times stay close to what was believed "
        "beforehand."
    ),
    Statement(
        "What happened on days without an entry. People may skip days when pain is gone, or when "
        "it is bad."
    ),
    Statement(
        "A diagnosis. This page informs a licensed person who can check every reason; it is not "
        "cleared as a medical device."
    ),
)


def known_statement(id: str) -> Statement:
    """A statement about groups of people from the evidence table."""
    known = read_statements()[id]
    return Statement(known.sentence, known.sources)


def natural_course_statements(report: Report) -> tuple[Statement, ...]:
    """What usually happens to pain that has lasted as long as this, whatever is done."""
    acute = known_statement("natural_course_acute")
    persistent = known_statement("natural_course_persistent")
    usual = {Phase.ACUTE: (acute,), Phase.UNKNOWN: (acute, persistent)}
    return (known_statement("before_after"), *usual.get(report.timeline.phase, (persistent,)))


def event_statements(report: Report) -> tuple[Statement, ...]:
    """What happened after visits, in the words of the record."""
    if report.adverse_events is None:
        return (Statement(report.nulls["adverse_events"]),)
    if not report.adverse_events:
        return (_no_event(report.timeline.visits),)
    return tuple(
        Statement(f"After the visit of {day(event.on)}: {event.reaction}")
        for event in report.adverse_events
    )


def _no_event(visits: Sequence[Visit]) -> Statement:
    """Silence of those who were asked; of the other visits nothing is known."""
    if not visits:
        return Statement("No visit is recorded, so no unwanted effect of one.")
    n_asked = sum(was_asked(visit) for visit in visits)
    of_all = f"{n_asked} of {count(len(visits), 'visit')}"
    return Statement(f"Reactions were asked about at {of_all}; no unwanted effect is noted.")


def unasked_statement(report: Report) -> Statement:
    """How many questions of the safety check have no answer."""
    n_open = len(report.screen.unanswered)
    were = "was" if n_open == 1 else "were"
    return Statement(f"{count(n_open, 'question')} {were} not answered. Not asked is not 'no'.")


def harm_statements() -> tuple[Statement, ...]:
    """How often unwanted effects happen."""
    return tuple(known_statement(id) for id in ("adverse_any_patients", "adverse_serious"))


def cannot_tell() -> tuple[Statement, ...]:
    """What no number on the page can answer."""
    return (*CANNOT_TELL[:2], known_statement("individual_response"), *CANNOT_TELL[2:])


def all_statements(report: Report) -> Iterator[Statement]:
    """Every statement that a page, a text or the JSON may print: for the list of sources."""
    yield from change_statements(report)
    yield from relief_statements(report)
    yield from natural_course_statements(report)
    yield from harm_statements()
    yield from cannot_tell()
    yield from report.missing_parts
    yield from (Statement(r.sentence, r.sources) for r in report.verdict.reasons)
    yield from (Statement(r.sentence, r.sources) for r in report.screen.reasons)
    yield from (Statement(a.sentence, a.sources) for a in report.advice)
    yield from (Statement(f.instrument, f.sources) for f in report.function.instruments)
    if report.plan is not None:
        reasons = [*report.plan.reasons, *(r for v in report.plan.visits for r in v.reasons)]
        yield from (Statement(r.sentence, r.sources) for r in reasons)
    if report.coverage is not None:
        yield from coverage_statements(report.coverage)
