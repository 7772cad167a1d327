"""Whatever is public has its words and its heading; reference pages are made from the code."""

from __future__ import annotations

import dataclasses
import inspect
from pathlib import Path

import pytest

import deqi
from deqi.cli.errors import list_errors
from deqi.model import PRIOR_NAMES, read_prior
from deqi.report import read_schema
from docs.make_reference import FOLDER, PAGES
from docs.reference_pages.command_line import headings_for, options_of, subcommands
from docs.reference_pages.report_json import keys_of

MAKE_ANEW = "run: python -m docs.make_reference"
N_NAMES = 30  # a face that a person can learn


def lines_of(page: str) -> list[str]:
    return (FOLDER / page).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("page", PAGES)
def test_a_reference_page_is_the_one_that_the_code_makes(page):
    assert (FOLDER / page).read_text(encoding="utf-8") == PAGES[page](), MAKE_ANEW


HELD_TO_THE_CODE_ELSEWHERE = {
    "settings.md",  # tests/docs/test_settings_page.py
    "asvs.md",  # tests/docs/test_asvs_page.py
    "export-format.md",  # tests/web/test_export.py
}


def test_no_page_of_the_reference_is_written_by_hand_unless_a_test_holds_it_to_the_code():
    known = {*PAGES, "index.md", *HELD_TO_THE_CODE_ELSEWHERE}
    assert {path.name for path in FOLDER.iterdir()} == known


@pytest.mark.parametrize("name", deqi.__all__)
def test_a_public_name_says_what_it_is_and_shows_it(name):
    thing = getattr(deqi, name)
    words = inspect.getdoc(thing) or ""
    if inspect.isclass(thing):
        assert "Attributes\n---" in words
    else:
        assert "Examples\n---" in words
        assert ">>> " in words


@pytest.mark.parametrize("name", deqi.__all__)
def test_a_public_value_explains_each_of_its_fields(name):
    thing = getattr(deqi, name)
    if dataclasses.is_dataclass(thing):
        unexplained = [f.name for f in dataclasses.fields(thing) if f.name not in thing.__doc__]
        assert not unexplained


def test_every_public_name_has_its_heading():
    lines = lines_of("public-face.md")
    assert [f"## `deqi.{name}`" for name in deqi.__all__] == [
        line for line in lines if line.startswith("## ")
    ]


def test_the_public_face_is_small_enough_to_learn():
    assert len(deqi.__all__) <= N_NAMES


@pytest.mark.parametrize(("command", "parser"), list(subcommands()))
def test_every_command_and_option_has_its_heading(command, parser):
    lines = lines_of("command-line.md")
    assert f"## `deqi {command}`" in lines
    for option in options_of(parser):
        assert any(heading in lines for heading in headings_for(command, option)), option
        assert option.help


def test_every_error_has_its_heading():
    lines = lines_of("errors.md")
    assert {f"## `{line.code}`" for line in list_errors()} <= set(lines)


@pytest.mark.parametrize("name", PRIOR_NAMES)
def test_every_parameter_of_a_prior_set_is_on_its_page(name):
    page = "\n".join(lines_of("priors.md"))
    for parameter in read_prior(name, "acute").theta:
        assert page.count(f"| `{parameter}") >= len(PRIOR_NAMES)


def test_every_key_of_the_report_is_on_its_page():
    page = "\n".join(lines_of("report-json.md"))
    keys = keys_of(read_schema())
    assert {"verdict.code", "change.visits_nrs", "plan.next_visit_gain_nrs"} <= set(keys)
    assert all(f"`{key}`" in page for key in keys)


def test_the_reference_lists_its_own_pages():
    index = (FOLDER / "index.md").read_text(encoding="utf-8")
    assert all(Path(page).stem in index for page in PAGES)
