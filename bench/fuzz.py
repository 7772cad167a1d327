"""A million mutated files to the readers: never a traceback, a hang, or a value changed in silence.

python -m bench.fuzz --runs 1000000 --seed 1      (extra `fuzz`; about an hour on one core)

Files are mutated by what the readers do with them (coverage). Whatever comes out is held against
the bytes by means that share nothing with the readers: each score must stand as a number in its
own line, each day as numbers too, and each line must have become a row, a problem, or a warning.
A failing file is kept as `crash-*` in the folder of the seeds, which is printed.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deqi.records import BadInputError, Entry

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "fixtures"
LONGEST_S = 10
NUMBERS = tuple(re.compile(form) for form in (r"\d+", r"\d*\.\d+", r"\d*,\d+"))
DIARY, FOLDER, TOML, PATIENTS, MAPPING = range(5)


def check(kind: int, data: bytes, folder: Path) -> None:
    """Read one mutated file; AssertionError if a promise was broken, anything else is a bug."""
    _TARGETS[kind % len(_TARGETS)](data, folder)


def _diary(data: bytes, folder: Path) -> None:
    from deqi.exchange import read_course_csv
    from deqi.records import BadInputError

    file = folder / "diary.csv"
    file.write_bytes(data)
    try:
        course = read_course_csv(file, leave_out_bad_rows=True)
    except BadInputError as refused:
        _check_told(refused)
        return
    said = _rows_said(course.left_out + course.warnings)
    hold_against_bytes(data, course.entries, said)


def hold_against_bytes(data: bytes, entries: tuple[Entry, ...], said: set[int]) -> None:
    """Nothing changed, nothing lost. Lines with quotation marks may run on: they are left aside."""
    text = _as_text(data)
    if text is None or '"' in text:
        return
    lines = re.split(r"\r\n|\r|\n", text)
    for entry in entries:
        line = lines[entry.row - 1]
        numbers = {float(n.replace(",", ".")) for form in NUMBERS for n in form.findall(line)}
        parts = {int(n) for n in re.findall(r"\d+", line)}
        if entry.pain_nrs is not None:
            assert _stands(entry.pain_nrs, numbers), (entry.row, entry.pain_nrs, line)
        assert {entry.on.day, entry.on.month} <= parts, (entry.row, entry.on, line)
    rows = {entry.row for entry in entries}
    first = min(rows, default=0)
    unaccounted = [
        k
        for k, line in enumerate(lines, start=1)
        if k > first and line.strip().strip(",;\t ") and k not in rows | said
    ]
    assert not unaccounted, (unaccounted, sorted(said))


def _check_told(refused: BadInputError) -> None:
    if not refused.problems:
        raise AssertionError("refused without a word")


def _stands(nrs: float, numbers: set[float]) -> bool:
    """A word such as '7 of 10' or '5.0' may stand around it; 5,5 may also have been 5.5."""
    return any(abs(nrs - n) < 1e-9 for n in numbers)


def _as_text(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else (
        "utf-8-sig", "cp1252",
    ):  # fmt: skip
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _rows_said(sentences: tuple[str, ...]) -> set[int]:
    """Rows that a problem or a warning names; 'and 3 more' accounts for all the rest."""
    said: set[int] = set()
    for sentence in sentences:
        found = re.findall(r"rows? ((?:\d+(?:, )?)+)", sentence)
        said |= {int(n) for part in found for n in re.findall(r"\d+", part)}
        if re.search(r"and \d+ more", sentence):
            said |= set(range(100_000))
    return said


def _folder(data: bytes, folder: Path) -> None:
    _read_all(folder, {"diary.csv": data})


def _patients(data: bytes, folder: Path) -> None:
    diary = b"patient,date,pain\nA,2026-03-01,5\nB,2026-03-01,6\n"
    _read_all(folder, {"diary.csv": diary, "patients.csv": data})


def _read_all(folder: Path, files: dict[str, bytes]) -> None:
    from deqi.exchange import read_table_folder
    from deqi.records import BadInputError

    for name in ("diary.csv", "patients.csv"):
        (folder / name).unlink(missing_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    try:
        read = read_table_folder(folder)
    except BadInputError as refused:
        _check_told(refused)
        return
    for key in read:
        try:
            assert read.course(key).id == key
        except BadInputError as refused:
            _check_told(refused)


def _toml(data: bytes, folder: Path) -> None:
    from deqi.exchange import read_course
    from deqi.records import BadInputError

    (folder / "patients.csv").unlink(missing_ok=True)
    (folder / "diary.csv").write_bytes(b"date,pain\n2026-03-01,5\n")
    (folder / "course.toml").write_bytes(data)
    try:
        assert len(read_course(folder).entries) == 1
    except BadInputError as refused:
        _check_told(refused)
    finally:
        (folder / "course.toml").unlink()


def _mapping(data: bytes, folder: Path) -> None:
    from deqi.exchange import read_mapped
    from deqi.records import BadInputError

    export, mapping = folder / "export.csv", folder / "mapping.toml"
    export.write_bytes(b"who;when;form;mm\nA;3/4/2026;pain;55\nB;13/4/2026;mood;9\n")
    mapping.write_bytes(data)
    try:
        read = read_mapped(export, mapping)
        for key in read:
            read.course(key)
    except BadInputError as refused:
        _check_told(refused)


_TARGETS: tuple[Callable[[bytes, Path], None], ...] = (_diary, _folder, _toml, _patients, _mapping)


def seeds() -> list[bytes]:
    """Files to begin with, the first byte choosing the reader."""
    diary = b"date,time,pain,leg,flare,note\n2026-03-01,20:15,5,3,no,x\n2026-03-02,,5.5,,,\n"
    spanish = b"Fecha;Hora;Dolor (0-10)\n13/03/2026;20.15;5,5\n14/03/2026;;7 de 10\n"
    folder = b"patient,date,pain\nA,2026-03-01,5\nB,2026-03-02,6\nA,2026-03-03,11\n"
    patients = b"patient,onset,sex,medicines,doctor.asked\nA,2026-01-05,f,none,yes\nB,,,,\n"
    toml = b'id = "A"\nonset = 2026-01-20\n[red_flags]\nfever_or_chills = "no"\n'
    logs = sorted((FIXTURES / "myaiguide").glob("*.csv"))
    mappings = sorted((ROOT / "docs" / "how-to" / "mappings").glob("*.toml"))
    says = b'[diary]\npatient = "who"\ncolumns = { date = "when", pain = "mm" }\nscale = [0, 100]\n'
    begun = [(DIARY, diary), (DIARY, spanish), (FOLDER, folder), (PATIENTS, patients)]
    begun += [(TOML, toml), (MAPPING, says)]
    begun += [(DIARY, log.read_bytes()[:1500]) for log in logs]
    begun += [(MAPPING, mapping.read_bytes()) for mapping in mappings]
    return [bytes([kind]) + data for kind, data in begun]


def main() -> None:
    """Run as many mutated files as asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    import atheris

    with atheris.instrument_imports(include=["deqi.exchange"]):
        import deqi.exchange  # noqa: F401

    corpus = Path(tempfile.mkdtemp(prefix="deqi-fuzz-"))
    for k, seed in enumerate(seeds()):
        (corpus / f"seed-{k}").write_bytes(seed)
    work = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    print(f"seeds and findings: {corpus}", file=sys.stderr)

    def one(data: bytes) -> None:
        if data:
            check(data[0], data[1:], work)

    options = (f"-runs={asked.runs}", f"-seed={asked.seed}", f"-timeout={LONGEST_S}",
               "-max_len=600", f"-artifact_prefix={corpus}/", "-print_final_stats=1")  # fmt: skip
    atheris.Setup([sys.argv[0], str(corpus), *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
