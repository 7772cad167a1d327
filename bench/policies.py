"""Visits in flares beside regular ones in made-up people: how many, and how much strong pain?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.tables import table
from deqi.model import read_prior
from deqi.simulate.cohort import People, Protocol, Trigger, draw_people, follow_people

N_DAYS = 90
STRONG_NRS = 6
EVERY_DAY = tuple(range(N_DAYS))
WEEKLY = tuple(range(0, 84, 7))  # twelve
IN_FLARE = Trigger(STRONG_NRS, seen="felt", gap_d=1)
ARMS = {
    "none": Protocol(N_DAYS),
    "weekly, 12": Protocol(N_DAYS, WEEKLY),
    "weekly, 6, and up to 6 in flares": Protocol(N_DAYS, WEEKLY[:6], replace(IN_FLARE, at_most=6)),
    "in flares only, up to 12": Protocol(N_DAYS, trigger=IN_FLARE),
}
WHO: dict[str, Callable[[People], NDArray[np.bool_]]] = {
    "all": lambda people: np.ones(people.n, bool),
    "level 2 to 5 between flares": lambda people: (people.c >= 2) & (people.c <= 5),
}
BESIDE = "weekly, 12"


def measure(n: int) -> list[dict[str, Any]]:
    """Visits, days of strong pain and mean pain of each arm, the same people and chance in all."""
    prior = read_prior("informed", "chronic")
    everybody = draw_people(prior, n, np.random.default_rng([31, n]))
    rows = []
    for who, chosen in WHO.items():
        people = everybody.taken(chosen(everybody))
        lived = {arm: _live(people, protocol) for arm, protocol in ARMS.items()}
        for arm, outcomes in lived.items():
            row: dict[str, Any] = {"who": who, "arm": arm, "n": people.n}
            for name, values in outcomes.items():
                beside = values - lived[BESIDE][name]
                row |= {
                    name: float(values.mean()),
                    f"{name}_se": _error(values),
                    f"{name}_beside": float(beside.mean()),
                    f"{name}_beside_se": _error(beside),
                }
            rows.append(row)
    return rows


def _live(people: People, protocol: Protocol) -> dict[str, NDArray[np.float64]]:
    """Each person's visits, evenings of strong pain, and mean evening answer."""
    same_chance = replace(protocol, grid_days=EVERY_DAY, grid_has_mornings=True)
    rng = np.random.Generator(np.random.SFC64(32))
    followed = follow_people(people, read_prior("informed", "chronic"), same_chance, rng)
    evenings = followed.evenings.astype(np.float64)
    return {
        "visits": followed.visited.sum(axis=0).astype(np.float64),
        "strong_d": (evenings >= STRONG_NRS).sum(axis=0).astype(np.float64),
        "mean_nrs": evenings.mean(axis=0),
    }


def _error(values: NDArray[np.float64]) -> float:
    return float(values.std(ddof=1) / np.sqrt(len(values)))


def describe_policies(rows: list[dict[str, Any]]) -> str:
    """The part of the page of figures."""
    if not rows:
        return ""
    heads = ["who", "visits planned", "people", "visits made", "evenings of 6 or more, of 90"]
    heads += ["beside weekly", "mean pain", "beside weekly"]
    body = [
        [
            r["who"],
            r["arm"],
            str(r["n"]),
            f"{r['visits']:.1f}",
            f"{r['strong_d']:.1f} ± {r['strong_d_se']:.1f}",
            f"{r['strong_d_beside']:+.2f} ± {r['strong_d_beside_se']:.2f}",
            f"{r['mean_nrs']:.2f} ± {r['mean_nrs_se']:.2f}",
            f"{r['mean_nrs_beside']:+.3f} ± {r['mean_nrs_beside_se']:.3f}",
        ]
        for r in rows
    ]
    text = (
        "## Visits in flares beside regular ones\n\nThe policy `flare` follows what practitioners "
        "do; no trial has tested it. The same people (lasting pain, prior `informed`, effects of "
        "visits as in the prior) live through 90 days four times with the same chance: a visit on "
        "each day whose morning's pain is 6 or more, day after day while it lasts, beside a visit "
        "a week. In this model visits in flares save visits; they do not leave fewer evenings of "
        "strong pain than regular ones, since relief adds up in the same way whenever it is given "
        "and a visit soon after another adds less. A world in which a visit shortens a flare would "
        "say something else; nobody has measured whether ours is one."
    )
    return text + "\n\n" + table(heads, body)
