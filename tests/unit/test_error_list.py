"""Every error a person may see has a code, a status and a meaning."""

from __future__ import annotations

from deqi.cli.errors import describe_errors, list_errors


def test_codes_are_used_once_and_statuses_do_not_collide_with_others() -> None:
    lines = list_errors()
    codes = [line.code for line in lines]
    statuses = [line.exit_status for line in lines]
    assert len(set(codes)) == len(codes)
    assert len(set(statuses)) == len(statuses)
    assert not {0, 2, 70, 130, 141} & set(statuses)


def test_every_error_says_what_it_means() -> None:
    assert all(line.meaning.endswith(".") and len(line.meaning) > 20 for line in list_errors())


def test_the_page_has_a_heading_for_each() -> None:
    page = describe_errors()
    assert all(f"## `{line.code}`" in page for line in list_errors())
