"""The page of the input: every column with what may stand in it and the names it goes by."""

from __future__ import annotations

from collections.abc import Iterator

from deqi.exchange.headings import NAMES, PATIENT, Kind, normalized
from deqi.screen import read_rules
from deqi.track.adverse import read_adverse_kinds

_PAIN = "a number from 0 to 10, or on the scale given with `--scale`; empty if it was not asked"
_TO_10 = "a number from 0 to 10; empty if it was not asked"
_YES_NO = "yes or no; empty if it was not asked"
_MEANINGS: dict[str, str] = {
    "patient": "the practice's own key, compared letter by letter; not a name",
    "date": "a day, with or without a time: `2026-03-31`, `2026-03-31 20:15`, `31/03/2026`",
    "time": "a time of day, if it is not in `date`: `20:15`, `8:15 pm`",
    "year": "with `month` and `day`, in place of `date`",
    "month": "see `year`",
    "day": "see `year`; alone, a date",
    "pain": f"back pain: {_PAIN}",
    "leg": f"leg pain: {_PAIN}",
    "worst": f"worst pain of the day: {_PAIN}",
    "sleep": f"how much pain disturbed sleep: {_TO_10}",
    "medicine": "what was taken, in words",
    "work_lost": f"whether work was lost that day: {_YES_NO}",
    "work_hindered": f"how much pain hindered work: {_TO_10}",
    "flare": f"whether the person calls it a flare: {_YES_NO}",
    "note": "any words; no computation uses them",
    "pain_before": f"just before needling: {_PAIN}",
    "pain_after": f"just after needling: {_PAIN}",
    "points": "needle points between semicolons, commas or spaces: `BL23; BL25`",
    "stimulation": "manual or electrical",
    "frequency_hz": "of electrical stimulation, 0 to 1000",
    "retention_min": "minutes the needles stayed",
    "reaction": "what was felt or happened, in words; `none` if asked and nothing happened",
    "side": "left, right, both or midline: one for all points, or one for each in their order, "
    "`both; midline`; `-` where it is not recorded",
    "depth_mm": "how far the needle went in, in mm, 0 to 150: one for all points, or one for each "
    "in their order, `25; 15`; `-` where it is not recorded",
    "n_needles": "needles put in, all points and sides together, 1 to 200",
    "de_qi": f"whether de qi was felt: {_YES_NO}",
    "needle_type": "thickness and length, maker or material, in words: `0.25 x 40 mm`",
    "adverse": "unwanted events between semicolons, each a kind and its severity (mild, moderate, "
    "severe or serious): `bleeding mild; fainting`. Kinds: "
    + ", ".join(f"`{kind.id}`" for kind in read_adverse_kinds()),
    "anything_new": f"whether anything is new since last time: {_YES_NO}",
    "also_given": "what else belonged to the visit, in words (moxa, cupping, advice); `none` if "
    "nothing did",
    "instrument": "the questionnaire: NRS, PEG, RMDQ-24, RMDQ-23, ODI, STarT Back",
    "answers": "its answers in their order: `7; 5; 6`; `-` where one is missing",
    "total": "its total, in place of the answers or beside them",
    "what": "the treatment, in words",
    "from": "the day it began",
    "to": "the last day; in `treatments.csv` empty if it goes on",
    "state": "`on`: visits are planned; `off`: none are",
    "pair": "the same number for two blocks of which chance decided which is on; else empty",
    "start_choices": "the days at which this on block might have started by chance: "
    "`2026-03-02; 2026-03-03; 2026-03-04`; else empty",
    "seed": "what the drawing was made from, as `deqi plan --blocks` writes it",
    "year_of_birth": "a year of four digits",
    "sex": "as recorded; it enters no computation",
    "time_zone": "of the person's clock, such as `Europe/Vienna`; without it UTC is taken",
    "onset": "the day the present pain began",
    "duration_weeks": "weeks of pain up to the first entry, 0 to 5200",
    "phase": "acute, subacute or chronic",
    "began": "how the pain began: lifting, twisting, fall, no event ...",
    "diagnosis": "strain or sprain, radicular, other",
    "radiating": "whether it runs into a leg: yes or no",
    "pregnancy": "yes or no",
    "medicines": "between semicolons or commas; `none` if asked and there are none",
    "expectation": "relief expected before the first visit, 0 to 10",
    "visits_recorded": "`no` if needling took place but its dates are not in the files",
    "cannot_come": "days without a visit, between semicolons: `2026-08-03..2026-08-21; 2026-09-07`",
    "coverage.systemic_cause": "yes or no: is there a systemic cause of the pain?",
    "coverage.surgery_related": "yes or no: is the pain associated with surgery?",
    "coverage.pregnancy_related": "yes or no: is the pain associated with pregnancy?",
    "coverage.provider": "who needles: `physician`, `pa np cns` or `auxiliary`",
    "coverage.meets_state_rules": "yes or no: does the provider meet the state's requirements?",
    "coverage.acupuncture_degree": "yes or no: a degree from an accredited school?",
    "coverage.unrestricted_licence": "yes or no: is the licence full, active and unrestricted?",
    "coverage.supervised": "yes or no, of auxiliary personnel: supervised as the rule asks?",
    "practitioner.licence": "of the practitioner's licence",
    "practitioner.certification": "of the practitioner's certification",
    "doctor.asked": "whether a doctor was asked: yes or no",
    "doctor.agrees": "what the doctor said to needling: yes or no",
    "doctor.on": "the day of the doctor's answer",
}
_NEEDED = {
    Kind.DIARY: "Needed: a date and `pain`.",
    Kind.VISITS: "Needed: a date. A time of day and `pain_before` sharpen the answer most.",
    Kind.SCORES: "Needed: a date, `instrument`, and `answers` or `total`.",
    Kind.TREATMENTS: "Needed: `what` and `from`.",
    Kind.BLOCKS: "Needed: `from`, `to` and `state`. Blocks with and without visits, planned before "
    "they begin; `deqi plan --blocks` draws and writes them.",
    Kind.PATIENTS: (
        "Only in a folder of many courses, where every table has a column `patient`. One row for "
        "each patient; an empty cell is not asked. The columns are the keys of `course.toml`."
    ),
}


def describe_input() -> str:
    """The page of the input as Markdown; `docs/reference/input.md` is this text.

    >>> describe_input().splitlines()[0]
    '# Input: the columns of each file'
    """
    lines = [
        "# Input: the columns of each file\n",
        "Headings are compared without capitals, accents and punctuation. Any other heading can be "
        'given with `--map`, such as `--map pain="How bad was it?"`.\n',
    ]
    for kind in Kind:
        lines += _table(kind)
    return "\n".join(lines)


def _table(kind: Kind) -> Iterator[str]:
    yield f"## `{kind.value}.csv`\n\n{_NEEDED[kind]}\n"
    yield "| column | what may stand there | also read under |"
    yield "|---|---|---|"
    for field, names in NAMES[kind].items():
        if field == PATIENT and kind is not Kind.PATIENTS:
            continue
        others = [name for name in names if normalized(name) != normalized(field)]
        yield f"| `{field}` | {_meaning(field)} | {', '.join(others)} |"
    yield ""


def _meaning(field: str) -> str:
    section, _, key = field.rpartition(".")
    if section in ("red_flags", "conditions"):
        rules = read_rules()
        asked = {rule.id: rule.question for rule in (*rules.red_flags, *rules.contraindications)}
        return f"yes or no: {asked[key]}"
    if section.startswith("practitioner"):
        return f"{key.replace('_', ' ')} {_MEANINGS[section]}"
    return _MEANINGS[field]
