"""The rules of the judge in words: the page that a moderator can read and question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from deqi.society.comments.accounts import (
    FORTNIGHT,
    JUST_MADE,
    LONG_STANDING,
    MINUTES_AGO,
    N_FAST,
    NEW,
    THREE_DAYS,
)
from deqi.society.comments.comment import Code
from deqi.society.comments.cue import read_cue
from deqi.society.comments.hurry import POINTS_IN_A_HURRY
from deqi.society.comments.promotion import (
    CUES,
    MOST_DOUBTS,
    MOST_FOR_A_DISCUSSION,
    NAMES,
    POINTS_TO_HOLD,
)
from deqi.society.comments.tables import allowed_host_rows, read_help_lines, read_identifiers
from deqi.society.comments.weighed_words import MOST_AGAINST, MOST_FOR_WORDS


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


_OPENING = f"""\
# Comments

This page is made from the tables in `deqi/society/comments` by its `describe_rules()`. A comment is
held until a moderator has looked when there is at least one reason; each says what was found. The
author of a comment that is no advert loses some time, nothing else: a person decides.

## Reasons

Trusted is a member whose account is at least {LONG_STANDING.days} days old. Trust lifts the soft
reasons only.
"""
_MEANINGS = {
    Code.CONTACT_DETAILS: "a telephone number, an e-mail address, or a name on a messenger",
    Code.PROMOTION: "it reads as an advert: the points below are enough",
    Code.LINK: "a link to a site that is not listed below",
    Code.COPIED_TEXT: (
        f"most of it stands in a post of the same author of the last {FORTNIGHT.days} days, and it "
        "is no notice of those who keep order"
    ),
    Code.SPUN_TEXT: (
        "odd synonyms of usual terms, or a post of the same author of the last "
        f"{THREE_DAYS.days} days with its words exchanged"
    ),
    Code.POSTS_FAST: (
        f"an account under {NEW.days} days old, {N_FAST} comments within an hour; or praise alone, "
        f"{POINTS_IN_A_HURRY:g} points of its phrases and words, from an account under "
        f"{_minutes(JUST_MADE)} minutes old or for the second time within {_minutes(MINUTES_AGO)}"
    ),
}


def describe_rules() -> str:
    """The rules as Markdown; `docs/reference/comments.md` is this text.

    Examples
    --------
    >>> describe_rules().splitlines()[0]
    '# Comments'
    """
    parts = (_reasons(), _points(), _numbers(), _help_lines(), _hosts())
    return "\n".join([_OPENING, *(line for part in parts for line in part)]) + "\n"


def _reasons() -> Iterator[str]:
    yield from ("| code | held for | soft |", "|---|---|---|")
    for code, meaning in _MEANINGS.items():
        yield f"| `{code.value}` | {meaning} | {'yes' if code.is_soft else 'no'} |"


def _points() -> Iterator[str]:
    yield (
        "\n## Points of an advert\n\n"
        f"Held from {POINTS_TO_HOLD:g} points on. Each different phrase that discusses the post "
        f"takes a point away, at most {MOST_FOR_A_DISCUSSION}; each that says that it did not help "
        f"takes two, at most {2 * MOST_DOUBTS}. The phrases are in "
        "`deqi/society/comments/cues/*.toml`, by language.\n\nEach word has a weight besides, "
        "and so have the letters it begins with, which the examples give (`weighed_words.csv`; "
        "`abc*` is any longer word that begins so, `*` counts in every comment): what "
        "the words of a comment come to adds "
        f"at most {MOST_FOR_WORDS:g} points, or takes at most {MOST_AGAINST:g} away. It counts "
        "only beside a sign of this table.\n"
    )
    yield from ("| the comment | points | a second phrase |", "|---|---|---|")
    for cue in map(read_cue, CUES):
        yield f"| {cue.says} | {cue.points} | {cue.points_again or ''} |"
    for name in NAMES:
        yield f"| {name.says} | {name.points} | |"


def _numbers() -> Iterator[str]:
    yield "\n## Numbers that are not taken for telephone numbers\n"
    yield from ("| kind | examples |", "|---|---|")
    for kind, (_, examples) in read_identifiers().items():
        yield f"| {kind.replace('_', ' ')} | {', '.join(f'`{example}`' for example in examples)} |"


def _help_lines() -> Iterator[str]:
    yield (
        "\n## Help lines\n\nThese may be named in any comment. Each was read at the address beside "
        "it. Where that is libphonenumber, only the numbering plan was seen: such a number exists, "
        "but not who answers. Lines change, so look before you send anybody there.\n"
    )
    yield from ("| number | name | country | read at | checked on |", "|---|---|---|---|---|")
    for line in read_help_lines():
        where = f"<{line.read_at}> | {line.checked}"
        yield f"| {line.number} | {line.name} | {line.country} | {where} |"


def _hosts() -> Iterator[str]:
    yield (
        "\n## Sites that comments may link to\n\nAnd every host of a public body or university: "
        "`.gov`, `.edu`, `.int`, `.ac.uk` and the like.\n"
    )
    yield from ("| host | what it holds |", "|---|---|")
    for row in allowed_host_rows():
        yield f"| `{row['host']}` | {row['what']} |"
