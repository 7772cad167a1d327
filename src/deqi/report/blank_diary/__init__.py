"""An empty diary on paper: four weeks, large boxes, the fields of `diary.csv`."""

from deqi.report.blank_diary.write import (
    write_blank_diary_html,
    write_blank_diary_pdf,
    write_blank_diary_text,
)

__all__ = ["write_blank_diary_html", "write_blank_diary_pdf", "write_blank_diary_text"]
