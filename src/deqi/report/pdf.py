"""A page as tagged PDF, from the same HTML as the screen. WeasyPrint is loaded when first used."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from importlib import import_module
from typing import Any

from deqi.records import DeqiError

ACCESSIBLE = "pdf/ua-1"  # language, title, tags in reading order, words for pictures
_NO_WEASYPRINT = (
    "A PDF needs WeasyPrint, which is not installed. Install it with: pip install 'deqi[pdf]'. "
    "Without it, --html writes the same page for a browser, which can print it."
)
_NO_PANGO = (
    "A PDF needs WeasyPrint's own libraries, and Pango was not found. Install it: on Debian and "
    "Ubuntu, apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; on Fedora, dnf "
    "install pango; on macOS, brew install pango; on Windows, MSYS2 and then pacman -S "
    "mingw-w64-ucrt-x86_64-pango. Without it, --html writes the same page for a browser."
)


class NoPdfError(DeqiError):
    """A PDF cannot be made here: WeasyPrint or Pango is missing; the sentence says what to do."""

    code = "no_pdf"
    exit_status = 9


def require_pdf() -> None:
    """Find out whether a PDF can be made, before any long work.

    Raises
    ------
    NoPdfError
        If WeasyPrint or one of the libraries below it is missing.
    """
    _weasyprint()


def write_pdf(page: str) -> bytes:
    """One self-contained HTML page as PDF/UA: the same bytes for the same page.

    Raises
    ------
    NoPdfError
        If WeasyPrint or one of the libraries below it is missing.
    """
    return _as_bytes(_lay_out(page))


def first_that_fits(pages: Sequence[Callable[[], str]]) -> bytes:
    """The first of some pages, each shorter than the one before, that takes a single sheet.

    The widest is tried first, then halves; the last is taken when none fits.
    """
    fits = _lay_out(pages[0]())
    if len(fits.pages) == 1:
        return _as_bytes(fits)
    wider, fits = pages[1:-1], _lay_out(pages[-1]())
    while wider:
        middle = len(wider) // 2
        tried = _lay_out(wider[middle]())
        if len(tried.pages) > 1:
            wider = wider[middle + 1 :]
        else:
            wider, fits = wider[:middle], tried
    return _as_bytes(fits)


def _as_bytes(sheet: Any) -> bytes:
    made: bytes = sheet.write_pdf(pdf_variant=ACCESSIBLE, pdf_tags=True)
    return made


def _lay_out(page: str) -> Any:
    html = _weasyprint().HTML(string=page, url_fetcher=_fetch_nothing)
    return html.render(pdf_variant=ACCESSIBLE, pdf_tags=True)


def _fetch_nothing(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError("a page about a patient fetches nothing")


def _weasyprint() -> Any:
    """The library. It prints to the terminal when Pango is missing; that is said in our words."""
    try:
        with redirect_stdout(io.StringIO()):
            return import_module("weasyprint")
    except ImportError:
        raise NoPdfError(_NO_WEASYPRINT) from None
    except OSError:
        raise NoPdfError(_NO_PANGO) from None
