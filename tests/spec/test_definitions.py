"""Change, pattern, relief and forecast as defined, computed a second time by plain loops.

Nothing here uses the curves, marks or clocks of `infer`: only its draws of the state.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from deqi.infer import Fit, infer
from deqi.infer.filter import AT_START, GF, GL, GS, MOVED, A
from deqi.model import read_prior
from deqi.records import Course, Entry, OutsideMeaningError, Phase, Visit

DAY_S = 86400.0
MADRID = "Europe/Madrid"
FIRST = date(2026, 3, 16)  # the clocks change on 29 March
PRIOR = read_prior("sceptical", "chronic")


def moment(on: date, hour: float, zone: str = MADRID) -> datetime:
    midnight = datetime(on.year, on.month, on.day)
    return (midnight + timedelta(hours=hour)).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def entry(day: int, nrs: float, hour: float = 21.5, zone: str = MADRID) -> Entry:
    on = FIRST + timedelta(days=day)
    return Entry(moment(on, hour, zone), on, True, nrs)


def visit(day: int, before: float | None, has_time: bool = True, zone: str = MADRID) -> Visit:
    on = FIRST + timedelta(days=day)
    return Visit(moment(on, 10 if has_time else 13.5, zone), on, has_time, before)


def course(*visits: Visit, n_days: int = 24, zone: str = MADRID) -> Course:
    entries = tuple(entry(day, float(7 - day // 8 - day % 2), zone=zone) for day in range(n_days))
    return Course(
        id="a",
        entries=entries,
        visits=visits,
        time_zone=zone,
        time_zone_given=True,
        declared_phase=Phase.CHRONIC,
    )


COURSES = {
    "visits with a time": course(visit(5, 6), visit(9, 6), visit(14, 5)),
    "a visit without a time": course(visit(5, 6), visit(9, 6, False), visit(14, 5)),
    "the latest without a time": course(visit(5, 6), visit(9, 6), visit(14, 5, False)),
    "two visits on one day": course(visit(5, 6), visit(14, 5), visit(14, 5, False)),
    "a visit before the first entry": course(visit(-4, 7), visit(3, 6)),
    "a visit on the last day": course(visit(5, 6), visit(23, 5)),
    "New York": course(visit(5, 6, zone="America/New_York"), zone="America/New_York"),
}


@pytest.fixture(scope="module", params=list(COURSES))
def fit(request: pytest.FixtureRequest) -> Fit:
    return infer(COURSES[request.param])


def doses_of(visit: Visit, zone: str) -> list[datetime]:
    if visit.has_time:
        return [visit.at]
    return [moment(visit.on, hour + 0.5, zone) for hour in range(8, 19)]


def relief(fit: Fit, point: int, at: datetime, is_after: bool = False) -> tuple[float, ...]:
    """hF, hL and hS at a moment by a double loop over visits and their hours.

    `is_after`: just after the latest visit, which then counts whole.
    """
    tau_f, tau_s = (fit.sceptical.theta[name][point] for name in ("tau_f", "tau_s"))
    total = [0.0, 0.0, 0.0]
    before = None
    for k, seen in enumerate(fit.timeline.visits):
        gap_d = math.inf if before is None else (seen.at - before).total_seconds() / DAY_S
        before = seen.at
        fast = 1 - math.exp(-gap_d / 1.0)
        slow = 1 - math.exp(-gap_d / 4.0)
        grown = fast * (1 - math.exp(-k / 1.5))
        is_latest = k == len(fit.timeline.visits) - 1
        doses = [at] if is_after and is_latest else doses_of(seen, fit.timeline.time_zone)
        for dose in doses:
            since_d = (at - dose).total_seconds() / DAY_S
            if since_d > 0 or (is_after and is_latest):
                total[0] += fast / len(doses) * math.exp(-since_d / tau_f)
                total[1] += grown / len(doses) * math.exp(-since_d / tau_f)
                total[2] += slow / len(doses) * math.exp(-since_d / tau_s)
    return tuple(total)


def now_marks(fit: Fit, start: datetime) -> list[datetime]:
    week = [fit.as_of - timedelta(days=k) for k in range(7)]
    return [at for on in week if (at := moment(on, 21.5, fit.timeline.time_zone)) > start]


def some_draws(fit: Fit) -> np.ndarray:
    return np.linspace(0, len(fit._draws.weight) - 1, 25).astype(int)


def test_change_is_now_minus_start_in_every_draw(fit: Fit) -> None:
    first_doses = [d for v in fit.timeline.visits for d in doses_of(v, fit.timeline.time_zone)]
    origin = min(fit.timeline.scores[0].at, *first_doses)
    start = min(first_doses)
    marks = now_marks(fit, start)
    values, state = fit.change_draws(), fit._draws.state
    for i in some_draws(fit):
        point = fit._draws.point[i]

        def excess(at: datetime, i: int = i) -> float:
            return float(state[A, i] * math.exp(-(at - origin).total_seconds() / DAY_S / 30))

        curves = np.mean([relief(fit, point, at) for at in marks], axis=0)
        visits = -sum(state[k, i] * h for k, h in zip((GF, GL, GS), curves, strict=True))
        at_start = state[AT_START, i] + excess(start)
        natural = state[MOVED, i] + np.mean([excess(at) for at in marks]) - excess(start)
        assert values["visits"][i] == pytest.approx(visits, abs=1e-9)
        assert values["start"][i] == pytest.approx(at_start, abs=1e-9)
        assert values["natural"][i] == pytest.approx(natural, abs=1e-9)
        assert values["now"][i] == pytest.approx(at_start + natural + visits, abs=1e-9)


def test_relief_just_after_the_latest_visit_counts_that_visit_whole(fit: Fit) -> None:
    parts, state = fit.relief_parts, fit._draws.state
    fast, slow = fit.drawn(parts["fast"]), fit.drawn(parts["slow"])
    latest = fit.timeline.visits[-1].at
    for i in some_draws(fit):
        curves = relief(fit, fit._draws.point[i], latest, is_after=True)
        grown = state[GF, i] * curves[0] + state[GL, i] * curves[1]
        assert fast[i] == pytest.approx(grown, abs=1e-7)
        assert slow[i] == pytest.approx(state[GS, i] * curves[2], abs=1e-7)


def test_a_printed_interval_is_the_one_that_many_draws_of_each_point_give(fit: Fit) -> None:
    rng = np.random.default_rng(4)
    change, n_each = fit.change(), 50
    error = 0.5 / np.sqrt(n_each * fit.ess)
    for name in ("total", "natural", "visits"):
        mixed = fit.sceptical.linear(fit.change_parts[name])
        noise = rng.standard_normal((len(mixed.mean), n_each))
        drawn = mixed.mean[:, None] + mixed.sd[:, None] * noise
        weight = np.repeat(mixed.weight / n_each, n_each)
        printed = getattr(change, name)
        for level, end in ((0.025, printed.lo95), (0.1, printed.lo80), (0.9, printed.hi80)):
            share = weight @ (drawn.ravel() < end)
            assert share == pytest.approx(level, abs=4 * error)


def test_the_forecast_begins_on_the_day_after_as_of_at_the_usual_local_hour() -> None:
    made = infer(COURSES["visits with a time"], date(2026, 3, 27))
    forecast = made.forecast(3)
    assert [on.isoformat() for on in forecast.on] == ["2026-03-28", "2026-03-29", "2026-03-30"]
    moments = made._coming(3) - made.schedule.days_since_origin(made.timeline.scores[-1].at)
    np.testing.assert_allclose(moments * 24, [24, 47, 71])  # the night of the 29th lacks an hour


def test_later_records_are_left_aside() -> None:
    whole, middle = COURSES["visits with a time"], date(2026, 3, 27)
    until = replace(
        whole,
        entries=tuple(e for e in whole.entries if e.on <= middle),
        visits=tuple(v for v in whole.visits if v.on <= middle),
    )
    assert infer(whole, middle).change() == infer(until, middle).change()


def test_without_a_visit_the_start_is_the_first_entry() -> None:
    made = infer(course())
    assert made.schedule.start_d == 0.0
    assert made.schedule.origin_at == entry(0, 7).at
    assert made.change().visits is None


def test_a_needle_that_goes_home_does_not_move_the_score_after_to_the_next_day() -> None:
    late = visit(23, 6)
    left_in = replace(
        late, pain_after_nrs=3.0, needling=replace(late.needling, retention_min=1440.0)
    )
    made = infer(course(visit(5, 6), left_in))
    after = next(score for score in made.timeline.scores if score.kind == "after")
    assert after.at - late.at == timedelta(hours=2)
    assert np.isfinite(made.forecast(1).p_nrs).all()


def test_a_long_record_with_visits_without_a_time_is_read() -> None:
    visits = tuple(visit(day, 6, False) for day in (20, 30, 40))
    assert infer(course(*visits, n_days=310)).outcome.value == "enough"


def test_a_planned_visit_needs_its_time_zone() -> None:
    made = infer(course())
    with pytest.raises(OutsideMeaningError, match="no time zone"):
        made.forecast(7, visits=(datetime(2026, 4, 15, 10),))
