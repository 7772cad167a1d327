"""Points are known by code or name, whatever the spelling; what is not known is kept and asked."""

from __future__ import annotations

import re

import pytest

from deqi.evidence import read_sources
from deqi.track import check_points, find_point, read_points

MERIDIANS = {
    **{"LU": 11, "LI": 20, "ST": 45, "SP": 21, "HT": 9, "SI": 19, "BL": 67, "KI": 27, "PC": 9},
    **{"TE": 23, "GB": 44, "LR": 14, "GV": 28, "CV": 24},
}


def test_every_point_of_the_fourteen_meridians_is_there_once() -> None:
    codes = [point.code for point in read_points()]
    assert codes[:361] == [
        f"{name}{n}" for name, last in MERIDIANS.items() for n in range(1, last + 1)
    ]
    assert codes[361:] == ["EX-B2", "EX-B7", "EX-B8", "ashi"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("BL23", "BL23"),
        ("bl 23", "BL23"),
        ("BL-07", "BL7"),
        ("UB 40", "BL40"),
        ("Du3", "GV3"),
        ("REN 6", "CV6"),
        ("RN4", "CV4"),
        ("SJ5", "TE5"),
        ("LIV 3", "LR3"),
        ("LV3", "LR3"),
        ("Shen Shu", "BL23"),
        ("Renzhong", "GV26"),
        ("ex-b2", "EX-B2"),
        ("Huatuojiaji", "EX-B2"),
        ("BL23 left", "BL23"),
        ("GB30 (r)", "GB30"),
        ("Ashi", "ashi"),
        ("ashi points at L4", "ashi"),
        ("trigger point", "ashi"),
    ],
)
def test_a_point_is_found_in_the_spelling_of_the_practice(written: str, code: str) -> None:
    point = find_point(written)
    assert point is not None
    assert point.code == code


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("BL223", {"BL23", "BL22"}),
        ("BL68", {"BL6", "BL8"}),
        ("Shensu", {"BL23"}),
        ("Zhongdu", {"GB32", "LR6"}),
        ("moxa", set()),
        ("", set()),
    ],
)
def test_what_is_not_one_point_alone_is_never_guessed(written: str, meant: set[str]) -> None:
    assert find_point(written) is None
    (unknown,) = check_points([written]).unknown
    assert unknown.written == written
    assert meant <= {point.code for point in unknown.suggestions}
    assert bool(meant) == bool(unknown.suggestions)
    assert "kept as written" in unknown.sentence


def test_no_point_of_a_list_is_dropped() -> None:
    written = ["BL23", "own point", "ashi left", "GV33"]
    check = check_points(written)
    kept = [name for name, _ in check.known] + [point.written for point in check.unknown]
    assert sorted(kept) == sorted(written)


@pytest.mark.parametrize(
    ("code", "risks"),
    [
        ("BL52", {"kidney", "pregnancy"}),
        ("BL23", {"kidney", "pregnancy"}),
        ("BL13", {"lung"}),
        ("BL43", {"lung"}),
        ("GB21", {"lung", "pregnancy"}),
        ("GV4", {"spinal canal", "pregnancy"}),
        ("EX-B2", {"lung", "spinal canal", "pregnancy"}),
        ("GB30", {"nerve"}),
        ("BL40", {"vessel"}),
        ("LR3", {"vessel"}),
        ("BL32", {"nerve", "pregnancy"}),
        ("SP6", {"pregnancy"}),
        ("CV4", {"pregnancy"}),
        ("LI11", set()),
    ],
)
def test_the_cautions_of_a_point(code: str, risks: set[str]) -> None:
    point = find_point(code)
    assert point is not None
    assert {caution.risk for caution in point.cautions} == risks


def test_every_caution_and_every_use_has_its_source() -> None:
    known = set(read_sources())
    for point in read_points():
        assert {*point.sources, *point.used_in} <= known
        for caution in point.cautions:
            assert set(caution.sources) <= known
            assert caution.certainty in {"read", "heading", "practice"}
            assert caution.words.endswith(".")


def test_no_depth_is_told_as_safe() -> None:
    """Depths of points were not read anywhere; studies of safe depths disagree."""
    for point in read_points():
        assert not any(re.search(r"\d+ ?mm|cun", caution.words) for caution in point.cautions)
