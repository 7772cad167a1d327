"""Help lines that any comment may name: where each was read, and that it can be dialled."""

from __future__ import annotations

import re
from datetime import date

import pytest

from deqi.society.comments.rule_page import describe_rules
from deqi.society.comments.tables import read_help_lines
from deqi.society.comments.telephone import is_help_line

LINES = read_help_lines()
PLAN = "https://github.com/google/libphonenumber"
# Held against libphonenumber 9.0.43 on 2026-11-29: such a number exists in the country of its row.
IN_THE_PLAN = {
    "061", "10177", "8002221222", "8884484911", "8007997233", "8006334227", "08001111",
    "08082000247", "1813", "0800567567", "08005200520", "03001233393", "0800585858",
    "08000117722", "1800022222", "1800737732", "8006564673", "8004224453", "8004478477",
    "8665312600",
}  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.number)
def test_a_help_line_says_where_it_was_read_and_when(line):
    assert re.fullmatch(r"https?://[^\s<>|]+", line.read_at)
    assert line.checked >= date(2026, 11, 29)
    assert line.name
    assert line.country


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.number)
def test_a_help_line_is_digits_as_dialled_in_its_country(line):
    assert re.fullmatch(r"[0-9]{3,11}", line.number)
    assert re.fullmatch(r"[1-9][0-9]{0,2}|", line.country_code)


def test_a_number_stands_in_the_table_once():
    assert len({line.number for line in LINES}) == len(LINES)


def test_a_number_without_a_page_of_its_own_is_at_least_in_the_numbering_plan():
    assert {line.number for line in LINES if line.read_at == PLAN} <= IN_THE_PLAN


def test_a_number_that_differs_by_one_digit_is_no_help_line():
    assert is_help_line("0800543354")
    assert not is_help_line("0800543355")


def test_the_page_of_rules_tells_what_was_not_seen():
    page = describe_rules()
    assert "not who answers" in page
    assert all(f"<{line.read_at}>" in page for line in LINES)
