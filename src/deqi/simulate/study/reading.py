"""Read a scenario file: TOML in, a study out, everything that is wrong told at once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from deqi.records import BadInputError, InputProblem
from deqi.simulate.person import Person
from deqi.simulate.study.keys import Problems, nearest, read_section
from deqi.simulate.study.schedules import Schedule, schedule_from
from deqi.simulate.study.sections import (
    ANALYSES,
    Arm,
    Diary,
    Effect,
    Other,
    Population,
    Study,
    Trial,
)

TOP = ("title", "seed", "population", "diary", "visits", "effect", "other", "arms", "trial")
PERSON_KEYS = tuple(name for name in Person.__dataclass_fields__ if name != "flares_per_d")
MOST_PEOPLE = 10_000_000  # in each arm of all trials: what two gigabytes hold
DEFAULT_VISITS = "twice-then-weekly"
NO_LINK = (
    "no published link from daily pain to {name} with its scatter is in the evidence tables, "
    "so that made-up totals would be invented"
)


def list_scenarios() -> tuple[str, ...]:
    """The names of the scenarios that ship with deqi."""
    folder = files("deqi.simulate") / "scenarios"
    names = (file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return tuple(sorted(name.removesuffix(".toml") for name in names))


def scenario_text(name: str) -> str:
    """The file of a shipped scenario."""
    return (files("deqi.simulate") / "scenarios" / f"{name}.toml").read_text(encoding="utf-8")


def read_study(path: str | Path) -> Study:
    """A study from a scenario file, or from a shipped one by its name.

    Raises
    ------
    BadInputError
        With every key that is unknown or has a value it cannot have.

    Examples
    --------
    >>> [arm.name for arm in read_study("three-arms").arms]
    ['acupuncture', 'sham', 'usual care']
    """
    file = Path(path)
    if not file.exists() and str(path) in list_scenarios():
        return study_from_text(scenario_text(str(path)), f"{path}.toml")
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(file, error) from None
    return study_from_text(text, file.name)


def study_from_text(text: str, file: str = "scenario.toml") -> Study:
    """The same from the text of the file.

    >>> study_from_text("[diary]\\nn_days = 120\\n").diary.n_days
    120
    """
    problems = Problems(file)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.refuse("the file", str(error), "TOML", "Correct the line that it names.")
        table = {}
    problems.stop_if_any()
    study = _study(table, problems)
    problems.stop_if_any()
    assert study is not None
    return study


def _unreadable(file: Path, error: Exception) -> BadInputError:
    given = "no such file" if isinstance(error, FileNotFoundError) else "a file that cannot be read"
    expected = "a scenario file, or one of " + ", ".join(list_scenarios())
    to_do = "Check its name; the scenarios that ship with deqi show how one is written."
    return BadInputError((InputProblem(file.name, None, None, given, expected, to_do),))


def _study(table: Mapping[str, Any], problems: Problems) -> Study | None:
    for name in table:
        if name not in TOP:
            expected = "one of the sections " + ", ".join(TOP)
            problems.refuse(name, name, expected, nearest(name, dict.fromkeys(TOP)))
    title, seed = table.get("title", "made-up study"), table.get("seed", 1)
    if not isinstance(title, str):
        problems.refuse("title", title, "words in quotation marks", "Correct this value.")
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        problems.refuse("seed", seed, "a whole number from 0", "Correct this value.")
    parts: dict[str, Any] = {
        name: read_section(section, table.get(name, {}), name, problems)
        for name, section in (
            ("population", Population), ("diary", Diary), ("effect", Effect), ("trial", Trial),
        )
    }  # fmt: skip
    _check_alone(parts, problems)
    other = read_section(Other, table["other"], "other", problems) if "other" in table else None
    schedule = schedule_from(table.get("visits", DEFAULT_VISITS), "visits", problems)
    arms = _arms(table.get("arms", []), problems)
    if problems.found or schedule is None:
        return None
    values: dict[str, Any] = {**parts, "other": other, "schedule": schedule, "arms": arms}
    study = Study(title=title, seed=seed, **values)
    _check(study, problems)
    return study


def _arms(given: object, problems: Problems) -> tuple[Arm, ...]:
    if not isinstance(given, list):
        problems.refuse("arms", given, "a list of tables", "Begin each arm with [[arms]].")
        return ()
    arms = []
    for k, table in enumerate(given, start=1):
        arm = read_section(Arm, table, f"arms[{k}]", problems)
        schedule = schedule_from(arm.visits, f"arms[{k}].visits", problems) if arm else None
        if arm and schedule:
            arms.append(replace(arm, schedule=schedule))
    return tuple(arms)


def _check_alone(parts: Mapping[str, Any], problems: Problems) -> None:
    """What a section's own keys tell, whatever is wrong elsewhere."""
    trial, population = parts["trial"], parts["population"]
    if population is not None:
        _check_person(population.person, problems)
    if trial is None:
        return
    if trial.instrument != "NRS":
        problems.refuse(
            "trial.instrument",
            trial.instrument,
            '"NRS"',
            NO_LINK.format(name=trial.instrument) + ".",
        )
    for name in trial.analyses:
        if name not in ANALYSES:
            problems.refuse(
                "trial.analyses", name, ", ".join(ANALYSES), nearest(name, list(ANALYSES))
            )


