"""Fast inference beside the stored answers of the slow ways: tables, and every miss.

python -m bench.yardstick.compare
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.yardstick.record import Record
from deqi.infer import Fit, infer
from deqi.infer.filter import filter_record
from deqi.infer.mixture import Mixture, mixture_quantile
from deqi.infer.schedule import build_schedule
from deqi.model import read_prior
from deqi.track import build_timeline

Array = NDArray[np.float64]
STORED = Path(__file__).parents[2] / "tests" / "agree" / "stored"
COMPARED = ("level", "total", "natural", "visits", "fast", "slow")
PART_OF = {"level": "now"}  # where the yardstick has another name
SHARP = ("level", "fast", "slow")
EXTRAS = ("log_sd_e", "log_sd_d")
SUMMARY_KEYS = ("mean", "sd", "q05", "q95")
MAX_MEAN_OFF, MAX_BOUND_OFF = 0.15, 0.25  # in sds of the slow way
MAX_RATIO, MAX_MEAN_RATIO = 1.15, 1.05
MAX_EVIDENCE_OFF, MAX_MEAN_EVIDENCE_OFF = 1.0, 0.25
N_REPEATS = 25


@dataclass(frozen=True)
class Summary:
    """Mean, sd and 90 % bounds of one quantity."""

    mean: float
    sd: float
    q05: float
    q95: float


@dataclass(frozen=True)
class Difference:
    """One quantity of one course: ours minus theirs, in their sds, and ours over their sd."""

    course: str
    quantity: str
    mean: float
    q05: float
    q95: float
    sd_ratio: float

    @property
    def is_miss(self) -> bool:
        """Whether the mean or a bound is further off than allowed."""
        bound = max(abs(self.q05), abs(self.q95))
        return abs(self.mean) > MAX_MEAN_OFF or bound > MAX_BOUND_OFF


def stored(kind: str) -> list[dict[str, Any]]:
    """All stored results of one slow way: `nuts` or `particles`."""
    paths = sorted((STORED / kind).glob("*.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def summaries_of(fit: Fit) -> dict[str, Summary]:
    """What the fit says of every compared quantity, as its printed intervals are made."""
    parts = fit.change_parts | fit.relief_parts
    mixed = {name: fit.sceptical.linear(parts[PART_OF.get(name, name)]) for name in COMPARED}
    narrow = np.zeros_like(fit.sceptical.weight) + 1e-9
    for name in EXTRAS:
        value = np.log(fit.sceptical.theta[name.removeprefix("log_")])
        mixed[name] = Mixture(value, narrow, fit.sceptical.weight)
    return {name: summarise(mixture) for name, mixture in mixed.items()}


def summarise(mixture: Mixture) -> Summary:
    """A mixture of normals as mean, sd and 90 % bounds."""
    mean = float(mixture.weight @ mixture.mean)
    var = float(mixture.weight @ (mixture.sd**2 + (mixture.mean - mean) ** 2))
    ends = mixture_quantile(
        mixture.mean[None], mixture.sd[None], mixture.weight, np.array([0.05, 0.95])
    )
    return Summary(mean, var**0.5, float(ends[0]), float(ends[1]))


def our_summaries(row: dict[str, Any], seed: int = 0) -> dict[str, Summary]:
    """The program's answer to a stored course without flares."""
    return summaries_of(
        infer(Record.from_json(row["record"]).course(), seed=seed, with_flares=False)
    )


def differences(
    row: dict[str, Any], ours: dict[str, Summary], names: tuple[str, ...] = COMPARED
) -> Iterator[Difference]:
    """Ours against one stored row of NUTS."""
    for name in names:
        theirs, our = Summary(*(row["quantities"][name][k] for k in SUMMARY_KEYS)), ours[name]
        yield Difference(
            row["name"],
            name,
            (our.mean - theirs.mean) / theirs.sd,
            (our.q05 - theirs.q05) / theirs.sd,
            (our.q95 - theirs.q95) / theirs.sd,
            our.sd / theirs.sd,
        )


def mean_ratio(all_differences: list[Difference], name: str) -> float:
    """Geometric mean over courses of our sd over theirs."""
    ratios = [d.sd_ratio for d in all_differences if d.quantity == name]
    return float(np.exp(np.mean(np.log(ratios))))


@dataclass(frozen=True)
class Speed:
    """Effective draws a second of one core: theirs, and ours by two counts.

    Attributes
    ----------
    points : our effective parameter points a second; each carries a whole Gaussian, uncounted.
    draws : our effective draws a second of the worst quantity, counted as theirs are: posterior
        variance over the variance of the posterior mean when the fit is repeated with new seeds.
    """

    course: str
    theirs: float
    points: float
    draws: float


