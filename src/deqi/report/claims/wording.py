"""Estimates of claims in words: figure, unit, interval; better and worse as seen by the patient."""

from __future__ import annotations

from deqi.evidence.claims import Estimate, Kind

NOT_SEEN = "interval not seen"
NO_ESTIMATE = "no estimate"


def in_words(found: Estimate) -> str:
    """The figure of an estimate with its 95 % interval, in one line without its label."""
    kind, spec = found.spec.kind, found.spec
    if kind == Kind.NONE or (found.estimate is None and found.n is None and not found.n_trials):
        return NO_ESTIMATE
    if kind == Kind.TRIALS:
        return f"{found.n_trials} studies from {found.n_countries} countries"
    if kind in (Kind.COUNT, Kind.RATINGS):
        return f"{found.events:.0f} of {found.n:.0f}, a count"
    if kind == Kind.SHARE:
        ends = f"{100 * (found.lo or 0):.0f} to {100 * (found.hi or 0):.0f} of 100"
        return f"{found.events:.0f} of {found.n:.0f} people (95 % interval {ends})"
    if kind == Kind.VALUE:
        return _value(found)
    if spec.measure == "HR":
        return (
            f"{found.estimate:.2f} times as fast (95 % interval {found.lo:.2f} to {found.hi:.2f})"
        )
    return _difference(found)


def labelled(found: Estimate) -> str:
    """The same with what it is; where there is no estimate the label says so."""
    words = in_words(found)
    return found.spec.label if words == NO_ESTIMATE else f"{found.spec.label}: {words}"


def _value(found: Estimate) -> str:
    assert found.estimate is not None
    if found.lo is None or found.hi is None:
        return f"{found.estimate:g} {found.spec.unit or _unit(found)} ({NOT_SEEN})"
    ends = f"{found.lo:.3g} to {found.hi:.3g}"
    return f"{found.estimate:.3g} {found.spec.unit or _unit(found)} (95 % interval {ends})"


def _unit(found: Estimate) -> str:
    return str(found.rows[0].unit)


def _difference(found: Estimate) -> str:
    """How much better, or how many more people, with acupuncture."""
    line = found.lines[-1]
    if found.spec.measure == "RD":
        point = _side(100 * line.estimate, 0, "more", "fewer")
        ends = _ends(line.lo, line.hi, 100, 0, "more", "fewer")
        return f"{point} of 100 ({ends})"
    decimals = 2 if found.spec.measure == "SMD" else 1
    unit = "standard deviations" if found.spec.measure == "SMD" else found.spec.unit
    size = f"{abs(line.estimate):.{decimals}f} {unit} {_word(line.estimate)}"
    return f"{size} ({_ends(line.lo, line.hi, 1, decimals, 'better', 'worse')})"


def _word(value: float) -> str:
    return "better" if value < 0 else "worse"


def _side(value: float, decimals: int, good: str, bad: str) -> str:
    """A difference whose minus speaks for acupuncture.

    >>> _side(-20.2, 0, "more", "fewer")
    '20 more'
    """
    return f"{abs(value):.{decimals}f} {good if value < 0 else bad}"


def _ends(
    lo: float | None, hi: float | None, times: float, decimals: int, good: str, bad: str
) -> str:
    """Both ends of an interval, the side said once when it is the same.

    >>> _ends(-0.33, -0.13, 1, 2, "better", "worse")
    '95 % interval 0.13 to 0.33 better'
    >>> _ends(-0.103, 0.037, 100, 0, "more", "fewer")
    '95 % interval from 4 fewer to 10 more'
    """
    if lo is None or hi is None:
        return NOT_SEEN
    low, high = times * lo, times * hi
    if high <= 0:
        return f"95 % interval {-high:.{decimals}f} to {-low:.{decimals}f} {good}"
    if low >= 0:
        return f"95 % interval {low:.{decimals}f} to {high:.{decimals}f} {bad}"
    worst, best = _side(high, decimals, good, bad), _side(low, decimals, good, bad)
    return f"95 % interval from {worst} to {best}"
