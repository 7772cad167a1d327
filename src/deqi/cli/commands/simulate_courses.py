"""`deqi simulate courses`: many made-up courses of a scenario, with the truth beside them."""

from __future__ import annotations

import csv
import io
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from tqdm import tqdm

from deqi.cli.outputs import as_json, put
from deqi.exchange import WouldOverwriteError, write_course, write_file, write_table_folder
from deqi.records import Course
from deqi.simulate.study import MadeCourse, make_courses, read_study
from deqi.simulate.trial import response_of

TRUTH_FILE = "truth.csv"


def run(arguments: Namespace) -> None:
    """Write the courses as folders or as tables, and truth.csv."""
    study = read_study(arguments.scenario)
    if arguments.out.is_dir() and any(arguments.out.iterdir()):
        raise WouldOverwriteError(
            f"The folder {arguments.out.name} is not empty. Give the name of a new folder."
        )
    made = make_courses(study, arguments.n, arguments.seed, response_of(study))
    truths: list[dict[str, object]] = []
    courses = _with_progress(_remembered(made, truths), arguments.n)
    if arguments.form == "table":
        write_table_folder(courses, arguments.out)
    else:
        for course in courses:
            write_course(course, arguments.out / course.id)
    write_file(arguments.out / TRUTH_FILE, _table(truths))
    print(f"Written: {arguments.out} ({arguments.n} courses, simulated)", file=sys.stderr)
    if arguments.json is not None:
        put(as_json(_plain(arguments, study.seed)), arguments.json, arguments)


def _remembered(made: Iterable[MadeCourse], truths: list[dict[str, object]]) -> Iterator[Course]:
    for one in made:
        truths.append({"patient": one.course.id, "arm": one.arm or "", **asdict(one.person)})
        yield one.course


def _with_progress(courses: Iterator[Course], n: int) -> Iterable[Course]:
    bar: Iterable[Course] = tqdm(
        courses, total=n, unit=" courses", disable=not sys.stderr.isatty(), leave=False
    )
    return bar


def _table(rows: list[dict[str, object]]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def _plain(arguments: Namespace, own_seed: int) -> dict[str, object]:
    return {
        "schema": "deqi.simulated-courses/1",
        "scenario": Path(arguments.scenario).name,
        "folder": str(arguments.out),
        "form": arguments.form,
        "n": arguments.n,
        "seed": own_seed if arguments.seed is None else arguments.seed,
    }
