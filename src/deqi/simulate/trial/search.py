"""The size that a power needs: halving, on the same made-up trials, so that it always ends."""

from __future__ import annotations

from collections.abc import Callable

from deqi.simulate.trial.results import Share, SizeFound

SMALLEST = 2
N_ERRORS = 2.0


def find_size(
    analysis: str, power: Callable[[int], Share | None], target: float, up_to: int
) -> SizeFound:
    """The smallest size with this power, and which sizes chance could have given in its place.

    Parameters
    ----------
    analysis : whose power it is.
    power : of a size, from the same trials each time: smaller sizes are the first people of larger.
    target : power wanted.
    up_to : largest size looked at.

    Examples
    --------
    >>> find_size('ancova', lambda n: Share(min(1.0, n / 100), 0.02), 0.8, 200).n_per_arm
    80
    """
    found = _first(power, up_to, lambda share: share.p >= target)
    return SizeFound(
        analysis=analysis,
        target=target,
        searched_up_to=up_to,
        n_per_arm=found,
        power=None if found is None else power(found),
        lowest=_first(power, up_to, lambda share: share.p + N_ERRORS * share.error >= target),
        highest=_first(power, up_to, lambda share: share.p - N_ERRORS * share.error >= target),
    )


def _first(
    power: Callable[[int], Share | None], up_to: int, is_enough: Callable[[Share], bool]
) -> int | None:
    def holds(n: int) -> bool:
        share = power(n)
        return share is not None and is_enough(share)

    low, high = SMALLEST, up_to
    if not holds(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
