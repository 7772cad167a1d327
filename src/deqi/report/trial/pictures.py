"""The three pictures of simulated trials: power, arms over time, estimates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from deqi.report import chart_marks as m
from deqi.report.trial.plot import NARROW, WIDE, Plot, Size
from deqi.report.trial.words import SHORT, heading, signed, size_sentence
from deqi.simulate.trial import TrialResults
from deqi.simulate.trial.results import AS_GIVEN, Summary

COLOURS = {"ancova": m.LEVEL, "responders": m.WITHOUT_LINE, "mixed": m.PLANNED}
SHAPES = {"ancova": "circle", "responders": "diamond", "mixed": "square"}
ARM_COLOURS = (m.LEVEL, m.WITHOUT_LINE, m.PLANNED, m.OTHER_CARE, m.INK, m.ALERT)
ARM_DASHES: tuple[tuple[int, ...], ...] = ((), (7, 4), (2, 3), (10, 3, 2, 3), (4, 2), (1, 2))


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture in both sizes, and the key to its lines for people who see no colours."""

    title: str
    svgs: tuple[str, ...]
    key: tuple[str, ...]


def figures(results: TrialResults) -> tuple[Figure, ...]:
    """The pictures that can be drawn: a power curve needs two sizes."""
    drawn = [_power(results), _arms(results), _estimates(results)]
    return tuple(figure for figure in drawn if figure is not None)


def _power(results: TrialResults) -> Figure | None:
    told = [s for s in results.summaries if s.rejected is not None]
    sizes = sorted({s.n_per_arm for s in told})
    if len(sizes) < 2:
        return None
    title = "Power and type I error by size"
    words = f"{heading(results)}. {size_sentence(results)} The table below holds every figure."
    plots = [_power_plot(told, size) for size in (WIDE, NARROW)]
    svgs = tuple(p.svg(_power_layers(results, told, p), "power", title, words) for p in plots)
    key = tuple(
        f"{SHORT[a]}: {SHAPES[a]}s, line: power; dashed: type I error"
        for a in results.study.trial.analyses
    )
    return Figure(title, svgs, (*key, "Bands: two Monte Carlo errors each way"))


def _power_plot(told: list[Summary], size: Size) -> Plot:
    furthest = 1.02 * max(s.n_per_arm for s in told)
    what = "Trials that find a difference"
    return Plot(size, 0, furthest, 0, 1, "people in each arm", what, is_percent=True)


def _power_layers(results: TrialResults, told: list[Summary], plot: Plot) -> list[m.Layer]:
    trial = results.study.trial
    layers: list[m.Layer] = []
    names = []
    for analysis in trial.analyses:
        rows = [s for s in told if s.analysis == analysis]
        given = [s for s in rows if s.hypothesis == AS_GIVEN]
        colour = COLOURS[analysis]
        layers += _curve(plot, given, colour) + _curve(
            plot, [s for s in rows if s.hypothesis != AS_GIVEN], colour, (5, 4)
        )
        xs = [float(s.n_per_arm) for s in given]
        ps = [s.rejected.p for s in given if s.rejected]
        layers += plot.points(xs, ps, SHAPES[analysis], colour)
        names += [(p, SHORT[analysis], colour) for p in ps[-1:]]
    layers += plot.level(trial.target_power, f"power {100 * trial.target_power:g} %")
    layers += plot.level(trial.alpha, f"level {100 * trial.alpha:g} %")
    return layers + plot.names(names)


def _curve(
    plot: Plot, rows: list[Summary], colour: str, dash: tuple[int, ...] = ()
) -> list[m.Layer]:
    """Shares by size with their band of two Monte Carlo errors."""
    xs = [float(s.n_per_arm) for s in rows]
    shares = [s.rejected for s in rows if s.rejected]
    ends = [[s.p + sign * s.error for s in shares] for sign in (-2, 2)]
    line = plot.line(xs, [s.p for s in shares], colour, dash)
    return plot.band(xs, ends[0], ends[1], colour) + line


def _arms(results: TrialResults) -> Figure | None:
    told = [arm for arm in results.trajectories if any(x is not None for x in arm.mean_nrs)]
    if not told:
        return None
    title = "Mean pain of each arm"
    ends = ", ".join(
        f"{arm.arm} {last:.1f}"
        for arm in told
        if (last := next((x for x in reversed(arm.mean_nrs) if x is not None), None)) is not None
    )
    words = f"Mean of the entries of each day, all made-up trials. On the last day: {ends}."
    svgs = tuple(_arms_svg(results, size, title, words) for size in (WIDE, NARROW))
    key = tuple(f"{arm.arm}: {_dash_words(k)}" for k, arm in enumerate(results.trajectories))
    return Figure(title, svgs, key)


