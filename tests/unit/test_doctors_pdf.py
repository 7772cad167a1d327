"""The doctor's page as PDF: one tagged sheet, readable by machines, the same bytes every time."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from functools import cache, partial
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from pypdf import PdfReader

import deqi
from deqi.cli.main import main
from deqi.evidence.expectation import PainKind
from deqi.report import Report, assemble_report
from deqi.report.before import draw_up_outlook, write_before_html
from deqi.report.doctor import write_doctor_pdf
from deqi.report.doctor.shortening import ROOMS, Room, joined, kept
from deqi.simulate import EXAMPLES
from tests.unit.nasty_courses import FIRST_ON, NASTY

pdf_module = import_module("deqi.report.pdf")


@cache
def nasty_report(name: str) -> Report:
    course = NASTY[name]()
    days = [e.on for e in course.entries] + [v.on for v in course.visits]
    return assemble_report(course, today=max(days, default=FIRST_ON) + timedelta(days=1))


@cache
def nasty_pdf(name: str) -> bytes:
    return write_doctor_pdf(nasty_report(name))


@cache
def example_pdf(name: str) -> bytes:
    return write_doctor_pdf(deqi.report(deqi.example_course(name)))


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def structure(pdf: bytes) -> Iterator[tuple[str, dict]]:
    """Every tag in reading order, with its entries."""
    stack = [read(pdf).trailer["/Root"]["/StructTreeRoot"]]
    while stack:
        node = stack.pop().get_object()
        if not hasattr(node, "keys"):
            continue
        if "/S" in node:
            yield node["/S"], node
        children = node.get("/K", [])
        stack += reversed(children if isinstance(children, list) else [children])


def words_of(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "page.pdf"
    path.write_bytes(pdf)
    run = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True)
    return " ".join(run.stdout.split())


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_takes_one_sheet_of_a4(name):
    pages = read(example_pdf(name)).pages
    assert len(pages) == 1
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]


@pytest.mark.parametrize("name", NASTY)
def test_the_sheet_stays_one_whatever_the_record_holds(name):
    assert len(read(nasty_pdf(name)).pages) == 1


def test_language_title_and_tags_are_declared():
    reader = read(example_pdf("builds-up"))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "For the doctor: course example builds-up (simulated)"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_headings_table_heads_and_the_pictures_words_are_tagged():
    tags = list(structure(example_pdf("builds-up")))
    names = [name for name, _ in tags]
    assert names.count("/H1") == 1
    assert names.count("/H2") >= 5
    assert names.count("/TH") == 4 + 5  # heads of columns and of rows
    (figure,) = [node for name, node in tags if name == "/Figure"]
    assert figure["/Alt"].startswith("Pain from 5 January 2026 to 12 April 2026. 99 scores")
    assert "Since the start" in figure["/Alt"]


@pytest.mark.skipif(not Path("/usr/bin/pdftotext").exists(), reason="poppler is not installed")
def test_the_words_come_out_in_the_order_of_reading(tmp_path):
    words = words_of(example_pdf("builds-up"), tmp_path)
    order = [
        "For the doctor", "Improving, visits probably part of it", "What is asked of you",
        "Red flags", "Medicines", "Visits", "Harms", "The course", "The figures",
        "How sure this is", "Your answer", "Name, date, signature",
    ]  # fmt: skip
    places = [words.index(part) for part in order]
    assert places == sorted(places)


def test_the_same_report_gives_the_same_bytes():
    again = write_doctor_pdf(deqi.report(deqi.example_course("at-once")))
    assert example_pdf("at-once") == again


def test_an_emergency_comes_before_everything_else():
    words = " ".join(read(nasty_pdf("emergency")).pages[0].extract_text().split())
    assert words.index("Emergency: see at once") < words.index("Stop and refer")
    assert words.index("cauda equina") < words.index("What is asked of you")


def test_what_is_cut_is_counted():
    words = " ".join(read(nasty_pdf("forty medicines")).pages[0].extract_text().split())
    assert "Apixaban (against clotting)" in words  # it matters for needling, so it comes first
    assert "more, see the full report" in words


def test_the_widest_page_that_fits_is_taken():
    asked: list[int] = []

    def page(n: int) -> str:
        asked.append(n)
        lines = "".join(f"<p>{k}</p>" for k in range(110 - 15 * n))
        return f"<html lang=en><title>{n}</title><body>{lines}"

    made = read(pdf_module.first_that_fits([partial(page, n) for n in range(8)]))
    assert len(made.pages) == 1
    assert made.metadata is not None
    widest = int(made.metadata.title or "")
    assert len(read(pdf_module.write_pdf(page(widest - 1))).pages) > 1
    assert len(asked) <= 6  # by halves, not one after another


def test_rooms_only_get_smaller():
    for wider, narrower in pairwise(ROOMS):
        sizes = ("n_items", "n_reasons", "n_columns", "n_sentence", "n_warnings", "plot_height")
        assert all(getattr(narrower, size) <= getattr(wider, size) for size in sizes)
    assert isinstance(ROOMS[0], Room)


def test_nothing_is_counted_when_nothing_is_cut():
    assert joined(["a", "b"], 2, 10) == "a, b"
    assert kept(["a."], 1, 10) == ("a.",)


def test_without_weasyprint_the_program_says_what_to_install(monkeypatch, tmp_path, capsys):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(pdf_module, "import_module", missing)
    assert main(["report", "--example", "at-once", "--pdf", str(tmp_path / "a.pdf")]) == 9
    assert "pip install 'deqi[pdf]'" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_without_pango_the_program_says_what_to_install(monkeypatch, tmp_path, capsys):
    def broken(name):
        print("a long story about libraries")
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf_module, "import_module", broken)
    assert main(["report", "--example", "at-once", "--pdf", str(tmp_path / "a.pdf")]) == 9
    output = capsys.readouterr()
    assert "apt install libpango-1.0-0" in output.err
    assert output.out == ""


def test_a_pdf_is_not_poured_over_a_terminal(monkeypatch, capsys):
    monkeypatch.setattr("deqi.cli.outputs.sys", SimpleNamespace(stdout=SimpleNamespace(
        isatty=lambda: True)))  # fmt: skip
    assert main(["report", "--example", "at-once", "--pdf", "-"]) == 5
    assert "--pdf FILE" in capsys.readouterr().err


def test_a_page_fetches_nothing():
    with pytest.raises(ValueError, match="fetches nothing"):
        pdf_module._fetch_nothing("https://example.org/picture.png")


@pytest.mark.parametrize("kind", list(PainKind))
def test_every_picture_before_the_first_visit_has_words_on_paper_too(kind):
    pdf = pdf_module.write_pdf(write_before_html(draw_up_outlook([kind])))
    figures = [node for name, node in structure(pdf) if name == "/Figure"]
    assert all(node.get("/Alt") for node in figures)
    assert bool(figures) == (kind is not PainKind.SCIATICA)
