"""No page, report or table claims for a treatment what a record of one person cannot show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import deqi
from deqi.evidence.claims import weigh_claims
from deqi.report import write_terminal
from deqi.report.claims import write_claims_text
from deqi.report.mechanism import write_mechanism_text
from deqi.simulate import EXAMPLES

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "deqi"
CLAIM = re.compile(
    r"\b(works|worked|effective(?:ly|ness)?|efficacy|efficacious|proves?|proven|cures?|cured"
    r"|guarantees?d?|promising)\b",
    re.IGNORECASE,
)
NO_CLAIM = re.compile(
    r"effective (?:draws?|points?|number)|(?:draws|points)[^.]{0,40} effective"
    r'|no page says "works" or "effective"'
    r"|<https?://[^>\s]+>",  # an address is nobody's sentence
    re.IGNORECASE,
)
TITLES_OF_OTHERS = {"sources.md", "sources.csv"}
ROOMS_THAT_SPEAK = ("report", "plan", "evidence", "screen", "track")
WRITTEN = sorted(
    path
    for path in (
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(file for room in ROOMS_THAT_SPEAK for file in (PACKAGE / room).rglob("*.*")),
    )
    if path.suffix in {".md", ".py", ".csv", ".toml", ".j2", ".json"}
    and path.name not in TITLES_OF_OTHERS
    and "_build" not in path.parts
)


def claims_in(text: str) -> list[str]:
    """Words that claim, each with what stands around it."""
    plain = NO_CLAIM.sub("", " ".join(text.split()))
    return [plain[max(m.start() - 40, 0) : m.end() + 20] for m in CLAIM.finditer(plain)]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_written_claims(path):
    assert claims_in(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_report_claims(name):
    said, heading, titles = write_terminal(deqi.report(deqi.example_course(name))).partition(
        "\nSOURCES\n"
    )
    assert heading
    assert titles
    assert claims_in(said) == []


def test_no_page_of_evidence_claims():
    said = write_claims_text(weigh_claims(), 80, in_full=True) + write_mechanism_text(80)
    own = re.sub(r"\nSOURCES\n(?:  .*\n)+", "\n", said)
    assert own.count("It is said") > 10
    assert claims_in(own) == []


def test_a_claim_would_be_found():
    assert claims_in("This proves that acupuncture\nworks.")
    assert claims_in("an effective treatment")
    assert not claims_in("400 effective draws; days of work lost")
