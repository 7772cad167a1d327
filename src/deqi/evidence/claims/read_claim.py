"""Reading a claim's file, and refusing one that is incomplete or contradicts itself."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import Any

from deqi.evidence.arms import counts
from deqi.evidence.claims.claim import (
    DOMAINS,
    Certainty,
    Claim,
    Domain,
    EstimateSpec,
    Kind,
    Standing,
)
from deqi.evidence.claims.figures import names_in, typed_digits
from deqi.evidence.claims.grade import DESIGNS, MOST_DOWN, UNTESTABLE, grade
from deqi.evidence.claims.tables import Rows, matching, read_all_rows
from deqi.evidence.sources import read_sources
from deqi.records import BadInputError, InputProblem

SENTENCES = (
    "title",
    "population",
    "comparison",
    "outcome",
    "time",
    "bears_it_out",
    "answer",
    "patients",
    "would_change",
)
TEXTS = (*SENTENCES, "said")
OTHERS = ("order", "standing", "sources", "certainty", "figures", "estimates", "reviewed")
NEEDED = (*TEXTS, "order", "standing", "sources", "certainty", "estimates")
SPEC = {field.name for field in fields(EstimateSpec)}
NEEDS_ROW = (Kind.ROW, Kind.VALUE, Kind.SHARE, Kind.COUNT)
QUESTION = (
    "outcome",
    "comparators",
    "conditions",
    "weeks",
    "when",
    "scores",
    "shared",
    "knapp_hartung",
    "leave_out",
)
"""Settings of a pool that a claim may choose; figures from memory are not among them."""
Found = tuple[str, object, str, str]


@cache
def read_claims() -> tuple[Claim, ...]:
    """Every claim of the package, in order.

    Raises BadInputError, with every problem, if a file is incomplete or contradicts itself.

    >>> read_claims()[0].id
    'relief_first_day'
    """
    rows = read_all_rows()
    folder = files("deqi.evidence.claims")
    named = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    claims = [
        parse_claim(folder.joinpath(name).read_text(encoding="utf-8"), name, rows) for name in named
    ]
    return tuple(sorted(claims, key=lambda claim: claim.order))


def parse_claim(text: str, file: str, rows: Rows) -> Claim:
    """One claim from the text of its file, checked against the rows it names.

    Parameters
    ----------
    text : TOML.
    file : its name; without the ending it is the claim's id.
    rows : every table, as `read_all_rows` gives them.

    Raises
    ------
    BadInputError
        With every problem: a missing part, an unknown source key or row, a figure that was typed,
        a grade that does not follow from its domains.
    """
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        expected = "a file in TOML", "Correct the place that is named."
        raise BadInputError((InputProblem(file, None, None, str(error)[:40], *expected),)) from None
    problems = tuple(
        InputProblem(file, None, key, str(given)[:40], expected, to_do)
        for key, given, expected, to_do in _problems(plain, rows)
    )
    if problems:
        raise BadInputError(problems)
    return _claim(plain, file.removesuffix(".toml"))


def _problems(plain: Mapping[str, Any], rows: Rows) -> Iterator[Found]:
    for key in NEEDED:
        if not plain.get(key):
            yield key, plain.get(key, "nothing"), "an entry", "Every claim has this part; add it."
    for key in plain.keys() - {*TEXTS, *OTHERS}:
        yield key, plain[key], "a known part", "Correct its name or take it out."
    if plain.get("standing") not in tuple(Standing):
        known = ", ".join(Standing)
        yield "standing", plain.get("standing", "nothing"), f"one of {known}", "Choose one."
    for key in plain.get("sources", ()):
        if key not in read_sources():
            yield "sources", key, "a key of sources.csv", "Add its row there, or correct the key."
    yield from _certainty_problems(plain.get("certainty", {}))
    yield from _row_problems(plain, rows)
    yield from _sentence_problems(plain)


def _certainty_problems(plain: Mapping[str, Any]) -> Iterator[Found]:
    design = plain.get("design")
    if design not in DESIGNS:
        yield "certainty.design", design, f"one of {', '.join(DESIGNS)}", "Choose one."
        return
    if (design == UNTESTABLE) != ("grade" in plain and plain["grade"] == "not gradable"):
        yield "certainty.grade", plain.get("grade"), "a grade that fits the design", "Correct it."
    names = () if design == UNTESTABLE else DOMAINS
    for name in plain.keys() - {"design", "grade", *names}:
        yield f"certainty.{name}", plain[name], "a domain of GRADE", "Take it out."
    for name in names:
        domain = plain.get(name, {})
        if domain.get("down") not in range(MOST_DOWN + 1):
            expected = f"steps down from 0 to {MOST_DOWN}"
            yield f"certainty.{name}.down", domain.get("down", "nothing"), expected, "Give them."
        for key in domain.keys() - {"down", "why"}:
            yield f"certainty.{name}.{key}", domain[key], "down and why", "Correct its name."
        if not domain.get("why"):
            yield f"certainty.{name}.why", "nothing", "a reason", "Say why, or why not."
    if all(plain.get(name, {}).get("down") in range(MOST_DOWN + 1) for name in names):
        follows = grade(design, _domains(plain))
        if plain.get("grade") != follows:
            to_do = "Correct the grade or its domains."
            yield (
                "certainty.grade",
                plain.get("grade", "nothing"),
                f"'{follows}', which follows",
                to_do,
            )


def _row_problems(plain: Mapping[str, Any], rows: Rows) -> Iterator[Found]:
    wheres = [(f"figures.{name}", where) for name, where in plain.get("figures", {}).items()]
    for spec in plain.get("estimates", ()):
        place = f"estimates.{spec.get('id')}"
        if spec.get("kind") not in tuple(Kind):
            yield f"{place}.kind", spec.get("kind"), f"one of {', '.join(Kind)}", "Choose one."
        for name in spec.keys() - SPEC:
            yield (
                f"{place}.{name}",
                spec[name],
                f"of {', '.join(sorted(SPEC))}",
                "Correct its name.",
            )
        for name in {"id", "label"} - spec.keys():
            yield f"{place}.{name}", "nothing", "an entry", "Every estimate has it; add it."
        for name in spec.get("question", {}).keys() - QUESTION:
            yield f"{place}.question", name, f"of {', '.join(QUESTION)}", "Correct its name."
        if spec.get("kind") in NEEDS_ROW:
            wheres.append((place, spec.get("row", {})))
    for place, where in wheres:
        yield from _where_problems(place, where, rows)


def _where_problems(place: str, where: Mapping[str, Any], rows: Rows) -> Iterator[Found]:
    try:
        found = matching(rows, where)
    except (KeyError, AttributeError) as error:
        yield place, error, "a table and its columns", "Correct the names."
        return
    if len(found) != 1:
        yield place, f"{len(found)} rows", "exactly one row", "Name cells that only it has."
    elif not counts(found[0].verified):
        given = found[0].verified.value
        yield place, given, "a figure that was read", "Figures from memory are not used in claims."


def _sentence_problems(plain: Mapping[str, Any]) -> Iterator[Found]:
    ids = [e.get("id") for e in plain.get("estimates", ())]
    known = {*plain.get("figures", {}), *ids}
    if len(known) < len(plain.get("figures", {})) + len(ids):
        yield (
            "estimates",
            ", ".join(map(str, ids)),
            "names used once",
            "Rename a figure or estimate.",
        )
    for place, sentence in sentences_of(plain):
        for name in names_in(sentence) - known:
            yield place, name, "a figure or an estimate of this file", "Add it or correct the name."
        for digits in typed_digits(sentence):
            expected = "a figure in braces"
            yield place, digits, expected, "Name the row it comes from under [figures]."


def sentences_of(plain: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every sentence of a file but the saying itself, with its place."""
    for key in SENTENCES:
        yield key, str(plain.get(key, ""))
    for name in DOMAINS:
        yield f"certainty.{name}.why", str(plain.get("certainty", {}).get(name, {}).get("why", ""))
    for spec in plain.get("estimates", ()):
        yield f"estimates.{spec.get('id')}.label", str(spec.get("label", ""))


def _claim(plain: Mapping[str, Any], name: str) -> Claim:
    certainty = plain["certainty"]
    return Claim(
        id=name,
        order=plain["order"],
        **{key: plain[key] for key in TEXTS},
        standing=Standing(plain["standing"]),
        certainty=Certainty(certainty["design"], certainty["grade"], _domains(certainty)),
        figures=plain.get("figures", {}),
        estimates=tuple(
            EstimateSpec(**{**spec, "kind": Kind(spec["kind"])}) for spec in plain["estimates"]
        ),
        sources=tuple(plain["sources"]),
        reviewed=plain.get("reviewed", ""),
    )


def _domains(plain: Mapping[str, Any]) -> dict[str, Domain]:
    return {
        name: Domain(plain[name].get("down", 0), plain[name].get("why", ""))
        for name in DOMAINS
        if name in plain
    }
