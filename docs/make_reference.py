"""Writes every reference page anew from the code: `python -m docs.make_reference`.

A test compares the pages with what this makes, so that no page can say what the code does not do.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import django

from deqi.cli.errors import describe_errors
from deqi.evidence.cent import describe_cent
from deqi.exchange.arm_table import describe_arm_table
from deqi.exchange.input_page import describe_input
from deqi.plan import describe_policies, describe_verdicts
from deqi.report import stylesheet
from deqi.report.practice import describe_summary
from deqi.screen import describe_rules
from deqi.society.comments import describe_rules as describe_comment_rules
from deqi.track import describe_visit_record
from docs.reference_pages.command_line import describe_command_line
from docs.reference_pages.permissions import describe_permissions
from docs.reference_pages.priors import describe_priors
from docs.reference_pages.public_face import describe_public_face
from docs.reference_pages.report_json import describe_report_json
from docs.reference_pages.scenarios import describe_scenarios
from docs.reference_pages.sources import describe_source_list

FOLDER = Path(__file__).parent / "reference"
STYLE = Path(__file__).parents[1] / "src/deqi/web/static/report.css"  # a file, as browsers want it
PAGES: dict[str, Callable[[], str]] = {
    "public-face.md": describe_public_face,
    "command-line.md": describe_command_line,
    "input.md": describe_input,
    "visit-record.md": describe_visit_record,
    "trial-table.md": describe_arm_table,
    "report-json.md": describe_report_json,
    "summary-csv.md": describe_summary,
    "verdicts.md": describe_verdicts,
    "policies.md": describe_policies,
    "rule-book.md": describe_rules,
    "priors.md": describe_priors,
    "scenarios.md": describe_scenarios,
    "permissions.md": describe_permissions,
    "comments.md": describe_comment_rules,
    "sources.md": describe_source_list,
    "errors.md": describe_errors,
    "cent.md": describe_cent,
}


def make_all() -> None:
    """Write every page."""
    FOLDER.mkdir(exist_ok=True)
    for name, describe in PAGES.items():
        (FOLDER / name).write_text(describe(), encoding="utf-8")
    STYLE.write_text(stylesheet(), encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deqi.web.settings")
    django.setup()  # the list of errors looks into every module, the models among them
    make_all()
