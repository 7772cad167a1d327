"""Every sentence that a patient or a doctor may read has its Spanish, and both files agree."""

from __future__ import annotations

import gettext
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation.template import templatize

import deqi
from deqi.web.patient.alarm_words import ADVICE, SIGNS

ROOT = Path(deqi.__file__).parent
CATALOGUE = ROOT / "web/locale/es/LC_MESSAGES/django"
NOT_PATIENTS = (
    "web/clinic/", "web/templates/clinic/", "web/society/", "web/templates/society/",
)  # fmt: skip
KEYWORDS = {
    "gettext": None, "gettext_lazy": None, "_": None, "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
PLACE = re.compile(r"%\(\w+\)[sd]")


def catalogue():
    return read_po(BytesIO(CATALOGUE.with_suffix(".po").read_bytes()), locale="es")


def sentences(path: Path) -> list[str]:
    """What a file gives to the translator."""
    text = path.read_text(encoding="utf-8")
    source = text if path.suffix == ".py" else templatize(text)
    found = extract("python", BytesIO(source.encode()), keywords=KEYWORDS)
    ids = (row[1] for row in found)
    return [one if isinstance(one, str) else one[-1] for one in ids]


def files_for_everybody() -> list[Path]:
    folders = [*(ROOT / "web").rglob("*"), *(ROOT / "actions").glob("*.py")]
    return [
        path
        for path in [*folders, *(ROOT / "store").glob("*.py")]
        if path.suffix in (".py", ".html")
        and not path.relative_to(ROOT).as_posix().startswith(NOT_PATIENTS)
    ]


def test_nothing_that_a_patient_reads_is_without_its_spanish():
    known = {message.id: message.string for message in catalogue()}
    missing = {
        f"{path.relative_to(ROOT)}: {sentence}"
        for path in files_for_everybody()
        for sentence in sentences(path)
        if sentence and not known.get(sentence)
    }
    assert sorted(missing) == []


def test_sentences_are_found_in_code_and_in_pages():
    assert "Saved." in sentences(ROOT / "web/patient/diary.py")
    assert "This diary is not watched." in sentences(ROOT / "web/templates/patient/alarm_bar.html")


def test_what_is_compiled_is_what_was_written():
    with CATALOGUE.with_suffix(".mo").open("rb") as handle:
        compiled = gettext.GNUTranslations(handle)
    for message in catalogue():
        if message.id and isinstance(message.id, str) and message.string:
            spanish = (
                compiled.pgettext(message.context, message.id)
                if message.context
                else compiled.gettext(message.id)
            )
            assert spanish == message.string
        assert not message.fuzzy


def test_a_translation_keeps_the_places_of_values():
    for message in catalogue():
        if isinstance(message.id, str) and message.string:
            assert set(PLACE.findall(message.id)) == set(PLACE.findall(message.string)), message.id


@pytest.mark.parametrize("sentence", [*SIGNS.values(), *ADVICE.values()])
def test_what_is_said_in_an_alarm_is_said_in_spanish(sentence):
    english = str(sentence)
    with translation.override("es"):
        assert str(sentence) != english
