"""The README's two commands install what is locked, and CI runs the second one."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import deqi

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LOCKS = {
    "requirements.lock": (),
    "requirements-full.lock": ("pdf", "cluster", "trials", "clinic"),
    "requirements-dev.lock": ("pdf", "cluster", "trials", "clinic", "dev"),
    "requirements-yardstick.lock": (
        "pdf",
        "cluster",
        "trials",
        "clinic",
        "dev",
        "yardstick",
        "fuzz",
    ),
}


def command_under(mark: str) -> str:
    found = re.search(rf"^<!-- {mark} -->\n```bash\n(.+)\n```$", README, re.MULTILINE)
    assert found, f"no single command under <!-- {mark} -->"
    return found[1]


def locked_in(lock: str) -> set[str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", text, re.MULTILINE))


def name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return found[0].lower()


@pytest.mark.parametrize(("lock", "extras"), LOCKS.items())
def test_a_lock_holds_every_dependency_and_the_build_backend(lock, extras):
    needed = [*PROJECT["dependencies"], "hatchling"]
    for extra in extras:
        needed += PROJECT["optional-dependencies"][extra]
    assert {name_of(requirement) for requirement in needed} - {"deqi"} <= locked_in(lock)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_hashed_and_names_no_place(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "/" not in text


@pytest.mark.parametrize(
    ("mark", "lock", "last"),
    [
        ("first report", "requirements.lock", ".venv/bin/deqi report --example builds-up"),
        ("tests", "requirements-dev.lock", ".venv/bin/pytest -q -n auto"),
    ],
)
def test_each_command_of_the_readme_sets_up_from_a_lock(mark, lock, last):
    command = command_under(mark)
    assert f"--require-hashes -r {lock} " in command
    assert command.endswith(last)


def test_ci_finds_the_test_command_of_the_readme():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    finder = re.search(r"awk '.+' README\.md", script)
    assert finder
    found = subprocess.run(
        ["bash", "-c", finder[0]], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert found.stdout.strip() == command_under("tests")


def test_versions_agree():
    assert PROJECT["version"] == deqi.__version__
    assert f"## {deqi.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
