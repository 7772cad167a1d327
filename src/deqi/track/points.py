"""Points by the codes of the WHO, whatever the spelling: `points.csv` and `point_cautions.csv`."""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_CODE = re.compile(r"([A-Z]+)[\s.\-]*0*([1-9]\d*)")
_EXTRA = re.compile(r"(?:EX|EXTRA)[\s.\-]*([A-Z]+)[\s.\-]*0*([1-9]\d*)")
_MERIDIANS = {
    **dict.fromkeys(("RN", "REN"), "CV"),
    **dict.fromkeys(("DU", "DM"), "GV"),
    **dict.fromkeys(("SJ", "TH", "TB", "TW"), "TE"),
    **dict.fromkeys(("LIV", "LV"), "LR"),
    **{"UB": "BL", "KID": "KI", "KD": "KI", "SPL": "SP"},
}
_SIDE = re.compile(r"[\s(,]+(left|right|both|bilateral|midline|l|r)\)?$", re.IGNORECASE)
_TENDER_SPOT = re.compile(r"(ah?[\s\-]?shi|tender point|trigger point)s?\b.*", re.IGNORECASE)
_ALIKE = 0.75  # of letters shared; below it a suggestion has nothing to do with what was written
MAX_SUGGESTIONS = 2


@dataclass(frozen=True, slots=True)
class Caution:
    """Why care is needed at a point.

    Attributes
    ----------
    risk : lung, kidney, spinal canal, nerve, vessel, organs or pregnancy.
    certainty : `read` where the source says it; `heading` where only its heading or a summary was
        read; `practice` where it is what practitioners know and no publication was opened.
    """

    risk: str
    words: str
    sources: tuple[str, ...]
    certainty: str


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the list.

    Attributes
    ----------
    code : such as "BL23"; "ashi" stands for any tender spot.
    pinyin, also : its name, and other names it goes by.
    cautions : empty says that none is listed, not that the point is safe.
    used_in : keys of trials of low back pain that used it.
    sources : where code and name were read.
    """

    code: str
    pinyin: str
    also: tuple[str, ...]
    cautions: tuple[Caution, ...]
    used_in: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownPoint:
    """A name that is on no list, and the points it may mean. It is kept as it was written."""

    written: str
    suggestions: tuple[Point, ...]

    @property
    def sentence(self) -> str:
        """What was given, and what may be meant."""
        meant = " or ".join(f"{point.code} ({point.pinyin})" for point in self.suggestions)
        asked = f" Did you mean {meant}?" if meant else ""
        return f"'{self.written}' is no point of the list; it is kept as written.{asked}"


@dataclass(frozen=True, slots=True)
class PointCheck:
    """Points of a visit: those of the list, as (written, point), and the others."""

    known: tuple[tuple[str, Point], ...]
    unknown: tuple[UnknownPoint, ...]


def find_point(written: str) -> Point | None:
    """The point that somebody means by a code or a name; None if it is none, or not one alone.

    Parameters
    ----------
    written : "BL23", "bl 23", "UB-23", "Shenshu", also with its side ("BL23 left"); "ashi" with any
        words after it.

    Examples
    --------
    >>> [find_point(name).code for name in ("bl 23", "Du 4", "Huatuo", "ashi left")]
    ['BL23', 'GV4', 'EX-B2', 'ashi']
    >>> find_point("BL223") is None
    True
    """
    if _TENDER_SPOT.fullmatch(written.strip()):
        return _by_code()["ashi"]
    name = _SIDE.sub("", written.strip())
    point = _by_code().get(_code(name))
    named = _by_name().get(_squeezed(name), ())
    return point or (named[0] if len(named) == 1 else None)


def check_points(points: Sequence[str]) -> PointCheck:
    """Which points are on the list, and what the others may mean.

    >>> check = check_points(["BL23", "GV33"])
    >>> [point.pinyin for _, point in check.known]
    ['Shenshu']
    >>> [point.code for point in check.unknown[0].suggestions]
    ['GV3', 'GV23']
    """
    found = [(written, find_point(written)) for written in points]
    return PointCheck(
        known=tuple((written, point) for written, point in found if point is not None),
        unknown=tuple(UnknownPoint(w, _suggestions(w)) for w, point in found if point is None),
    )


@cache
def read_points() -> tuple[Point, ...]:
    """Every point of the list, meridian by meridian, then extra points.

    >>> len(read_points()), read_points()[0].code
    (365, 'LU1')
    """
    cautions = [(_codes(written), caution) for written, caution in read_cautions()]
    return tuple(
        Point(
            code=row["code"],
            pinyin=row["pinyin"],
            also=_listed(row["also"]),
            cautions=tuple(caution for codes, caution in cautions if row["code"] in codes),
            used_in=_listed(row["used_in"]),
            sources=_listed(row["sources"]),
        )
        for row in _rows("points.csv")
    )


def read_cautions() -> Iterator[tuple[str, Caution]]:
    """Every caution, with the points it is about as the table writes them."""
    for row in _rows("point_cautions.csv"):
        sources = _listed(row["sources"])
        yield row["points"], Caution(row["risk"], row["words"], sources, row["certainty"])


def _suggestions(written: str) -> tuple[Point, ...]:
    named = _by_name().get(_squeezed(written), ())  # one name of two points
    if named:
        return named
    by_code, by_name = _by_code(), _by_name()
    codes = difflib.get_close_matches(_code(written), by_code, MAX_SUGGESTIONS, _ALIKE)
    names = difflib.get_close_matches(_squeezed(written), by_name, MAX_SUGGESTIONS, _ALIKE)
    meant = [by_code[code] for code in codes] + [point for n in names for point in by_name[n]]
    return tuple(dict.fromkeys(meant))[:MAX_SUGGESTIONS]


def _code(written: str) -> str:
    """A code in the spelling of the list, whether or not there is such a point."""
    text = written.strip().upper()
    if extra := _EXTRA.fullmatch(text):
        return f"EX-{extra[1]}{extra[2]}"
    if plain := _CODE.fullmatch(text):
        return f"{_MERIDIANS.get(plain[1], plain[1])}{plain[2]}"
    return text


@cache
def _by_code() -> dict[str, Point]:
    return {point.code: point for point in read_points()}


@cache
def _by_name() -> dict[str, tuple[Point, ...]]:
    """Names are not unique: Zhongdu is GB32 and LR6."""
    named: dict[str, tuple[Point, ...]] = {}
    for point in read_points():
        for name in (point.pinyin, *point.also):
            named[_squeezed(name)] = (*named.get(_squeezed(name), ()), point)
    return named


def _codes(written: str) -> frozenset[str]:
    """The codes of "BL31-BL34; SP6"."""
    return frozenset(code for part in _listed(written) for code in _range(part))


def _range(part: str) -> Iterator[str]:
    """The codes of "BL31-BL34", or the one of "BL31"."""
    ends = re.fullmatch(r"([A-Z]{2})(\d+)-\1(\d+)", part)
    if ends is None:
        yield part
    else:
        yield from (f"{ends[1]}{n}" for n in range(int(ends[2]), int(ends[3]) + 1))


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("deqi.track") / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _squeezed(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
