"""What the blocks show, in plain sentences. Nothing here promises anything."""

from __future__ import annotations

from deqi.infer.blocks import BlocksAnswer, RandomisationTest, Region, Scheme
from deqi.report.contents import Statement
from deqi.report.wording import (
    count,
    day,
    difference,
    difference_range,
    difference_with_interval,
    number,
    percent,
)

TESTS = ("onghena1992", "onghena1994")
FIVE_PERCENT = 0.05


def headline(answer: BlocksAnswer) -> str:
    """Both answers in one or two sentences."""
    test, model = answer.test, answer.model
    if test is None:
        return answer.why_no_test or ""
    first = f"In blocks with visits the diary shows {difference(test.mean_difference_nrs)}"
    told = ""
    if model is not None:
        told = f" The model puts {difference(model.on_minus_off_nrs.median)} down to the visits."
    if test.p is None:
        return f"{first}; chance did not decide the blocks, so this may be time.{told}"
    if answer.design.smallest_p > FIVE_PERCENT:
        return f"{first}; so few plans were possible that the test alone cannot settle it.{told}"
    if test.p <= FIVE_PERCENT:
        return f"{first}; chance would seldom show as much (p = {p_words(test.p)}).{told}"
    return f"{first}; chance shows as much often enough (p = {p_words(test.p)}).{told}"


def p_words(p: float) -> str:
    """A p-value with as many digits as it deserves.

    >>> p_words(0.025), p_words(0.5), p_words(0.0004)
    ('0.025', '0.50', '0.0004')
    """
    return f"{p:.2f}" if p >= 0.1 else f"{p:.3f}" if p >= 0.001 else f"{p:.4f}"


def region_words(region: Region | None) -> str:
    """The differences that a test does not reject.

    >>> region_words(Region(0.95, -2.0, None)), region_words(Region(0.8, None, None))
    ('2.0 less or anything above', 'every difference')
    """
    if region is None or (region.lo is None and region.hi is None):
        return "every difference"
    if region.lo is None:
        return f"{signed_words(region.hi)} or anything below"
    if region.hi is None:
        return f"{signed_words(region.lo)} or anything above"
    return difference_range(region.lo, region.hi)


def signed_words(nrs: float | None) -> str:
    """One end of a range of differences."""
    value = nrs or 0.0
    return f"{number(abs(value))} {'less' if value < 0 else 'more'}"


def test_statements(answer: BlocksAnswer) -> tuple[Statement, ...]:
    """The randomisation test."""
    design, test = answer.design, answer.test
    told = [
        Statement(design.scheme.sentence, TESTS if design.scheme is not Scheme.NOT_DRAWN else ())
    ]
    if test is None:
        return (*told, Statement(answer.why_no_test or ""))
    told.append(
        Statement(
            f"Mean of {count(test.n_on, 'on day')} minus mean of {count(test.n_off, 'off day')}"
            f"{_within_pairs(answer)}: {difference(test.mean_difference_nrs)} "
            f"({count(test.n_dropped, 'day')} left out as wash-out)."
        )
    )
    if design.scheme is Scheme.START:
        told.append(
            Statement(
                "What is tested is the jump at the start beside a straight trend: "
                f"{difference(test.difference_nrs)}. A mean alone would favour late starts when "
                "pain falls all along."
            )
        )
    if answer.why_no_p:
        return (*told, Statement(answer.why_no_p))
    told.append(Statement(_p_sentence(answer, test)))
    told.append(Statement(_region_sentence(test)))
    return tuple(told)


test_statements.__test__ = False  # type: ignore[attr-defined]  # not for pytest


def _within_pairs(answer: BlocksAnswer) -> str:
    return ", pair by pair" if answer.design.scheme is Scheme.PAIRS else ""


def _p_sentence(answer: BlocksAnswer, test: RandomisationTest) -> str:
    design = answer.design
    assert test.p is not None
    how = f"all {design.n_possible:,} plans that were equally likely"
    if not design.is_exact:
        how = (
            f"{test.n_plans - 1:,} plans drawn from {design.n_possible:,} "
            f"(Monte Carlo error {test.mc_error:.4f})"
        )
    least = f" It cannot fall below {design.smallest_p:.2g}." if design.smallest_p > 0.01 else ""
    p = f"p = {p_words(test.p)} two-sided, over {how}.{least}"
    if answer.largest_p is not None and answer.largest_p > test.p:
        p += (
            f" Over all wash-outs below it is at most {p_words(answer.largest_p)}: the careful "
            "reading, for the wash-out was read off the same record."
        )
    return p


