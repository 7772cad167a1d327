"""What an empty diary asks, in plain words, and when not to write but to get help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from deqi.report.contents import Statement
from deqi.report.wording import SHORT_MONTHS
from deqi.screen import Outcome, read_rules

N_DAYS = 28
DAYS_A_SHEET = 14
WEEK_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Column:
    """One thing that is asked: its field in `diary.csv`, its head, and how to answer."""

    field: str
    head: str
    hint: str


COLUMNS = (
    Column("time", "Time", "written"),
    Column("pain", "Back pain", "0-10"),
    Column("leg", "Leg pain", "0-10"),
    Column("worst", "Worst today", "0-10"),
    Column("sleep", "Sleep disturbed", "0-10"),
    Column("medicine", "Medicine taken", "name, dose"),
    Column("work_lost", "Work lost", "yes/no"),
    Column("work_hindered", "Work hindered", "0-10"),
    Column("flare", "Flare-up", "yes/no"),
    Column("note", "Note", "your own"),
)

HOW_TO_WRITE = (
    "Write once a day, in the evening, on good days and on bad days alike.",
    "Pain is a number: 0 is no pain, 10 is the worst pain you can imagine.",
    "Only the day and your back pain are needed. Leave empty what you do not know, and do not fill "
    "in past days from memory: an empty box is better than a guess.",
    "A flare-up is a jump of pain above what is usual for you.",
    "Bring this diary to your next visit.",
)
NOT_WATCHED = (
    "This diary is not watched: nobody reads it before you bring it. If you are worried, call your "
    "doctor."
)
AFTER_NEEDLES = Statement(
    "a cough, chest pain or sudden shortness of breath after needles in the chest, back or belly",
    ("who1999guidelines",),
)


@dataclass(frozen=True, slots=True)
class DiaryDay:
    """One row: its number, and its date if dates are printed."""

    number: int
    date: str


def alarm_signs() -> tuple[str, ...]:
    """When to get help at once: the emergencies of the safety check, in few words.

    >>> alarm_signs()[0]
    'numbness or tingling between the legs'
    """
    emergencies = (r for r in read_rules().red_flags if r.outcome is Outcome.EMERGENCY)
    return (*(rule.finding for rule in emergencies), AFTER_NEEDLES.sentence)


def diary_days(first_on: date | None) -> tuple[DiaryDay, ...]:
    """Twenty-eight rows, with their dates from `first_on`, or to be filled in by hand.

    >>> diary_days(date(2026, 3, 2))[0]
    DiaryDay(number=1, date='Mon 2 Mar')
    """
    return tuple(
        DiaryDay(k + 1, _short(first_on + timedelta(days=k)) if first_on else "")
        for k in range(N_DAYS)
    )


def _short(on: date) -> str:
    return f"{WEEK_DAYS[on.weekday()]} {on.day} {SHORT_MONTHS[on.month - 1]}"
