"""The patient's own picture: every score at its place, words for those who do not see it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from deqi.report.patient import patient_chart, patient_table
from deqi.report.patient.picture import NOTHING
from tests.unit.markup import Page
from tests.unit.own_diary import TODAY, diary

LANGUAGES = ("en", "es")


def heights(svg: str) -> list[float]:
    return [float(y) for y in re.findall(r'<circle cx="[^"]*" cy="([^"]*)"', svg)]


def test_ten_is_at_the_top_and_nought_at_the_bottom() -> None:
    svg = patient_chart(diary({5: 10, 3: 5, 1: 0}), TODAY)
    assert heights(svg) == [30, 130, 230]


def test_days_go_from_left_to_right_with_today_last() -> None:
    svg = patient_chart(diary({0: 4, 27: 4, 10: 4}), TODAY)
    places = [float(x) for x in re.findall(r'<circle cx="([^"]*)"', svg)]
    assert places == sorted(places)
    assert 22 < places[0] < places[-1] < 350


def test_a_visit_is_a_mark_below_the_scores() -> None:
    with_visits = patient_chart(diary({1: 4}, visits=(2, 9, 40)), TODAY)
    assert with_visits.count("h10l-5 8z") == 2
    assert ">Visits</text>" in with_visits
    assert "h10l-5 8z" not in patient_chart(diary({1: 4}), TODAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_has_words_and_its_ids_lead_to_them(language: str) -> None:
    page = Page(patient_chart(diary({1: 4, 2: 5}, visits=(2,)), TODAY, language))
    (svg,) = page.all("svg")
    assert svg["role"] == "img"
    assert (svg["aria-labelledby"] or "").split() == page.ids
    assert svg["lang"] == language
    assert page.open == []


def test_the_description_says_what_is_drawn() -> None:
    english = patient_chart(diary({1: 4, 2: 6.5}, visits=(2,)), TODAY)
    spanish = patient_chart(diary({1: 4}, visits=(2, 4)), TODAY, "es")
    assert "Your pain from 6 April 2026 to 3 May 2026" in english
    assert (
        "2 scores on 2 of 28 days, from 4 to 6.5 on a scale from 0 to 10. Days without a score are "
        "left empty. 1 visit." in english
    )
    assert "1 anotación en 1 de 28 días, de 4 a 4" in spanish
    assert "2 visitas." in spanish


def test_nothing_in_the_picture_is_styled_or_fetched() -> None:
    page = Page(patient_chart(diary({1: 4}, visits=(2,)), TODAY))
    for _, attributes in page.tags:
        assert not {"style", "href", "src"} & set(attributes)
    assert not page.all("style")


def test_the_table_says_day_score_and_visit() -> None:
    words = Page(patient_table(diary({1: 4.5}, visits=(1, 3)), TODAY, "es")).words
    assert " ".join(words).endswith(
        f"Fecha Dolor (0 a 10) Visita 30 de abril de 2026 {NOTHING} visita "
        "2 de mayo de 2026 4,5 visita"
    )


def test_what_a_patient_sees_waits_for_no_numerical_library() -> None:
    code = (
        "from datetime import date\nfrom deqi.records import Course\n"
        "from deqi.report.patient import observation, patient_chart\n"
        "patient_chart(Course(id='a'), date(2026, 5, 3))\n"
        "import sys\nprint({'numpy', 'scipy', 'vl_convert'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