def _region_sentence(test: RandomisationTest) -> str:
    regions = f"80 %: {region_words(test.region80)}; 95 %: {region_words(test.region95)}"
    empty = test.region95 is not None and test.region95.lo is None and test.region95.hi is None
    why = " So few plans cannot bound it." if empty else ""
    return f"Differences that the test does not reject (points of pain), {regions}.{why}"


def model_statements(answer: BlocksAnswer) -> tuple[Statement, ...]:
    """The pain model on the same days."""
    model = answer.model
    if model is None:
        return (Statement(answer.why_no_model or ""),)
    told = [
        Statement(
            "The visits' part on the same days, on minus off: "
            f"{difference_with_interval(model.on_minus_off_nrs)}; less pain with a probability of "
            f"{percent(model.p_less_pain)}."
        ),
        Statement(
            "Against no visits at all, on days are put at "
            f"{difference_with_interval(model.on_nrs)}."
        ),
    ]
    if answer.visits_part_nrs is not None:
        told.append(
            Statement(
                "Of the whole change up to now, the visits' part is "
                f"{difference_with_interval(answer.visits_part_nrs)}."
            )
        )
    return tuple(told)


def wash_out_statements(answer: BlocksAnswer) -> tuple[Statement, ...]:
    """How long relief lasts, and what follows for the test."""
    wash_out = answer.wash_out
    if wash_out is None:
        return (Statement("There are no visits to learn a wash-out from; none was used."),)
    fast, slow = wash_out.fast_half_life_d, wash_out.slow_half_life_d
    told = [
        Statement(
            f"Fast relief: half is gone after {number(fast.median)} days (80 % interval "
            f"{number(fast.lo80)} to {number(fast.hi80)}){_driven(wash_out.fast_is_prior_driven)}."
        ),
        Statement(
            f"Slow relief: half is gone after {slow.median:.0f} days (80 % interval "
            f"{slow.lo80:.0f} to {slow.hi80:.0f}){_driven(wash_out.slow_is_prior_driven)}."
        ),
    ]
    if answer.design.scheme is Scheme.START:
        told.append(Statement("Visits do not stop in this design, so no day has to be washed out."))
        return tuple(told)
    told.append(
        Statement(
            f"Three fast half-lives are {count(wash_out.wanted_d, 'day')}; the test leaves out "
            f"the first {count(wash_out.days, 'day')} of every block"
            + (", all that the blocks can bear." if wash_out.is_cut else ".")
        )
    )
    left = round(100 * wash_out.slow_left_after(answer.design.shortest_block_d))
    told.append(
        Statement(
            f"After a block of {count(answer.design.shortest_block_d, 'day')} without visits about "
            f"{left} % of the slow part is still felt; no wash-out that fits removes it, and it "
            "makes the difference smaller than the visits' part."
        )
    )
    if answer.model is not None:
        told.append(
            Statement(
                "Carried over into the off days that count: "
                f"{difference_with_interval(answer.model.carry_over_nrs)}."
            )
        )
    return tuple(told)


def _driven(is_prior_driven: bool) -> str:
    return ", mostly assumed beforehand: the record says little of it" if is_prior_driven else ""


def limits(answer: BlocksAnswer) -> tuple[Statement, ...]:
    """What the blocks cannot tell."""
    told = [
        "The patient knows which block is on, so attention, touch and expectation count as visits "
        "here; what belongs to the needles is not told apart.",
        "The result is about this patient in these weeks.",
        "The test trusts the draw alone; the model supposes the pain model and its priors. Where "
        "they disagree, look at the picture.",
    ]
    if answer.design.scheme is Scheme.START:
        told.append(
            "A drawn start shows relief that comes within days of the first visit. Relief that "
            "builds up over weeks looks much the same for starts some weeks apart, so the test "
            "hardly sees it; the model may."
        )
    if answer.as_of < answer.planned_to:
        told.append(
            f"The plan runs to {day(answer.planned_to)}; the record ends {day(answer.as_of)}. A "
            "look before the end is one of several looks, and the last one counts."
        )
    return tuple(Statement(sentence) for sentence in told)
