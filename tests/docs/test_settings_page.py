"""Each setting of a clinic has its heading, and the page names no other."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
GIVEN = re.compile(r'(?:given\(|environ(?:\.get\(|\[)|DEBUG_VARIABLE = )"(DEQI_[A-Z_]+)"')


def test_every_setting_has_its_heading_and_every_heading_a_setting():
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    headings = [line for line in page.splitlines() if line.startswith("## ")]
    named = set(re.findall(r"`(DEQI_[A-Z_]+)`", "\n".join(headings)))
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "src" / "deqi").rglob("*.py")
    )
    assert named == set(GIVEN.findall(code))