def _check(study: Study, problems: Problems) -> None:
    """What single keys cannot tell: keys that contradict each other."""
    diary, population = study.diary, study.population
    if population.enrolment_nrs_at_least > population.enrolment_nrs_at_most:
        problems.refuse(
            "population.enrolment_nrs_at_least", population.enrolment_nrs_at_least,
            f"at most enrolment_nrs_at_most, {population.enrolment_nrs_at_most:g}",
            "Exchange the two.",
        )  # fmt: skip
    if diary.run_in_d >= diary.n_days:
        problems.refuse(
            "diary.run_in_d", diary.run_in_d, f"less than n_days, {diary.n_days}", "Correct one."
        )
    _check_schedules(study, problems)
    if study.arms:
        _check_arms(study, problems)


def _check_person(person: object, problems: Problems) -> None:
    if person is None:
        return
    if not isinstance(person, Mapping):
        problems.refuse("population.person", person, "a table", "Write {c = 6, g_s = 0}.")
        return
    for name, value in person.items():
        place = f"population.person.{name}"
        if name not in PERSON_KEYS:
            known = "one of " + ", ".join(PERSON_KEYS)
            problems.refuse(place, name, known, nearest(name, list(PERSON_KEYS)))
        elif isinstance(value, bool) or not isinstance(value, int | float):
            problems.refuse(place, value, "a number", "Correct this value.")
        elif name.startswith("tau_") and value <= 0:
            problems.refuse(place, value, "days above 0", "Correct this value.")
        elif name in {"walk", "sd_d", "sd_e"} and value < 0:
            problems.refuse(place, value, "0 or more", "Correct this value.")


def _check_schedules(study: Study, problems: Problems) -> None:
    """A visit after the end of the record would be left out without a word."""
    length = study.diary.n_days - study.diary.run_in_d
    named: list[tuple[str, Schedule]] = [("visits", study.schedule)] if not study.arms else []
    named += [(f"arms[{k}].visits", a.schedule) for k, a in enumerate(study.arms, start=1)]
    for place, schedule in named:
        late = [day for day in schedule.days if day >= length]
        if late:
            problems.refuse(
                place, f"visit on day {late[-1]}", f"days below {length} (n_days less run_in_d)",
                "Make diary.n_days longer, or give visits that fit.",
            )  # fmt: skip


def _check_arms(study: Study, problems: Problems) -> None:
    names, trial = [arm.name for arm in study.arms], study.trial
    if len(names) < 2:
        problems.refuse("arms", f"{len(names)} arm", "two arms or more", "Add an arm to compare.")
        return
    for name in {n for n in names if names.count(n) > 1}:
        problems.refuse("arms", name, "a name of its own for each arm", "Rename one.")
    if trial.compare and (len(trial.compare) != 2 or trial.compare[0] == trial.compare[1]):
        problems.refuse("trial.compare", trial.compare, "two different arms", "Name two arms.")
    for name in trial.compare:
        if name not in names:
            problems.refuse(
                "trial.compare", name, "one of " + ", ".join(names), nearest(name, names)
            )
    if study.diary.run_in_d < 1:
        problems.refuse(
            "diary.run_in_d", study.diary.run_in_d, "1 or more in a trial",
            "The baseline is the mean of the run-in.",
        )  # fmt: skip
    end = study.diary.run_in_d + (
        trial.day if trial.outcome == "daily" and trial.day else 7 * trial.week
    )
    if end > study.diary.n_days:
        problems.refuse(
            "trial.week", f"outcome ends on day {end}",
            f"within diary.n_days, {study.diary.n_days}", "Make n_days longer, or ask earlier.",
        )  # fmt: skip
    if trial.outcome == "daily" and "mixed" in trial.analyses:
        problems.refuse(
            "trial.analyses", "mixed", 'an analysis of a daily outcome: "ancova" or "responders"',
            "The mixed model reads weekly means; take it out, or ask for a weekly outcome.",
        )  # fmt: skip
    n_people = trial.n_trials * max(*trial.n_per_arm, trial.search_up_to, 0)
    if n_people > MOST_PEOPLE:
        problems.refuse(
            "trial.n_trials", f"{n_people:,} people in each arm of all trials",
            f"at most {MOST_PEOPLE:,}", "Make fewer trials, or smaller ones.",
        )  # fmt: skip
    if not trial.n_per_arm or not trial.analyses:
        problems.refuse(
            "trial", "an empty list", "one size and one analysis at least", "Fill in the list."
        )
    for n in trial.n_per_arm:
        if n < 2:
            problems.refuse(
                "trial.n_per_arm", n, "2 or more",
                "With one person an arm, nothing tells chance from effect.",
            )  # fmt: skip
