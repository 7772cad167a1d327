"""The names that columns go by do not compete, and the page tells them all."""

from __future__ import annotations

from collections import Counter

import pytest

from deqi.exchange.headings import FIELD_OF_HEADING, FIELDS, NAMES, Kind, normalized
from deqi.exchange.input_page import describe_input


@pytest.mark.parametrize("kind", Kind)
def test_a_heading_means_one_field(kind: Kind) -> None:
    meant = Counter(normalized(name) for names in NAMES[kind].values() for name in names)
    assert [name for name, n_fields in meant.items() if n_fields > 1] == []


@pytest.mark.parametrize("kind", Kind)
def test_every_field_is_read_under_its_own_name(kind: Kind) -> None:
    for field in FIELDS[kind]:
        assert FIELD_OF_HEADING[kind][normalized(field)] == field


def test_the_page_tells_every_column_and_every_name() -> None:
    page = describe_input()
    for kind in Kind:
        assert f"## `{kind.value}.csv`" in page
        for field, names in NAMES[kind].items():
            assert f"| `{field}` |" in page
            assert all(name in page or name == field.replace("_", " ") for name in names)
