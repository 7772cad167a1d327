"""A course that is written and read again is the same course."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from deqi.exchange import read_course, read_table_folder, write_course, write_table_folder
from deqi.records import (
    AdverseEvent,
    Answer,
    Began,
    Block,
    Course,
    CoverageFacts,
    Credential,
    DaySpan,
    Diagnosis,
    DoctorsAnswer,
    Entry,
    Needling,
    Practitioner,
    ProviderKind,
    Score,
    Severity,
    Side,
    Treatment,
    Visit,
)
from deqi.screen import known_conditions, known_red_flags
from deqi.track import read_adverse_kinds

ZONES = ("UTC", "Europe/Vienna", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland")
DAYS = st.dates(date(2000, 1, 1), date(2035, 12, 31))
NRS = st.none() | st.floats(0, 10, allow_subnormal=False).map(abs)
WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=30
).map(str.strip)
TEXT = WORDS.filter(bool)
ANSWERS = st.sampled_from(Answer)

SPANS = st.tuples(DAYS, DAYS).map(lambda ends: DaySpan(min(ends), max(ends)))
COVERAGE = st.builds(
    CoverageFacts,
    systemic_cause=ANSWERS,
    surgery_related=ANSWERS,
    pregnancy_related=ANSWERS,
    provider=st.sampled_from(ProviderKind),
    meets_state_rules=ANSWERS,
    acupuncture_degree=ANSWERS,
    unrestricted_licence=ANSWERS,
    supervised=ANSWERS,
)


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


@st.composite
def moments(draw: st.DrawFn, zone: str, default: time) -> dict[str, object]:
    """When a record happened: any instant, or a date alone."""
    if draw(st.booleans()):
        at = draw(st.datetimes(datetime(2000, 1, 1), datetime(2035, 12, 31))).replace(tzinfo=UTC)
        return {"at": at, "on": at.astimezone(ZoneInfo(zone)).date(), "has_time": True}
    on = draw(DAYS)
    local = datetime.combine(on, default, ZoneInfo(zone))
    return {"at": local.astimezone(UTC), "on": on, "has_time": False}


@st.composite
def entries(draw: st.DrawFn, zone: str) -> Entry:
    return Entry(
        **draw(moments(zone, time(20))),
        pain_nrs=draw(NRS),
        leg_nrs=draw(NRS),
        worst_nrs=draw(NRS),
        sleep_nrs=draw(NRS),
        medicine=draw(maybe(TEXT)),
        work_lost=draw(maybe(st.booleans())),
        work_hindered_nrs=draw(NRS),
        flare=draw(maybe(st.booleans())),
        note=draw(maybe(TEXT)),
    )


POINTS = st.lists(
    st.from_regex(r"[A-Za-z]{1,6}( [a-z]{1,5})?[0-9]{0,2}", fullmatch=True), max_size=4
)


KINDS = st.sampled_from([kind.id for kind in read_adverse_kinds()])
ADVERSE = st.builds(AdverseEvent, KINDS, maybe(st.sampled_from(Severity)))


@st.composite
def of_each(draw: st.DrawFn, value: st.SearchStrategy, n: int) -> tuple[object, ...]:
    """None at all, one for all of `n` points, or one for each."""
    length = draw(st.sampled_from([0, 1, n]))
    return tuple(draw(maybe(value)) for _ in range(length))


@st.composite
def visits(draw: st.DrawFn, zone: str) -> Visit:
    points = tuple(draw(POINTS))
    needling = Needling(
        points=points,
        is_electrical=draw(maybe(st.booleans())),
        frequency_hz=draw(maybe(st.floats(0, 1000, allow_subnormal=False).map(abs))),
        retention_min=draw(maybe(st.floats(0, 240, allow_subnormal=False).map(abs))),
        reaction=draw(maybe(TEXT)),
        sides=draw(of_each(st.sampled_from(Side), len(points))),
        depths_mm=draw(of_each(st.floats(0, 150, allow_subnormal=False).map(abs), len(points))),
        n_needles=draw(maybe(st.integers(1, 200))),
        de_qi=draw(ANSWERS),
        needle_type=draw(maybe(TEXT)),
        adverse=tuple(draw(st.lists(ADVERSE, max_size=3))),
    )
    return Visit(
        **draw(moments(zone, time(13, 30))),
        pain_before_nrs=draw(NRS),
        pain_after_nrs=draw(NRS),
        needling=needling,
        anything_new=draw(ANSWERS),
        also_given=draw(maybe(TEXT)),
        note=draw(maybe(TEXT)),
    )


PEG_ANSWERS = st.lists(
    maybe(st.floats(0, 10, allow_subnormal=False).map(abs)), min_size=3, max_size=3
)
SCORES = st.one_of(
    st.builds(lambda on, answers: Score(on, "PEG", tuple(answers)), DAYS, PEG_ANSWERS),
    st.builds(lambda on, total: Score(on, "ODI", total=total), DAYS, st.floats(0, 100).map(abs)),
)
TREATMENTS = st.builds(
    lambda what, start, days: Treatment(what, start, start + timedelta(days) if days else None),
    TEXT,
    DAYS,
    st.integers(0, 400),
)


@st.composite
def blocks(draw: st.DrawFn) -> tuple[Block, ...]:
    """A run-in, then pairs in any order, or one drawn start, or blocks nobody drew."""
    first, length = draw(DAYS), draw(st.integers(1, 60))
    seed = draw(maybe(st.integers(0, 10**18 - 1)))
    spans = [
        (first + timedelta(k * length), first + timedelta((k + 1) * length - 1)) for k in range(7)
    ]
    kind = draw(st.sampled_from(["none", "pairs", "start", "undrawn"]))
    if kind == "pairs":
        ons = [on for _ in range(3) for on in draw(st.sampled_from([(True, False), (False, True)]))]
        drawn = zip(spans[1:], ons, (1, 1, 2, 2, 3, 3), strict=True)
        return (
            Block(*spans[0], False),
            *(Block(*span, is_on, pair, seed=seed) for span, is_on, pair in drawn),
        )
    if kind == "start":
        n = draw(st.integers(2, length + 1))
        choices = tuple(first + timedelta(length + k) for k in range(n))
        start = draw(st.sampled_from(choices))
        off = Block(first, start - timedelta(1), False)
        return (off, Block(start, spans[2][1], True, start_choices=choices, seed=seed))
    if kind == "undrawn":
        return tuple(Block(*span, draw(st.booleans())) for span in spans[:3])
    return ()


A_SCORE = Entry(datetime(2020, 1, 1, 12, tzinfo=UTC), date(2020, 1, 1), True, 5.0)
CREDENTIALS = st.builds(Credential, maybe(TEXT), maybe(TEXT), maybe(TEXT), maybe(DAYS))


@st.composite
def courses(draw: st.DrawFn) -> Course:
    zone = draw(st.sampled_from(ZONES))
    asked = draw(st.sampled_from([Answer.YES, Answer.NOT_ASKED]))
    agrees = draw(ANSWERS)
    a_score = A_SCORE
    if zone == "Pacific/Auckland":
        a_score = replace(a_score, on=date(2020, 1, 2))
    visited = tuple(draw(st.lists(visits(zone), max_size=4)))
    return Course(
        id=draw(TEXT),
        entries=(a_score, *draw(st.lists(entries(zone), max_size=5))),
        visits=visited,
        visits_recorded=bool(visited) or draw(st.booleans()),
        scores=tuple(draw(st.lists(SCORES, max_size=3))),
        treatments=tuple(draw(st.lists(TREATMENTS, max_size=3))),
        blocks=draw(blocks()),
        time_zone=zone,
        time_zone_given=zone != "UTC" or draw(st.booleans()),
        year_of_birth=draw(maybe(st.integers(1900, 1999))),
        sex=draw(maybe(TEXT)),
        duration_weeks=draw(maybe(st.floats(0, 5200, allow_subnormal=False).map(abs))),
        began=draw(st.sampled_from(Began)),
        diagnosis=draw(st.sampled_from(Diagnosis)),
        radiating=draw(ANSWERS),
        pregnancy=draw(ANSWERS),
        red_flags=draw(st.dictionaries(st.sampled_from(sorted(known_red_flags())), ANSWERS)),
        conditions=draw(
            st.dictionaries(
                st.sampled_from(sorted(known_conditions() - {"pregnancy"})), ANSWERS, max_size=4
            )
        ),
        medicines=draw(maybe(st.lists(TEXT, max_size=3).map(tuple))),
        expectation=draw(NRS),
        practitioner=Practitioner(draw(maybe(CREDENTIALS)), draw(maybe(CREDENTIALS))),
        doctor=DoctorsAnswer(asked, agrees, draw(maybe(DAYS))),
        cannot_come=tuple(draw(st.lists(SPANS, max_size=3))),
        coverage=draw(COVERAGE),
    )


def without_origin(course: Course) -> Course:
    """The course without what belongs to the files it came from."""
    return replace(
        course,
        entries=tuple(replace(entry, row=0) for entry in course.entries),
        visits=tuple(replace(visit, row=0) for visit in course.visits),
        scores=tuple(replace(score, row=0) for score in course.scores),
        treatments=tuple(replace(treatment, row=0) for treatment in course.treatments),
        blocks=tuple(replace(block, row=0) for block in course.blocks),
        warnings=(),
    )


def has_no_twins(course: Course) -> bool:
    """Copies with a time stamp are refused on reading, so they cannot come back."""
    timed = [r for r in (*course.entries, *course.visits) if r.has_time]
    return len(set(timed)) == len(timed)


@given(courses().filter(has_no_twins))
def test_read_of_write_is_the_course(course: Course) -> None:
    with TemporaryDirectory() as folder:
        write_course(course, folder)
        once = read_course(folder)
        again = Path(folder) / "again"
        write_course(once, again)
        assert read_course(again) == once
    assert without_origin(once) == course
    assert once.left_out == ()


def as_a_table_holds_it(course: Course) -> Course:
    """Keys composed and trimmed; a credential without any part is none."""
    practitioner = course.practitioner
    licence, certification = (
        credential if credential != Credential() else None
        for credential in (practitioner.licence, practitioner.certification)
    )
    return replace(
        course,
        id=unicodedata.normalize("NFC", course.id).strip(),
        practitioner=Practitioner(licence, certification),
    )


@settings(max_examples=30)
@example([Course("a", entries=(A_SCORE,), medicines=("two\nlines", "a;b"), time_zone_given=True)])
@given(
    st.lists(
        courses().filter(has_no_twins).map(as_a_table_holds_it),
        min_size=1,
        max_size=3,
        unique_by=lambda course: course.id,
    )
)
def test_read_of_a_written_table_folder_is_the_courses(given_courses: list[Course]) -> None:
    with TemporaryDirectory() as folder:
        write_table_folder(given_courses, folder)
        tables = read_table_folder(folder)
        read = [tables.course(key) for key in tables]
    assert tables.problems == ()
    assert [without_origin(course) for course in read] == given_courses
