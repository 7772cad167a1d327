"""Every example in the manual and the README runs, and prints what the page says it prints."""

from __future__ import annotations

import doctest
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deqi.cli.main import main

ROOT = Path(__file__).parents[2]
WRITTEN_BY_HAND = sorted(
    [
        ROOT / "README.md",
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "docs" / "tutorial").glob("*.md"),
        *(ROOT / "docs" / "how-to").glob("*.md"),
        *(ROOT / "docs" / "explanation").glob("*.md"),
    ]
)
FENCE = re.compile(
    r"^```(?P<kind>\{[\w-]+\}|\w+)(?P<rest>[^\n]*)\n(?::caption: (?P<file>[^\n]+)\n)?"
    r"(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
SHOWN_ONLY = {"bash", "text", "json"}  # set-up commands, which CI runs, and pictures in letters
SAME = doctest.OutputChecker()


@dataclass(frozen=True)
class Fence:
    """A fenced block of a page: its language, the file it shows if any, and what it holds."""

    kind: str
    rest: str
    file: str | None
    body: str


def fences_of(page: Path) -> Iterator[Fence]:
    for match in FENCE.finditer(page.read_text(encoding="utf-8")):
        yield Fence(match["kind"], match["rest"].strip(), match["file"], match["body"])


def commands_in(console: str) -> Iterator[tuple[str, str]]:
    """Each command after a `$`, with the output the page shows for it."""
    for part in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def run_console(fence: Fence, read_output: Callable[[], str]) -> None:
    for command, expected in commands_in(fence.body):
        program, *arguments = shlex.split(command)
        assert program == "deqi"
        status = main(arguments)
        got = read_output()
        assert (status != 0) == expected.startswith("deqi: "), f"$ {command}\n{got}"
        assert SAME.check_output(expected, got, doctest.ELLIPSIS), f"$ {command}\n{got}"


@pytest.mark.parametrize("page", WRITTEN_BY_HAND, ids=lambda page: page.stem)
def test_the_examples_of_a_page_run(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}

    def read_output() -> str:
        output = capsys.readouterr()
        return output.out + output.err

    for fence in fences_of(page):
        if fence.file is not None:
            file = tmp_path / fence.file
            file.parent.mkdir(exist_ok=True)
            is_included = fence.kind == "{literalinclude}"
            shown = page.parent / fence.rest
            text = shown.read_text(encoding="utf-8") if is_included else fence.body
            file.write_text(text, encoding="utf-8")
        elif fence.kind == "console":
            run_console(fence, read_output)
        elif fence.kind == "python":
            exec(compile(fence.body, page.name, "exec"), names)
            read_output()
        else:
            assert fence.kind in {*SHOWN_ONLY, "{toctree}", "{include}"}, fence.kind


def test_pages_do_show_examples():
    kinds = [fence.kind for page in WRITTEN_BY_HAND for fence in fences_of(page)]
    assert kinds.count("console") > 10
    assert kinds.count("python") >= 3
