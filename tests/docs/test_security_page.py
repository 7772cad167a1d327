"""What the page of security says of limits, passwords and log-ins is what the settings say."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explanation" / "security.md").read_text(encoding="utf-8")
WEB = ROOT / "src" / "deqi" / "web"


def _constant(file: str, name: str):
    """The value of a constant, read without starting the site."""
    for node in ast.parse((WEB / file).read_text(encoding="utf-8")).body:
        targets = node.targets if isinstance(node, ast.Assign) else ()
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return ast.literal_eval(node.value)
    raise LookupError(name)


def _part(heading: str) -> str:
    return PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_every_limit_is_told_as_it_is_set():
    told = re.findall(r"^\| `(\w+)` \| ([^|]+) \|$", _part("Limits"), re.MULTILINE)
    limits = _constant("settings.py", "ACCOUNT_RATE_LIMITS")
    assert {name: limit.replace(", ", ",") for name, limit in told} == limits


def test_sizes_are_told_as_they_are():
    assert f"holds {_constant('accepting.py', 'MAX_BODY') // 10**6} MB at most" in _part("Limits")
    most = f"an archive that is read in {_constant('accepting.py', 'MAX_ARCHIVE') // 10**9} GB"
    assert most in " ".join(_part("Limits").split())


def test_every_word_that_makes_no_password_is_told():
    words = " ".join(_part("Passwords").split()).partition("passwords.py`): ")[2].rstrip(". ")
    assert tuple(words.split(", ")) == _constant("accounts/passwords.py", "OWN_WORDS")


def test_log_ins_last_as_long_as_told():
    source = (WEB / "accounts" / "lifetimes.py").read_text(encoding="utf-8")
    for name in ("AT_MOST_S", "UNUSED_S"):
        hours = re.search(rf"^{name} = (\d+) \* 3600\.0", source, re.MULTILINE)
        assert hours
        assert f"**{hours[1]} hours**" in _part("Log-ins")
