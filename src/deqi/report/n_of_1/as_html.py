"""The report on blocks as one self-contained page."""

from __future__ import annotations

from deqi.evidence.cent import NUMBER_NOTES
from deqi.report.n_of_1.contents import BlocksReport
from deqi.report.n_of_1.picture import draw_blocks_picture, picture_note
from deqi.report.n_of_1.tables import block_table, checklist_table, side_by_side, wash_out_table
from deqi.report.shell import render_page
from deqi.report.wording import day


def write_blocks_html(report: BlocksReport) -> str:
    """The page: headline, picture, both answers side by side, wash-out, limits, checklist."""
    values = {
        "title": f"Course {report.course.id}: blocks with and without visits",
        "report": report,
        "span": f"Plan {day(report.answer.design.first_on)} to {day(report.answer.planned_to)}; "
        f"record to {day(report.as_of)}. Written {day(report.today)}.",
        "pictures": draw_blocks_picture(report),
        "note": picture_note(report),
        "both": side_by_side(report),
        "blocks": block_table(report),
        "by_wash_out": wash_out_table(report),
        "checklist": checklist_table(report),
        "number_note": NUMBER_NOTES["consort"],
        "sources": list(report.sources.values()),
        "numbers": {key: k for k, key in enumerate(report.sources, start=1)},
        "made": (
            ("Model", report.fit.model_version),
            ("Prior", report.fit.prior_names["verdict"]),
            ("Fit", f"{report.fit.outcome.value}, {report.fit.ess:.0f} independent draws"),
            ("Seed", str(report.fit.seed)),
            ("Data", f"sha256 {report.fit.data_sha256}"),
            ("Time zone", report.fit.timeline.time_zone),
        ),
    }
    return render_page("n_of_1/page.html.j2", values)
