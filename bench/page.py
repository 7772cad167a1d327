"""The page of figures, from the kept rows; what is outside its bar is marked, not hidden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from bench.page_believable import describe_believable
from bench.page_clinic import describe_clinic
from bench.page_n_of_1 import describe_n_of_1
from bench.page_practice import describe_practice
from bench.page_silence import describe_silence
from bench.page_simulate_speed import describe_simulate_speed
from bench.page_society import PAST, describe_society
from bench.page_society_load import describe_society_load
from bench.policies import describe_policies
from bench.tables import marked, share, table

Row = dict[str, Any]
BARS_MS = {
    "inference, 84 days, 12 visits, no flares": 100,
    "inference, 84 days, 12 visits, flares": 150,
    "deqi --help": 300,
    "first report from a cold start": 1500,
}


def describe(read_rows: Callable[[str], list[Row]]) -> str:
    """The whole page as Markdown.

    Parameters
    ----------
    read_rows : gives the kept rows of a measure by name; empty if it was never run.
    """
    sections = [
        INTRODUCTION,
        _calibration(read_rows("ranks")),
        _nulls(read_rows("nulls")),
        _found(read_rows("found")),
        _forecasts(read_rows("forecasts")),
        describe_silence(read_rows("silence")),
        describe_policies(read_rows("policies")),
        describe_n_of_1(read_rows("n_of_1")),
        describe_believable(read_rows("believable")),
        _agreement(read_rows("nuts"), read_rows("particles")),
        _speed(read_rows("speed")),
        describe_simulate_speed(read_rows("simulate_speed")),
        describe_practice(read_rows("practice"), read_rows("practice-ranks")),
        describe_clinic([*read_rows("clinic"), *read_rows("clinic-postgresql")]),
        describe_society_load([*read_rows("society-load"), *read_rows("society-load-postgresql")]),
        describe_society([read_rows(f"society_{t.name}") for t in PAST], read_rows("society")),
        LIMITS,
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


INTRODUCTION = """# How good is it?

