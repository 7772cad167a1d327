"""A course folder to start from: every key with what it means, nothing answered beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from deqi.exchange.course_folder import AnyPath
from deqi.exchange.course_toml import COURSE_FILE
from deqi.exchange.toml_text import quoted
from deqi.exchange.write_folder import write_new_folder
from deqi.records import Began, Diagnosis, Phase, ProviderKind
from deqi.screen import read_rules
from deqi.screen.rules import Rule

_DIARY = "date,time,pain,leg,worst,sleep,medicine,work_lost,work_hindered,flare,note\n"
_VISITS = (
    "date,time,anything_new,pain_before,pain_after,points,side,depth_mm,n_needles,de_qi,"
    "stimulation,frequency_hz,retention_min,needle_type,also_given,reaction,adverse,note\n"
)


def write_template(folder: AnyPath) -> None:
    """Make a folder with a commented `course.toml` and the headings of diary and visits.

    Raises
    ------
    WouldOverwriteError
        If the folder holds a course already.
    OutputError
        If it cannot be written.
    """
    path = Path(folder)
    texts = {COURSE_FILE: course_template(path.name), "diary.csv": _DIARY, "visits.csv": _VISITS}
    write_new_folder(path, texts)


def blank_diary_csv(first_on: date | None = None, n_days: int = 28) -> str:
    """An empty diary as CSV: its headings, and a row for each day if the first day is known.

    A row without a score reads as a gap, never as a score.

    >>> print(blank_diary_csv(date(2026, 3, 2), n_days=1))
    date,time,pain,leg,worst,sleep,medicine,work_lost,work_hindered,flare,note
    2026-03-02,,,,,,,,,,
    <BLANKLINE>
    """
    days = [first_on + timedelta(days=k) for k in range(n_days)] if first_on else []
    return _DIARY + "".join(f"{on.isoformat()}{',' * _DIARY.count(',')}\n" for on in days)


def course_template(course_id: str = "P-001") -> str:
    """A commented `course.toml` with every key; its questions are those of the screen.

    >>> print(course_template("P-014").splitlines()[4])
    id = "P-014"
    """
    rules = read_rules()
    return "\n".join(
        [
            _OPENING.format(id=quoted(course_id), **_options()),
            "[red_flags]",
            *_questions(rules.red_flags),
            "",
            "[conditions]",
            *_questions(rule for rule in rules.contraindications if rule.id != "pregnancy"),
            _CLOSING.format(provider=_listed(ProviderKind)),
        ]
    )


def _options() -> dict[str, str]:
    return {"phase": _listed(Phase), "began": _listed(Began), "diagnosis": _listed(Diagnosis)}


def _listed(options: type[StrEnum]) -> str:
    return ", ".join(option.value for option in options if option.value != "unknown")


def _questions(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        yield f"# {rule.question}"
        yield f'# {rule.id} = "no"'


_OPENING = """\
# One person's course of treatment. Take the # away in front of what is known and correct it.
# What was not asked stays out: not asked is not "no". Only the diary or the visits are needed.

# Your own key for this course, not a name.
id = {id}

# year_of_birth = 1979
# sex = "female"
# The time zone of the person's clock; without it all times are taken as UTC.
# time_zone = "Europe/Vienna"

# How long the pain had lasted: one of the three.
# onset = 2026-01-20
# duration_weeks = 6
# phase = "subacute"            # {phase}

# began = "lifting"             # {began}
# diagnosis = "other"           # {diagnosis}
# radiating = "no"              # does it run into a leg? yes or no
# pregnancy = "no"
# medicines = []                # [] if none; otherwise ["warfarin", "ibuprofen"]
# expectation = 7               # 0-10, relief expected before the first visit
# visits_recorded = false       # needling took place, but its dates are not in these files
# cannot_come = ["2026-08-03..2026-08-21", "2026-09-07"]   # days without a visit

# Questions to ask before needling: answer "yes" or "no"."""

_CLOSING = """
# [practitioner.licence]
# number = "A-123"
# body = "Board of Acupuncture"
# jurisdiction = "Bavaria"
# valid_until = 2027-12-31

# [practitioner.certification]
# number = "C-123"
# body = "Certifying body"
# jurisdiction = "Bavaria"
# valid_until = 2027-12-31

# [doctor]
# asked = "yes"                 # was a doctor asked about needling?
# agrees = "yes"                # what the doctor said
# on = 2026-02-01

# What US Medicare's rule asks (deqi plan --policy us-medicare); answer "yes" or "no".
# [coverage]
# systemic_cause = "no"         # is there a metastatic, inflammatory, infectious ... cause?
# surgery_related = "no"        # is the pain associated with surgery?
# pregnancy_related = "no"      # is it associated with pregnancy?
# provider = "physician"        # {provider}
# meets_state_rules = "yes"     # does the provider meet the state's requirements?
# acupuncture_degree = "yes"    # masters or doctorate from an accredited school?
# unrestricted_licence = "yes"  # full, active and unrestricted?
# supervised = "yes"            # of auxiliary personnel only
"""
