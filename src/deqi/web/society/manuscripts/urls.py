"""Addresses of the society's manuscripts."""

from __future__ import annotations

from django.urls import path

from deqi.web.society.manuscripts import (
    checklist,
    course,
    editing,
    lists,
    papers,
    reviewing,
    showing,
    writing,
)

_ONE = "manuscripts/<uuid:manuscript>/"
_PAPER = "paper/<int:number>/"

urlpatterns = [
    path("manuscripts/", lists.show, name="manuscripts"),
    path("manuscripts/new/", writing.new, name="manuscript_new"),
    path(_ONE, showing.show, name="manuscript"),
    path(f"{_ONE}edit/", writing.edit, name="manuscript_edit"),
    path(f"{_ONE}checklist/<str:name>/", checklist.fill_in, name="manuscript_checklist"),
    path(f"{_ONE}course/", course.choose, name="manuscript_course"),
    path(f"{_ONE}course/remove/", course.remove, name="manuscript_course_remove"),
    path(f"{_ONE}submit/", writing.submit, name="manuscript_submit"),
    path(f"{_ONE}withdraw/", writing.withdraw, name="manuscript_withdraw"),
    path(f"{_ONE}versions/<int:number>/", showing.show_changes, name="manuscript_changes"),
    path(f"{_ONE}ask/", editing.ask, name="manuscript_ask"),
    path(f"{_ONE}decide/", editing.decide, name="manuscript_decide"),
    path(f"{_ONE}publish/", editing.publish, name="manuscript_publish"),
    path(_PAPER, papers.show_newest, name="paper"),
    path(f"{_PAPER}<int:version>/", papers.show, name="paper_version"),
    path(f"{_PAPER}<int:version>/citation.bib", papers.as_bibtex, name="paper_bibtex"),
    path(f"{_PAPER}<int:version>/citation.json", papers.as_csl_json, name="paper_csl"),
    path(f"{_PAPER}<int:version>/tables.zip", course.tables, name="paper_tables"),
    path("reviews/<uuid:review>/", reviewing.show, name="review"),
    path("reviews/<uuid:review>/answer/", reviewing.answer, name="review_answer"),
]