Every figure here, but those of [published trials](#published-trials-foretold) and of
[comments](#adverts-among-comments), is measured on simulated courses, where the truth is known;
none is medicine, and none says that using deqi lowers pain. There is no open record of dated
needling visits beside a daily pain diary to test on. `python -m bench.how_good --measure` makes all
of it again, with the same seeds; small versions run with the tests. ± is one Monte Carlo standard
error."""

LIMITS = """## What these figures do not show

- The people are drawn from the model's own priors, or from one misspecified twin of it. Real people
  differ in ways that neither holds.
- Why real people skip days is not known; five rules of silence are measured here, no more.
- The constants of flares and of the spacing of visits are known to the inference.
- The time constants of relief stay near their priors for one person; the report marks them so."""


def _calibration(rows: list[Row]) -> str:
    if not rows:
        return ""
    body = [
        [
            r["record"],
            r["quantity"],
            str(r["n"]),
            marked(share(r["in80"], r["n"]), _near(r["in80"], 0.765, 0.835, r["n"])),
            marked(share(r["in95"], r["n"]), _near(r["in95"], 0.92, 0.975, r["n"])),
            f"{r['mean_rank']:.3f}",
            f"{r['ks_p']:.2f}",
        ]
        for r in rows
    ]
    heads = ["record", "quantity", "courses", "in its 80 %", "in its 95 %", "mean rank", "KS p"]
    lowest = min(r["ess_min"] for r in rows if "ess_min" in r)
    text = (
        "## Intervals hold\n\nPeople drawn from the prior, a third each chronic, subacute and "
        "acute, 12 visits in 84 days with a score before each, flares included. Change, pattern "
        "and relief: drawn from and judged under `sceptical`; forecast and gain: `informed`, "
        "futures without new flares, without habit. Bars: 80 % intervals hold 76.5 to 83.5 %, "
        "95 % intervals 92 to 97.5 %. Discrete quantities by randomised ranks. Fewest effective "
        f"points of any fit: {lowest:.0f}."
    )
    return text + "\n\n" + table(heads, body)


def _near(p: float, low: float, high: float, n: int) -> bool:
    """Inside the bar; for the few quantities with fewer courses, within twice its error of it."""
    slack = 0.0 if n >= 1000 else 2 * np.sqrt(p * (1 - p) / n)
    return bool(low - slack <= p <= high + slack)


def _nulls(rows: list[Row]) -> str:
    if not rows:
        return ""
    body = []
    for r in rows:
        bar = 0.07 if "drifts" in r["world"] else 0.05
        body.append(
            [
                r["world"],
                f"{r['run_in']} d",
                str(r["n"]),
                marked(share(r["credited"], r["n"]), r["credited"] <= bar),
                share(r["credited without the score before"], r["n"]),
                marked(share(r["blamed"], r["n"]), r["blamed"] <= 0.05),
                share(r["naive"], r["n"]),
            ]
        )
    heads = [
        "world",
        "run-in",
        "courses",
        "`improving_visits_probable`",
        "the same if no score before were asked for",
        "visits' part wholly harmful (95 %)",
        "naive rule: 2 points less",
    ]
    text = (
        "## Visits that do nothing are not credited, nor blamed\n\nTwelve visits with no effect. "
        "Bars: credited in at most 5 % (7 % under drift), blamed in at most 5 %. The naive rule "
        "compares the first week's mean with the last week's. Booking when it hurts: a visit when "
        "the morning's pain is 6 or more."
    )
    return text + "\n\n" + table(heads, body)


def _found(rows: list[Row]) -> str:
    if not rows:
        return ""
    body = []
    for r in rows:
        has_t = r["t_test"] is not None
        holds = not has_t or r["difference"] >= -2 * r["se"]
        body.append(
            [
                r["design"],
                f"{r['effect_nrs']:.1f}",
                str(r["n"]),
                share(r["ours"], r["n"]),
                share(r["t_test"], r["n"]) if has_t else "no days to compare",
                marked(f"{100 * r['difference']:+.1f} ± {100 * r['se']:.1f}", holds)
                if has_t
                else "",
                share(r["verdict"], r["n"]),
                share(r["false_verdict"], r["n"]),
                f"{share(r['verdict_if_bolder'], r['n'])}; {share(r['false_if_bolder'], r['n'])}",
            ]
        )
    heads = [
        "design",
        "true effect at the end",
        "courses",
        "ours finds",
        "t-test finds",
        "difference, points of %",
        "verdict as shipped",
        "verdict where there is no effect",
        "both if 80 % sufficed for a fall with the visits",
    ]
    text = (
        "## A true effect is found as often as one course allows\n\nChronic pain, 12 visits in 8 "
        "weeks after the run-in, or blocks of 42 days. Ours: the visits' part over its spread. "
        "t-test: last 28 days against the run-in, or on against off. Both cut-offs are moved to "
        "5 % false in the matching world without effect. The verdict as shipped is stricter: it "
        "asks for an important improvement too."
    )
    return text + "\n\n" + table(heads, body)


def _forecasts(rows: list[Row]) -> str:
    if not rows:
        return ""
    body = []
    for r in rows:
        pit_holds = r["world"] != "own" or 0.76 <= r["central80_of_pit"] <= 0.84
        body.append(
            [
                r["world"],
                str(r["origin"]),
                str(r["day"]),
                str(r["n"]),
                f"{r['ours']:.3f}",
                f"{r['rule']:.3f} ({r['best_rule']})",
                f"{r['difference_percent']:+.1f} %",
                marked(f"{r['upper95_percent']:+.1f} %", r["upper95_percent"] <= 3.0),
                marked(share(r["central80_of_pit"], r["n"]), pit_holds),
            ]
        )
    heads = [
        "world",
        "origin, day",
        "days ahead",
        "courses",
        "CRPS, ours",
        "CRPS, best rule",
        "difference",
        "upper 95 % limit",
        "central 80 % of the PIT holds",
    ]
    text = (
        "## Forecasts\n\nNo visits after the origin. Rules: last value, 7-day mean, all-days "
        "distribution, exponential average (0.2), each spread by its own past errors; the best of "
        "them is judged against. Ours as shipped, with habit; its PIT without, for the made-up "
        "people have none. CRPS: lower is better. Bars: upper limit of the paired difference at "
        "most +3 %; in the model's own world the central 80 % of the randomised PIT holds 76 to "
        "84 %. `own`: no new flares after the origin, as the forecast assumes; `own, new flares`: "
        "with them; `twin`: saturating relief, weekends, heavy t noise, even answers preferred, "
        "missing days in runs."
    )
    return text + "\n\n" + table(heads, body)


def _agreement(nuts: list[Row], particles: list[Row]) -> str:
    parts = []
    if nuts:
        outside = [r["course"] for r in nuts if r["outside"]]
        parts.append(
            "## Agrees with the slow way\n\nFull-latent NUTS with the same interval likelihood, "
            "flare-free, prior `sceptical`; differences in posterior sds of NUTS, ratios of sds "
            "ours over NUTS. Bars: means within 0.15 and 90 % bounds within 0.25 in all courses "
            "but one of twenty; geometric mean of sd ratios at most 1.05, none above 1.15; 200 "
            f"times its effective draws a second. {len(outside)} of {len(nuts)} courses lie "
            f"outside{': ' + ', '.join(outside) if outside else ''}."
        )
        parts.append(table(list(nuts[0]), [[str(v) for v in r.values()] for r in nuts]))
    if particles:
        off = np.abs([float(r["difference"]) for r in particles])
        text = (
            "Flares on, parameters fixed: log evidence by the filter and by 20,000 particles that "
            "sample every flare. Bars: within 1 each and within 0.25 on average. Mean absolute "
            f"difference {off.mean():.3f}, largest {off.max():.2f}."
        )
        parts.append(marked(text, bool(off.mean() <= 0.25 and off.max() <= 1.0)))
        parts.append(table(list(particles[0]), [[str(v) for v in r.values()] for r in particles]))
    return "\n\n".join(parts)


def _speed(rows: list[Row]) -> str:
    if not rows:
        return ""
    body = [
        [
            r["what"],
            marked(f"{r['ms']:.0f}", r["ms"] <= BARS_MS.get(r["what"], np.inf)),
            f"{BARS_MS[r['what']]}" if r["what"] in BARS_MS else "",
            f"{r['ratio']:.1f}",
        ]
        for r in rows
    ]
    text = (
        "## Fast\n\nMedian of seven runs, one numerical thread, on one core of the machine that "
        "made this page; the ratio is to a fixed piece of numpy in the same run. Loading numpy and "
        "scipy.special takes about half of a cold start."
    )
    return text + "\n\n" + table(["what", "milliseconds", "bar", "ratio"], body)
