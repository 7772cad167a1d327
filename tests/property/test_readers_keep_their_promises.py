"""The promises that a million mutated files are held against, on some that Hypothesis invents."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.fuzz import check, hold_against_bytes, seeds
from deqi.records import Entry

SEEDS = seeds()
PIECES = (b",", b";", b"\n", b'"', b"5", b"11", b"\xff", b" ", b"=", b"[")


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A file that could be read, with some bytes changed, doubled, taken out or put in."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(1, max(1, len(data) - 1)))
        what = draw(st.sampled_from(["change", "take out", "put in", "double"]))
        piece = draw(st.sampled_from(PIECES))
        if what == "take out":
            del data[at : at + draw(st.integers(1, 12))]
        elif what == "double":
            data[at:at] = data[at : at + 20]
        else:
            data[at : at + (what == "change")] = piece
    return bytes(data)


@given(mutated())
@settings(max_examples=150)
def test_a_mutated_file_is_read_as_it_stands_or_refused_in_words(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        check(data[0] if data else 0, data[1:], Path(folder))


def test_a_value_that_changed_in_silence_would_be_noticed() -> None:
    data = b"date,pain\n2026-03-01,5\n2026-03-02,6\n"
    on = date(2026, 3, 1)
    at = datetime(2026, 3, 1, 20, tzinfo=UTC)
    right = Entry(at, on, False, 5.0, row=2)
    with pytest.raises(AssertionError):  # the score of the second line is missing
        hold_against_bytes(data, (right,), set())
    hold_against_bytes(data, (right,), {3})
    with pytest.raises(AssertionError):  # 5 became 4
        hold_against_bytes(data, (Entry(at, on, False, 4.0, row=2),), {3})
