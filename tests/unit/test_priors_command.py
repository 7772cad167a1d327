"""`deqi evidence priors` in the terminal, as JSON, as a page and as a file."""

from __future__ import annotations

import json
import tomllib

import pytest

from deqi.cli.main import main
from deqi.model import prior_of_table, prior_sha256


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("priors")
    page, plain = folder / "p.html", folder / "p.json"
    before = prior_sha256("informed")
    asked = ["--html", str(page), "--json", str(plain), "--write", str(folder / "new")]
    assert main(["evidence", "priors", *asked]) == 0
    assert prior_sha256("informed") == before
    return folder, page.read_text(encoding="utf-8"), json.loads(plain.read_text(encoding="utf-8"))


def test_the_rebuilt_set_is_written_and_the_shipped_one_untouched(made):
    folder, _, plain = made
    table = tomllib.loads((folder / "new" / "informed.toml").read_text(encoding="utf-8"))
    number = next(n for n in plain["numbers"] if n["path"] == "gains.g_s")
    assert prior_of_table(table, "chronic").g_s.mean == number["rebuilt"]["mean"]


def test_each_number_from_the_tables_has_a_picture_with_words(made):
    _, page, plain = made
    told = [n for n in plain["numbers"] if n["origin"] == "tables"]
    assert page.count('role="img"') >= 2 * len(told)
    for number in told:
        assert f"{number['name']}: {number['meaning']}" in page
    assert "<script" not in page


def test_json_counts_what_moved(made):
    _, _, plain = made
    assert plain["schema"] == "deqi.priors/1"
    assert plain["n_moved"] == sum(number["has_moved"] for number in plain["numbers"])
    assert plain["shipped_sha256"] == prior_sha256("informed")


def test_the_terminal_says_what_moves_and_why_nothing_is_changed(capsys):
    assert main(["evidence", "priors"]) == 0
    said = capsys.readouterr().out
    assert all(len(line) <= 80 for line in said.splitlines())
    for words in ("moves:", "rule:", "The shipped set stays", "`sceptical` is fixed by design"):
        assert words in said
