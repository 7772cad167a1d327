"""`deqi society judge`: a line of JSON for each comment, or every line that cannot be read."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from deqi.cli.main import main
from deqi.exchange.comments import read_comments
from deqi.records import BadInputError

Run = pytest.CaptureFixture[str]
GOOD = """\
{"id": "a", "post_title": "Sham", "text": "Who paid?"}
{"id": 2, "text": "Call 020 7946 0123"}
"""


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "comments.jsonl"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_each_line_gets_one_in_the_same_order(tmp_path: Path, capsys: Run) -> None:
    assert main(["society", "judge", written(tmp_path, GOOD)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(a["id"], a["decision"]) for a in answers] == [("a", "publish"), (2, "hold")]
    assert answers[0]["reasons"] == []
    assert set(answers[1]["reasons"][0]) == {"code", "sentence", "found"}
    assert answers[1]["reasons"][0]["found"] == "020 7946 0123"


def test_the_society_s_own_host_may_be_named(tmp_path: Path, capsys: Run) -> None:
    line = '{"id": 1, "text": "Write to kim@care.example."}\n'
    for options, decision in (([], "hold"), (["--own-host", "care.example"], "publish")):
        assert main(["society", "judge", written(tmp_path, line), *options]) == 0
        assert json.loads(capsys.readouterr().out)["decision"] == decision


def test_comments_come_from_standard_input(monkeypatch, capsys: Run) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(GOOD.encode())))
    assert main(["society", "judge", "-"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("no JSON", None), ("[1]", None), ("{", None), ('{"text": "a"}', "id"),
        ('{"id": true, "text": "a"}', "id"), ('{"id": 1}', "text"),
        ('{"id": 1, "text": 5}', "text"),
        ('{"id": 1, "text": "a", "member": "yes"}', "member"),
        ('{"id": 1, "text": "a", "posted_at": "yesterday"}', "posted_at"),
        ('{"id": 1, "text": "a", "earlier_posts": ["b"]}', "earlier_posts"),
        ('{"id": 1, "text": "a", "earlier_posts": [{"posted_at": null}]}', "text"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_and_nothing_is_judged(line, key, tmp_path, capsys: Run) -> None:
    assert main(["society", "judge", written(tmp_path, GOOD + line + "\n")]) == 3
    output = capsys.readouterr()
    assert output.out == ""
    assert f"comments.jsonl, row 3{', ' + key if key else ''}: given" in output.err


def test_every_bad_line_is_named() -> None:
    with pytest.raises(BadInputError) as refused:
        read_comments([b"{", b'{"id": 1, "text": "a"}', b"\xff", b"[" * 100_000], "x")
    assert [problem.row for problem in refused.value.problems] == [1, 3, 4]


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path, capsys: Run) -> None:
    assert main(["society", "judge", str(tmp_path / "none.jsonl")]) == 3
    assert "none.jsonl" in capsys.readouterr().err


def test_a_time_without_a_zone_is_taken_for_utc() -> None:
    rows = [b'{"id": 1, "text": "a", "posted_at": "2026-03-01T10:00:00"}',
            b'{"id": 1, "text": "a", "posted_at": "2026-03-01T12:00:00+02:00"}']  # fmt: skip
    naive, aware = read_comments(rows, "x")
    assert naive.posted_at == aware.posted_at


def test_empty_lines_and_unknown_keys_are_passed_over() -> None:
    lines = [b"\n", b'\xef\xbb\xbf{"id": 1, "text": "a", "label": "honest"}\n', b"  \n"]
    assert [comment.id for comment in read_comments(lines, "x")] == [1]
