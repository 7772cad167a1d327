"""Comments of members as JSON lines, from a site to the judge and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from deqi.records import BadInputError, InputProblem
from deqi.society.comments import Comment, EarlierPost, Judgement

MAX_SHOWN = 40
_ROW = 'a line such as {"id": "c1", "post_title": "...", "text": "..."}'
_TIME = "a time such as 2026-03-31T20:15:00Z"


class _ProblemError(Exception):
    """What is wrong in one line: the key, what was given, what is expected."""


def read_comments(lines: Iterable[bytes], file: str) -> list[Comment]:
    """All comments of a file, or every problem that it has. Empty lines are passed over.

    Raises BadInputError when any line cannot be read; nothing is judged then.

    >>> read_comments([b'{"id": 7, "text": "Thank you."}'], "comments.jsonl")[0].text
    'Thank you.'
    """
    comments, problems = [], []
    for row, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            comments.append(_comment(_parsed(line)))
        except _ProblemError as error:
            key, given, expected = error.args
            problems.append(_problem(file, row, key, given, expected))
    if problems:
        raise BadInputError(tuple(problems))
    return comments


def write_judgement(judgement: Judgement) -> str:
    """A judgement as one line of JSON.

    >>> write_judgement(Judgement(7))
    '{"id": 7, "decision": "publish", "reasons": []}'
    """
    reasons = [
        {"code": reason.code.value, "sentence": reason.sentence, "found": reason.found}
        for reason in judgement.reasons
    ]
    plain = {"id": judgement.id, "decision": judgement.decision.value, "reasons": reasons}
    return json.dumps(plain, ensure_ascii=False)


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):  # not UTF-8, not JSON, or brackets without end
        raise _ProblemError(None, line.decode("utf-8", "replace"), _ROW) from None
    if not isinstance(parsed, dict):
        raise _ProblemError(None, line.decode("utf-8", "replace"), _ROW)
    return parsed


def _comment(row: dict[str, Any]) -> Comment:
    if isinstance(row.get("id"), bool) or not isinstance(row.get("id"), str | int):
        raise _ProblemError("id", _shown(row.get("id")), "a text or a whole number")
    return Comment(
        id=row["id"],
        text=_text(row, "text", is_needed=True) or "",
        post_title=_text(row, "post_title"),
        author=_text(row, "author"),
        posted_at=_time(row, "posted_at"),
        account_created_at=_time(row, "account_created_at"),
        member=_yes_or_no(row, "member"),
        earlier_posts=_earlier(row),
    )


def _earlier(row: dict[str, Any]) -> tuple[EarlierPost, ...]:
    posts = row.get("earlier_posts") or []
    if not isinstance(posts, list) or not all(isinstance(post, dict) for post in posts):
        expected = 'a list such as [{"text": "...", "posted_at": "2026-03-31T20:15:00Z"}]'
        raise _ProblemError("earlier_posts", _shown(posts), expected)
    return tuple(
        EarlierPost(_text(post, "text", is_needed=True) or "", _time(post, "posted_at"))
        for post in posts
    )


def _text(row: dict[str, Any], key: str, is_needed: bool = False) -> str | None:
    value = row.get(key)
    if isinstance(value, str) or (value is None and not is_needed):
        return value
    raise _ProblemError(key, _shown(value), "a text")


def _yes_or_no(row: dict[str, Any], key: str) -> bool | None:
    value = row.get(key)
    if value is None or isinstance(value, bool):
        return value
    raise _ProblemError(key, _shown(value), "true or false")


def _time(row: dict[str, Any], key: str) -> datetime | None:
    """A time in UTC; one without a zone is taken for UTC, which is what sites keep."""
    value = _text(row, key)
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _ProblemError(key, value, _TIME) from None


def _problem(file: str, row: int, key: str | None, given: str, expected: str) -> InputProblem:
    given = given.strip()
    shown = given if len(given) <= MAX_SHOWN else given[: MAX_SHOWN - 1] + "…"
    to_do = "Correct the line and judge again; nothing was judged."
    return InputProblem(file, row, key, shown, expected, to_do)


def _shown(value: object) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)
