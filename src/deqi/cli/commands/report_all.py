"""`deqi report FOLDER --all`: every course of a table folder, and go on where a run was ended."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tqdm import tqdm

from deqi.cli.inputs import check_as_of, input_paths, now_or_today, policy_from, reading_options
from deqi.cli.many import many_courses
from deqi.compute import ClusterError, ClusterMissingError, Failure, run_on_cluster, run_tasks
from deqi.exchange import TableFolder
from deqi.exchange.out_folder import OutFolder, csv_text, file_stems
from deqi.records import BadInputError, DeqiError, MissingPartError
from deqi.report.practice import (
    SUMMARY_COLUMNS,
    About,
    Answer,
    Line,
    Question,
    answer_course,
    line_of_failure,
    program_digest,
    question_digest,
    summary_row,
    write_index,
)

if TYPE_CHECKING:
    Results = Iterator[tuple[str, Answer | Failure]]

MIN_PATIENTS_A_PROCESS = 4  # a process takes about as long to begin as four courses take


class NoClusterError(DeqiError):
    """The cluster cannot be used: nobody answers, or its workers are not like this machine."""

    code = "no_cluster"
    exit_status = 10


def run_all(arguments: Namespace) -> None:
    """Write a report on each patient, `summary.csv` and `index.html`."""
    now = now_or_today(arguments)
    folder = many_courses(arguments, reading_options(arguments, now), now)
    with (
        OutFolder(arguments.out, input_paths(arguments)) as out,
        tqdm(total=len(folder), unit="patient", disable=not sys.stderr.isatty()) as progress,
    ):
        work = _Work(arguments, folder, out, now, progress)
        for key, result in work.results():
            work.take(key, result)
        work.finish()
    work.tell()


class _Work:
    """All patients of one run, and what has become of each."""

    def __init__(
        self,
        arguments: Namespace,
        folder: TableFolder,
        out: OutFolder,
        now: date | datetime,
        progress: tqdm[Any],
    ) -> None:
        self.arguments, self.folder, self.out = arguments, folder, out
        self.now, self.progress = now, progress
        self.formats = _formats(arguments)
        self.policy = policy_from(arguments)
        self.program = program_digest()
        self.stems = file_stems(folder)
        self.digests: dict[str, str] = {}
        self.lines: dict[str, Line] = {}

    def results(self) -> Results:
        """Everything that has to be computed, here or where it was asked for."""
        address = self.arguments.cluster
        if address is None:
            return run_tasks(answer_course, self._questions(), self._n_processes())
        return _told(run_on_cluster(answer_course, self._questions(), address, program_digest))

    def take(self, key: str, result: Answer | Failure) -> None:
        """Keep one result, whatever it is."""
        if isinstance(result, Failure):
            self._note(line_of_failure(key, result.code, [result.sentence]))
            return
        texts = {self._name(key, kind): text for kind, text in result.texts.items()}
        self.out.keep(key, self.digests[key], texts, result.line.plain())
        self._note(result.line)

    def finish(self) -> None:
        """Write what is about all of them."""
        lines = [self.lines[key] for key in self.folder]
        rows = [summary_row(line, self.stems[line.patient]) for line in lines]
        hrefs = {key: self._name(key, self.formats[-1]) for key in self.folder}
        today = self.now.date() if isinstance(self.now, datetime) else self.now
        notes = (*self.folder.warnings, *(str(problem) for problem in self.folder.problems))
        about = About(self.folder.path.resolve().name, today, notes, len(self.folder.problems))
        texts = {
            "summary.csv": csv_text([column.name for column in SUMMARY_COLUMNS], rows),
            "index.html": write_index(lines, hrefs, about),
        }
        self.out.finish(self.folder, texts)

    def tell(self) -> None:
        """Say what was written, and what was not."""
        failed = [line for line in self.lines.values() if line.problems]
        n_answered = len(self.lines) - len(failed)
        place = self.arguments.out
        print(
            f"Written: {place}/index.html and {n_answered} report{'s' * (n_answered != 1)}",
            file=sys.stderr,
        )
        if failed:
            print(f"Without an answer: {len(failed)}; index.html says why", file=sys.stderr)
        n_rows = len(self.folder.problems)
        if n_rows:
            print(f"Rows that belong to no patient: {n_rows}; index.html", file=sys.stderr)

    def _questions(self) -> Iterator[tuple[str, Question]]:
        """What is still to be answered; the rest is noted on the way."""
        for key in self.folder:
            try:
                question = self._question(key)
            except DeqiError as error:
                self._note(line_of_failure(key, error.code, _sentences(error)))
                continue
            digest = question_digest(question, self.program)
            names = [self._name(key, kind) for kind in self.formats]
            before = self.out.answered(key, digest, names)
            if before is None:
                self.digests[key] = digest
                yield key, question
            else:
                self._note(Line.from_plain(before.line))

    def _question(self, key: str) -> Question:
        course = self.folder.course(key)
        today = self.now
        if isinstance(today, datetime):
            today = today.astimezone(ZoneInfo(course.time_zone)).date()
        check_as_of(self.arguments.as_of, today)
        return Question(
            course,
            today,
            self.arguments.as_of,
            self.arguments.seed,
            self.policy,
            self.formats,
        )

    def _n_processes(self) -> int:
        wanted = self.arguments.jobs or _n_cores()
        return max(1, min(wanted, len(self.folder) // MIN_PATIENTS_A_PROCESS))

    def _name(self, key: str, kind: str) -> str:
        return f"{self.stems[key]}.{kind}"

    def _note(self, line: Line) -> None:
        self.lines[line.patient] = line
        self.progress.update()


def _formats(arguments: Namespace) -> tuple[str, ...]:
    """What was asked for; both when nothing was. The index links to the last one."""
    asked = tuple(kind for kind in ("json", "html") if getattr(arguments, kind) is not None)
    return asked or ("json", "html")


def _sentences(error: DeqiError) -> list[str]:
    if isinstance(error, BadInputError):
        return [str(problem) for problem in error.problems]
    return [str(error)]


def _n_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _told(results: Results) -> Results:
    """What is wrong with the cluster, as a sentence with what to do."""
    try:
        yield from results
    except ClusterMissingError:
        raise MissingPartError(
            "--cluster needs the library distributed, which is not installed. Install it with: "
            "pip install 'deqi[cluster]'"
        ) from None
    except ClusterError as error:
        raise NoClusterError(
            f"The cluster cannot be used: {error}. Check the address, and that the same deqi with "
            "the same libraries is installed on every worker."
        ) from None
