"""Whatever is written: a judgement comes out, soon, and it points at what was written."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deqi.society.comments import Code, Comment, judge
from deqi.society.comments.judging import BETWEEN_PIECES
from deqi.society.comments.plain import undisguise

PIECES = st.sampled_from(
    ["call ", "0", "20 7946", "Dr. ", "Wu ", "clinic", ".com", "@", "(at)", "one ", "o", "微信",
     "号", "\u200b", "🙂", "\u0430", "é", "e\u0301", "\u202e", "İ", "ﬁ", "½", "\x00", "\ud800",
     "\n", "  ", "9️⃣"]
)  # fmt: skip
TEXTS = st.text(max_size=80) | st.lists(PIECES, max_size=40).map("".join)


@given(TEXTS)
def test_what_was_found_stands_in_the_comment(text):
    shown = unicodedata.normalize("NFC", text)
    for reason in judge(Comment("c", text)).reasons:
        pieces = reason.found.removesuffix("…").split(BETWEEN_PIECES)
        assert all(piece in shown for piece in pieces)


@given(TEXTS)
def test_each_letter_knows_where_it_stood(text):
    plain = undisguise(text)
    assert len(plain.starts) == len(plain.text) == len(plain.words)
    assert list(plain.starts) == sorted(plain.starts)


@given(st.text(alphabet="abc ,.", max_size=60), st.booleans())
def test_a_telephone_number_is_held_whatever_stands_before_it(text, member):
    comment = Comment("c", f"{text} +44 20 7946 0123", member=member)
    assert Code.CONTACT_DETAILS in {reason.code for reason in judge(comment).reasons}


@pytest.mark.parametrize(
    "unit",
    ["1 ", "0", "one ", "a.", "@", "(at)", "a ", "Dr ", "Aa ", "call ", "http://", "一", "号码",
     "-", "a@b.", "\u200b", "the best ", "in Ab ", "1:1;", "9-", "M5", "week 1 ", " ",
     "\n", "[", "o"],
)  # fmt: skip
def test_no_text_takes_long(unit):
    start = time.perf_counter()
    judge(Comment("c", unit * (20_000 // len(unit))))
    assert time.perf_counter() - start < 5