def _dash_words(k: int) -> str:
    words = ("line", "long dashes", "dots", "dash and dot", "short dashes", "fine dots")
    colours = ("blue", "brown", "green", "purple", "black", "red")
    return f"{colours[k % 6]}, {words[k % 6]}"


def _arms_svg(results: TrialResults, size: Size, title: str, words: str) -> str:
    diary = results.study.diary
    start = diary.run_in_d
    plot = Plot(
        size, -start, diary.n_days - start, 0, 10, "days since the first day of treatment",
        "Pain, 0 to 10",
    )  # fmt: skip
    days = [day - start + 0.8 for day in range(diary.n_days)]
    layers: list[m.Layer] = m.rules(
        [{"x": plot.x(0), "y": 0, "x2": plot.x(0), "y2": size.height}], m.INK, 1
    )
    names = []
    for k, arm in enumerate(results.trajectories):
        colour, dash = ARM_COLOURS[k % 6], ARM_DASHES[k % 6]
        layers += plot.line(days, arm.mean_nrs, colour, dash)
        last = next((x for x in reversed(arm.mean_nrs) if x is not None), None)
        if last is not None:
            names.append((last, arm.arm[:16], colour))
    return plot.svg(layers + plot.names(names), "arms", title, words)


def _estimates(results: TrialResults) -> Figure | None:
    batches = [
        b
        for b in results.batches
        if b.analysis == results.study.trial.analyses[0]
        and b.hypothesis == AS_GIVEN
        and not np.isnan(b.estimates.value).all()
    ]
    if not batches:
        return None
    name = SHORT[results.study.trial.analyses[0]]
    title = f"{name}: what single trials would find"
    spread = batches[-1].estimates.value
    lo, hi = np.nanquantile(spread, [0.025, 0.975])
    words = (
        f"With {batches[-1].n_per_arm} people in each arm, 95 of 100 trials find a difference "
        f"between {signed(float(lo), 2)} and {signed(float(hi), 2)}."
    )
    svgs = tuple(_estimates_svg(results, size, title, words) for size in (WIDE, NARROW))
    key = (
        "Thin line: 95 of 100 trials. Thick line: half of them. Circle: median",
        "Dotted: the true difference; full line: no difference",
    )
    return Figure(title, svgs, key)


def _estimates_svg(results: TrialResults, size: Size, title: str, words: str) -> str:
    analysis = results.study.trial.analyses[0]
    batches = [b for b in results.batches if b.analysis == analysis and b.hypothesis == AS_GIVEN]
    told = [b for b in batches if not np.isnan(b.estimates.value).all()]
    cuts = [np.nanquantile(b.estimates.value, [0.025, 0.25, 0.5, 0.75, 0.975]) for b in told]
    truth = results.truths[analysis].value
    ends = [0.0, truth, *(float(c) for cut in cuts for c in (cut[0], cut[-1]))]
    room = 0.08 * (max(ends) - min(ends) or 1.0)
    unit = "Share of responders more" if analysis == "responders" else "Points more pain"
    plot = Plot(
        size, 0, 1.05 * max(b.n_per_arm for b in told), min(ends) - room, max(ends) + room,
        "people in each arm", f"{unit}: {results.compare[0][:16]} less {results.compare[1][:16]}",
    )  # fmt: skip
    zero = {"x": 0, "y": plot.y(0), "x2": plot.width, "y2": plot.y(0)}
    layers = m.rules([zero], m.INK, 1)
    for batch, cut in zip(told, cuts, strict=True):
        x = plot.x(batch.n_per_arm)
        ys = [plot.y(float(c)) for c in cut]
        layers += m.rules([{"x": x, "y": ys[0], "x2": x, "y2": ys[4]}], m.LEVEL, 2)
        layers += m.rules([{"x": x, "y": ys[1], "x2": x, "y2": ys[3]}], m.LEVEL, 7)
        layers += m.symbols([{"x": x, "y": ys[2]}], "circle", m.INK, 50, is_hollow=True)
    layers += plot.level(truth, "") + plot.names([(truth, f"true {signed(truth, 2)}", m.INK)])
    return plot.svg(layers, "estimates", title, words)