def speed(row: dict[str, Any], n_repeats: int = N_REPEATS) -> Speed:
    """Time a course; the machine should be as it was when the stored results were made."""
    course = Record.from_json(row["record"]).course()
    means, seconds, points, variances = [], [], [], []
    for seed in range(n_repeats):
        began = time.process_time()
        fit = infer(course, seed=seed, with_flares=False)
        found = summaries_of(fit)
        seconds.append(time.process_time() - began)
        points.append(fit.sceptical.ess)
        ours = [found[name] for name in COMPARED]
        means.append([s.mean for s in ours])
        variances.append([s.sd**2 for s in ours])
    ess = np.mean(variances, axis=0) / np.var(means, axis=0, ddof=1)
    second = float(np.median(seconds))
    theirs = min(row["quantities"][name]["ess"] for name in COMPARED) / row["sampling_s"]
    return Speed(row["name"], theirs, float(np.mean(points)) / second, float(ess.min()) / second)


def our_log_evidence(row: dict[str, Any], with_flares: bool = True) -> float:
    """The filter's log probability of a stored course with flares, at the stored parameters."""
    prior = read_prior(row["prior"], "chronic")
    schedule = build_schedule(build_timeline(Record.from_json(row["record"]).course()), prior)
    theta = {name: np.array([value]) for name, value in row["theta"].items()}
    theta["tau_r"] = np.array([prior.fixed_tau_r_d])
    return float(filter_record(schedule, theta, prior, with_flares=with_flares).log_evidence[0])


def nuts_rows(n_repeats: int = N_REPEATS) -> list[dict[str, Any]]:
    """One row a course: the worst difference to NUTS, the sd ratios, effective draws a second."""
    rows = []
    for row in stored("nuts"):
        found = list(differences(row, our_summaries(row)))
        mean = max(found, key=lambda d: abs(d.mean))
        bound = max(found, key=lambda d: max(abs(d.q05), abs(d.q95)))
        ratios = {f"sd, {d.quantity}": f"{d.sd_ratio:.2f}" for d in found if d.quantity in SHARP}
        pace = speed(row, n_repeats)
        rows.append(
            {
                "course": row["name"],
                "worst mean (sd)": f"{abs(mean.mean):.2f} {mean.quantity}",
                "worst bound (sd)": f"{max(abs(bound.q05), abs(bound.q95)):.2f} {bound.quantity}",
                **ratios,
                "NUTS, draws/s": f"{pace.theirs:.0f}",
                "points/s": f"{pace.points:.0f}",
                "draws/s": f"{pace.draws:.0f}",
                "ratio, points": f"{pace.points / pace.theirs:.0f}",
                "ratio, draws": f"{pace.draws / pace.theirs:.0f}",
                "outside": "yes" if any(d.is_miss for d in found) else "",
            }
        )
    return rows


def particle_rows(_n: int = 0) -> list[dict[str, Any]]:
    """One row a course: log evidence by particles and by the filter."""
    rows = []
    for row in stored("particles"):
        ours, theirs = our_log_evidence(row), row["log_evidence"]
        without = our_log_evidence(row, with_flares=False)
        rows.append(
            {
                "course": row["name"],
                "particles": f"{theirs:.2f}",
                "Monte Carlo sd": f"{row['mc_sd']:.3f}",
                "filter": f"{ours:.2f}",
                "difference": f"{ours - theirs:+.2f}",
                "without flares": f"{without - theirs:+.2f}",
            }
        )
    return rows


def print_nuts() -> None:
    """Every difference to NUTS, the misses marked, and the sd ratios."""
    rows = stored("nuts")
    found = [d for row in rows for d in differences(row, our_summaries(row), (*COMPARED, *EXTRAS))]
    print(f"{'course':24}{'quantity':10}{'mean':>7}{'5 %':>7}{'95 %':>7}{'sd/sd':>7}")
    for d in found:
        flag = "  miss" if d.is_miss and d.quantity in COMPARED else ""
        numbers = f"{d.mean:7.2f}{d.q05:7.2f}{d.q95:7.2f}{d.sd_ratio:7.2f}"
        print(f"{d.course:24}{d.quantity:10}{numbers}{flag}")
    missed = sorted({d.course for d in found if d.is_miss and d.quantity in COMPARED})
    print(f"\n{len(missed)} of {len(rows)} courses with a miss: {', '.join(missed) or 'none'}")
    for name in (*COMPARED, *EXTRAS):
        worst = max(d.sd_ratio for d in found if d.quantity == name)
        middle = mean_ratio(found, name)
        print(f"sd ratio of {name}: geometric mean {middle:.3f}, worst {worst:.3f}")


def print_table(rows: list[dict[str, Any]]) -> None:
    """Rows as columns of text."""
    widths = {k: 2 + max(len(k), *(len(str(r[k])) for r in rows)) for k in rows[0]}
    print("\n" + "".join(f"{k:>{w}}" for k, w in widths.items()))
    for row in rows:
        print("".join(f"{row[k]:>{w}}" for k, w in widths.items()))


if __name__ == "__main__":
    print_nuts()
    print_table(nuts_rows())
    print_table(particle_rows())
