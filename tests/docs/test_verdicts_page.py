"""The page of verdicts shows what is used, and its sources resolve."""

from __future__ import annotations

import re
from dataclasses import replace

from deqi.evidence import read_sources
from deqi.plan import USUAL, VerdictCode, VerdictRules, describe_verdicts


def test_the_page_names_every_verdict():
    assert all(f"`{code.value}`" in describe_verdicts() for code in VerdictCode)


def test_the_page_shows_the_thresholds_that_are_used():
    page = describe_verdicts(VerdictRules(p_worse=0.875), replace(USUAL, min_gain_nrs=0.125))
    assert "P(total change above +1) at least 87.5 %" in page
    assert "under 0.125 points" in page


def test_every_source_on_the_page_resolves():
    keys = set(re.findall(r"\[([a-z]+\d+)\]", describe_verdicts()))
    assert "ostelo2008" in keys
    assert keys <= set(read_sources())
