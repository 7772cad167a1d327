"""Every source key resolves, and no identifier is claimed that was not seen."""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path

import pytest

import deqi
from deqi.evidence import (
    NOT_CHECKED,
    adverse_event_statements,
    cite,
    describe_sources,
    needling_share,
    read_sources,
    read_statements,
)
from deqi.records import OutsideMeaningError

PACKAGE = Path(next(iter(deqi.__path__)))
KEY = re.compile(r"\[([a-z]+[0-9]{4}[a-z]*)\]")
QUOTED_KEY = re.compile(r'"([a-z]{3,}(?:19|20)[0-9]{2}[a-z]*)"')  # as in a tuple of sources
HOLDS_ESTIMATES = {"model_figures.csv"}  # an estimate has no source, and is never computed with
NOT_FOUND = {"foley1979", "melchart2004", "peking1973"}  # named by others, not seen
WITHOUT_ADDRESS = {"practice", "deqisimulations", *NOT_FOUND}  # nobody else's page
TEXT_SUFFIXES = {".py", ".toml", ".csv", ".j2", ".html", ".md", ".txt"}


def _texts() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*") if path.suffix in TEXT_SUFFIXES)


def cited_keys(text: str) -> set[str]:
    """Keys in square brackets, as in docstrings and report texts, or quoted, as in code."""
    return set(KEY.findall(text)) | set(QUOTED_KEY.findall(text))


def listed_keys(path: Path) -> set[str]:
    """Keys in the `sources` column of a table, or under `source(s)` in a TOML file."""
    if path.suffix == ".csv":
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        keys = (key.strip() for row in rows for key in row.get("sources", "").split(";"))
        return {key for key in keys if key}  # a row may say that it has none
    if path.suffix == ".toml":
        return set(_toml_keys(tomllib.loads(path.read_text(encoding="utf-8"))))
    return set()


def _toml_keys(value: object, name: str = "") -> list[str]:
    if isinstance(value, dict):
        return [key for part, inner in value.items() for key in _toml_keys(inner, part)]
    if isinstance(value, list):
        return [key for inner in value for key in _toml_keys(inner, name)]
    is_source = name in {"source", "sources"} and isinstance(value, str)
    return re.findall(r"\b[a-z]+[0-9]{4}[a-z]*\b", value) if is_source else []  # type: ignore[arg-type]


@pytest.mark.parametrize("path", _texts(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_source_key_in_the_package_resolves(path: Path) -> None:
    cited = cited_keys(path.read_text(encoding="utf-8")) | listed_keys(path)
    assert cited - set(read_sources()) <= ({""} if path.name in HOLDS_ESTIMATES else set())


def test_the_search_for_keys_finds_a_key_that_does_not_resolve(tmp_path: Path) -> None:
    table = tmp_path / "rules.csv"
    table.write_text("id,sources\na,haake2007; nobody1999\n", encoding="utf-8")
    assert cited_keys("as in [nobody1999], see [haake2007]") == {"nobody1999", "haake2007"}
    assert cited_keys('Reason("Text", ("nobody1999",))') == {"nobody1999"}
    assert listed_keys(table) == {"haake2007", "nobody1999"}
    prior = tmp_path / "prior.toml"
    prior.write_text('[tau]\nsource = "price1984; nobody1999"\n', encoding="utf-8")
    assert listed_keys(prior) == {"price1984", "nobody1999"}


def test_keys_are_found_where_they_are_expected() -> None:
    rules = PACKAGE / "screen" / "red_flags.csv"
    assert {"gcare", "finucane2020"} <= listed_keys(rules)
    assert "ostelo2008" in cited_keys((PACKAGE / "track" / "scores.py").read_text(encoding="utf-8"))


@pytest.mark.parametrize("key", sorted(read_sources()))
def test_a_source_has_a_title_and_either_an_identifier_or_says_that_it_has_none(key: str) -> None:
    source = read_sources()[key]
    assert source.title
    assert bool(source.doi or source.pmid)
    assert source.is_checked or source.doi == NOT_CHECKED
    assert source.address.startswith("http") or key in WITHOUT_ADDRESS
    assert re.fullmatch(r"(10\.\d{4,}/\S+|identifier not checked|)", source.doi)
    assert re.fullmatch(r"\d*", source.pmid)
    assert cite(key).endswith(".")


def test_an_unknown_key_is_refused_with_what_to_do() -> None:
    with pytest.raises(OutsideMeaningError, match="'nobody1999' is not known"):
        cite("nobody1999")


def test_the_list_of_sources_names_those_without_an_identifier() -> None:
    lines = describe_sources()
    unchecked = lines[lines.index("Sources whose identifier was not checked:") + 1 :]
    assert any("[gcare]" in line for line in unchecked)
    assert not any("[haake2007]" in line for line in unchecked)
    assert sum("[" in line for line in lines) == len(read_sources())


def test_statements_are_unique_and_about_groups() -> None:
    table = (PACKAGE / "evidence" / "statements.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(table))
    assert len({row["id"] for row in rows}) == len(rows) == len(read_statements())
    for row in rows:
        assert row["sentence"].endswith(".")
        assert row["certainty"] in {"moderate", "low", "very low", "definition"}
        assert not re.search(r"\b(works?|effective|proven)\b", row["sentence"])


def test_needling_itself_is_about_a_fifth_as_a_statement_about_groups() -> None:
    share = needling_share()
    assert "about a fifth" in share.sentence
    assert "none to two fifths" in share.sentence
    assert "groups" in share.sentence
    assert share.sources == ("brinkhaus2006", "haake2007", "cherkin2009", "vickers2012")


@pytest.mark.parametrize(
    ("statement", "figures", "sources"),
    [
        ("before_after", ("7 of 100", "24 with", "29 with"), ("brinkhaus2006",)),
        ("natural_course_acute", ("52", "23", "12", " 6 after"), ("menezescosta2012",)),
        ("natural_course_persistent", ("51", "33", "26", "23"), ("menezescosta2012",)),
        ("recovery_acute", ("day 58", "72 of 100"), ("henschke2008",)),
        ("recurrence", ("69 of 100",), ("dasilva2019",)),
        ("adverse_any_patients", ("about 93", "51 to 146"), ("baumler2021",)),
        ("adverse_per_treatment", ("94", "half"), ("baumler2021",)),
        ("adverse_need_care", ("about 11", "0 to 74"), ("baumler2021",)),
        ("adverse_serious", ("about 1 ", "0 to 2"), ("baumler2021",)),
        ("adverse_patient_survey", ("107 of 1,000",), ("macpherson2004",)),
        ("adverse_definition", ("14 to 1,205",), ("white2001", "won2022")),
        ("important_change", ("2 points", "30 %"), ("ostelo2008",)),
        ("relief_window", ("12 to 36", "1 to 24", "10 to 14"), ("price1984",)),
        ("flare_habit", ("30 people",), ("yuan2009",)),
        ("persistence", ("90 %", "50 %"), ("macpherson2017",)),
        ("medicare_limits", ("12 visits in 90 days", "8 further", "20 a year"), ("cmsncd3033",)),
    ],
)
def test_figures_in_statements_are_those_that_were_read(
    statement: str, figures: tuple[str, ...], sources: tuple[str, ...]
) -> None:
    found = read_statements()[statement]
    assert found.sources == sources
    for figure in figures:
        assert figure in found.sentence


def test_unwanted_effects_are_told_as_people_and_treatments_not_as_per_cent() -> None:
    statements = adverse_event_statements()
    assert len(statements) == 7
    assert not any("%" in statement.sentence for statement in statements)
