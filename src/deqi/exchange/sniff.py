"""From the bytes of a CSV file to its rows: encoding, delimiter, quotes. No meaning yet.

The standard library's sniffer is not used: it guesses the delimiter from characters that repeat,
and takes a decimal comma or a letter for one.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from deqi.records import BadInputError, InputProblem

DELIMITERS = (",", ";", "\t")
N_ROWS_SNIFFED = 30
MAX_CONTROL_SHARE = 0.02
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_EXCEL_SEPARATOR = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)
_SIGNATURES = {
    b"PK\x03\x04": "a spreadsheet or an archive",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet or document",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
}

Line = tuple[int, list[str]]


def read_text(path: Path) -> tuple[str, str | None]:
    """The text of a file, and a warning if its encoding had to be guessed.

    Raises
    ------
    BadInputError
        If there is no such file, or it is empty or not text.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _refused(
            path, error.strerror or "nothing", "a file that can be read", "Check its name."
        ) from None
    if not data.strip():
        raise empty_file(path)
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise _binary(path, kind)
    text, warning = _decode(path, data)
    if not text.strip():
        raise empty_file(path)
    return text, warning


def _decode(path: Path, data: bytes) -> tuple[str, str | None]:
    encoding = _encoding(data)
    try:
        return _printable(path, data.decode(encoding)), None
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise _binary(path, "a binary or damaged file") from None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise _binary(path, "a binary file") from None
    return _printable(path, text), (
        f"{path.name} is not UTF-8; it was read as Windows-1252 (Western European). "
        "Check letters with accents, or save the file as UTF-8."
    )


def _encoding(data: bytes) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8"


def _printable(path: Path, text: str) -> str:
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls > MAX_CONTROL_SHARE * len(text):
        raise _binary(path, "a binary file")
    return text


def empty_file(path: Path) -> BadInputError:
    """The refusal of a file in which nothing stands."""
    return _refused(path, "an empty file", "a table with headings", "Check which file was given.")


def _refused(path: Path, given: str, expected: str, to_do: str) -> BadInputError:
    return BadInputError((InputProblem(path.name, None, None, given, expected, to_do),))


def _binary(path: Path, kind: str) -> BadInputError:
    return _refused(
        path, kind, "a text file of values (CSV)", "Save the table as CSV (UTF-8) and give that."
    )


def split_lines(text: str) -> Iterator[Line]:
    """The rows of a CSV text with the line each begins on, counted from 1; empty rows are left.

    Raises
    ------
    csv.Error
        If a quotation mark is not closed: what follows would vanish into one cell.
    """
    declared = _EXCEL_SEPARATOR.match(text)
    delimiter = declared.group(1) if declared else sniff_delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    for cells in reader:
        is_empty = not any(cell.strip() for cell in cells)
        if not is_empty and not (declared and begins == 1):
            yield begins, cells
        begins = reader.line_num + 1


def sniff_delimiter(text: str) -> str:
    """The delimiter under which most rows have the same number of cells, more than one.

    >>> sniff_delimiter("date;pain\\n2026-03-01;5,5\\n2026-03-02;4,5\\n")
    ';'
    """
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(cells) for cells in islice(reader, N_ROWS_SNIFFED) if cells)
    except csv.Error:
        return (0, 0)
    width, n_rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    return (n_rows, width) if width > 1 else (0, 1)
