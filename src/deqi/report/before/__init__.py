"""Before the first visit: what usually happens to groups of people, harms, doctors, questions."""

from deqi.report.before.contents import Outlook, draw_up_outlook
from deqi.report.before.write import before_json, write_before_html, write_before_text

__all__ = ["Outlook", "before_json", "draw_up_outlook", "write_before_html", "write_before_text"]
