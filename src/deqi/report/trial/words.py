"""What simulated trials found, in sentences and tables; the same for terminal and page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from deqi.report.page_tables import MINUS, Table
from deqi.simulate.trial import TrialResults
from deqi.simulate.trial.results import AS_GIVEN, NO_DIFFERENCE, Mean, Share, Summary

WIDTH = 80
NOT_TOLD = "not told"
NAMES = {
    "ancova": "ANCOVA with baseline: difference in points",
    "responders": "Responders: difference of shares",
    "mixed": "Mixed model of weekly means: difference in points",
}
SHORT = {"ancova": "ANCOVA", "responders": "Responders", "mixed": "Mixed model"}


def heading(results: TrialResults) -> str:
    """What is compared, at what time."""
    return f"{results.compare[0]} against {results.compare[1]}, {outcome_words(results)}"


def outcome_words(results: TrialResults) -> str:
    """What the outcome is."""
    trial = results.study.trial
    if trial.outcome == "daily":
        return f"pain (NRS) on day {trial.day or 7 * trial.week} of treatment"
    return f"mean pain (NRS) in week {trial.week} of treatment"


def size_sentence(results: TrialResults) -> str:
    """The size that the target power needs."""
    size = results.size
    wanted = f"{100 * size.target:g} % power ({SHORT[size.analysis]})"
    if size.n_per_arm is None:
        return f"{wanted} is not reached with up to {size.searched_up_to} people in each arm."
    return f"{wanted} needs about {size.n_per_arm} people in each arm."


def size_doubt(results: TrialResults) -> str:
    """Which sizes chance could have given in its place."""
    size = results.size
    if size.n_per_arm is None:
        return ""
    low = f"{size.lowest}" if size.lowest is not None else "fewer"
    high = f"{size.highest}" if size.highest is not None else f"more than {size.searched_up_to}"
    return (
        f"With {results.study.trial.n_trials} made-up trials, sizes from {low} to {high} cannot be "
        "told apart from it."
    )


def truth_sentence(results: TrialResults) -> str:
    """The true difference that the trials try to find."""
    mean, share = results.truths["ancova"], results.truths["responders"]
    if mean.value == share.value == 0:
        return "True difference, nothing missing: none."
    less = "less" if mean.value < 0 else "more"
    fall = f"fall of {results.study.trial.responder_percent:g} % or more"
    return (
        f"True difference, nothing missing: {abs(mean.value):.2f} points {less} pain "
        f"(± {mean.error:.3f}), {signed(100 * share.value, 1)} (± {100 * share.error:.1f}) "
        f"percentage points of responders ({fall})."
    )


def effect_sentences(results: TrialResults) -> Iterator[str]:
    """Where the effect comes from: an assumption, and said to be one."""
    effect, relief = results.study.effect, results.relief
    yield (
        "The effect of visits is put in, not found: made-up trials show whether a design would "
        "notice it. Nothing here says how large it is in life."
    )
    mean = f"{relief.mean_nrs:.2f} points, as in the prior set"
    if effect.relief_nrs >= 0:
        mean = f"{effect.relief_nrs:g} points, given"
    spread = (
        f"the prior's, {relief.sd_nrs:.2f} points"
        if effect.sd_as_in_prior
        else f"{effect.sd_context_nrs:g} points to context, {effect.sd_needling_nrs:g} to needling"
    )
    yield (
        f"Mean relief at the outcome with all parts: {mean}; needling's own part "
        f"{100 * effect.needling_share:g} %. People differ in their response by (SD) {spread}."
    )


def summary_table(results: TrialResults, analysis: str) -> Table:
    """One analysis: a row for each size."""
    trial = results.study.trial
    rows = [
        _row(given, alike)
        for given, alike in _pairs([s for s in results.summaries if s.analysis == analysis])
    ]
    level = f"{100 * (1 - trial.alpha):g} %"
    return Table(
        NAMES[analysis],
        ("people", "power, %", "type I, %", "bias", f"{level} holds, %", "SE said / is"),
        tuple(rows),
    )


def _pairs(summaries: Sequence[Summary]) -> Iterator[tuple[Summary, Summary]]:
    alike = {s.n_per_arm: s for s in summaries if s.hypothesis == NO_DIFFERENCE}
    for summary in summaries:
        if summary.hypothesis == AS_GIVEN:
            yield summary, alike[summary.n_per_arm]


def _row(given: Summary, alike: Summary) -> tuple[str, ...]:
    digits = 3
    told = f"{given.n_per_arm}"
    if given.n_told < given.n_trials:
        told += f" ({given.n_told} told)"
    return (
        told,
        _share(given.rejected),
        _share(alike.rejected),
        _mean(given.bias, digits),
        _share(given.covered),
        _ratio(given),
    )


def signed(x: float, digits: int) -> str:
    """A difference with its sign, a true minus."""
    return f"{x:+.{digits}f}".replace("-", MINUS)


def _share(share: Share | None) -> str:
    return NOT_TOLD if share is None else f"{100 * share.p:.1f} ± {100 * share.error:.1f}"


def _mean(mean: Mean | None, digits: int) -> str:
    if mean is None:
        return NOT_TOLD
    return f"{signed(mean.value, digits)} ± {mean.error:.{digits}f}"


def _ratio(summary: Summary) -> str:
    if summary.mean_se is None or summary.sd_estimates is None:
        return NOT_TOLD
    return f"{summary.mean_se:.3f} / {summary.sd_estimates:.3f}"


def arms_table(results: TrialResults) -> Table:
    """Each arm: visits, leaving, and pain at some weeks."""
    days = [day - 1 for day in _shown_days(results)]
    rows = [
        (
            arm.arm,
            f"{arm.visits_per_person:.1f}",
            f"{100 * arm.share_left:.1f}",
            *(_nrs(arm.mean_nrs[day]) for day in days),
        )
        for arm in results.trajectories
    ]
    heads = ("arm", "visits", "left, %", *(f"day {day + 1}" for day in days))
    return Table(
        "Arms: visits a person, share who left, mean pain (0-10) on days of the record",
        heads,
        tuple(rows),
    )


def _shown_days(results: TrialResults) -> list[int]:
    """Days of the record: end of run-in, then about every four weeks, and the last."""
    first, last = results.study.diary.run_in_d, results.study.diary.n_days
    return sorted({first, *range(first + 28, last, 28), last})


def _nrs(x: float | None) -> str:
    return NOT_TOLD if x is None else f"{x:.1f}"


def limits() -> tuple[str, ...]:
    """What the figures do not show."""
    return (
        "People: in each arm, those who leave included. ± is one Monte Carlo standard error; "
        "smaller sizes are the first people of larger ones.",
        "Type I: share of trials that find a difference when the first arm is made up like the "
        "second. Holds: share of intervals that hold the truth. SE: what the analyses say on "
        "average, and the spread that the estimates have.",
        "Bias and coverage are against the true difference with nothing missing: people who leave "
        "or stop writing because of their pain show here. An unknown outcome counts as no "
        "response.",
        "People are drawn from the model's own prior set; real people differ in ways it does not "
        "hold.",
    )


def trial_lines(results: TrialResults) -> list[str]:
    """The answer of the command as lines of at most 80 columns."""
    lines = [results.study.title, "", _filled(heading(results) + ".")]
    lines += [_filled(s) for s in _opening(results)]
    lines += [_filled(note, "Note: ") for note in results.notes]
    for analysis in results.study.trial.analyses:
        lines += ["", *_table_lines(summary_table(results, analysis))]
    lines += ["", *_table_lines(arms_table(results)), ""]
    lines += [_filled(s, "- ") for s in (*effect_sentences(results), *limits())]
    return lines


def _opening(results: TrialResults) -> tuple[str, ...]:
    size = f"{size_sentence(results)} {size_doubt(results)}".strip()
    return size, truth_sentence(results)


def _filled(text: str, mark: str = "") -> str:
    indent = " " * len(mark)
    kept = text.replace(" %", "\u00a0%").replace("± ", "±\u00a0")
    filled = textwrap.fill(kept, WIDTH, initial_indent=mark, subsequent_indent=indent)
    return filled.replace("\u00a0", " ")


def _table_lines(table: Table) -> Iterator[str]:
    """Columns as wide as they need; a table too wide for the terminal is told row by row."""
    rows = [table.heads, *table.rows]
    widths = [max(len(row[k]) for row in rows) for k in range(len(table.heads))]
    yield f"{table.caption}"
    if sum(widths) + 2 * len(widths) <= WIDTH:
        for row in rows:
            yield ("  " + "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True))).rstrip()
        return
    for row in table.rows:
        cells = (f"{h} {c}" for h, c in zip(table.heads[1:], row[1:], strict=True))
        yield _filled(f"{row[0]}: " + "; ".join(cells), "  ")
