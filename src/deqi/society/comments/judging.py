"""May a comment be shown, or does a moderator look first? Every reason is found and named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from deqi.society.comments.accounts import (
    FORTNIGHT,
    THREE_DAYS,
    is_trusted,
    posts_fast,
    written_within,
)
from deqi.society.comments.comment import Code, Comment, Judgement, Reason
from deqi.society.comments.copies import is_copied, is_reworded, tortured_places
from deqi.society.comments.cue import read_cue
from deqi.society.comments.hurry import praises_in_a_hurry
from deqi.society.comments.links import handle_places, link_places, mail_places
from deqi.society.comments.own import without_own
from deqi.society.comments.plain import Plain, undisguise
from deqi.society.comments.promotion import signs_of_promotion
from deqi.society.comments.telephone import telephone_places

Place = tuple[int, int]

BETWEEN_PIECES = " … "
MAX_FOUND = 200  # letters; enough to see why

_TELEPHONE = "A telephone number: comments hold no contact details. Take it out."
_MAIL = "An e-mail address: comments hold no contact details. Take it out."
_HANDLE = "A name on a messenger or network: comments hold no contact details. Take it out."
_LINK = "A link to a site that is not on the list. Name the publication, or give its DOI."
_COPIED = "Most of it was posted by the same author before. Write what is new."
_REWORDED = "It is an earlier comment of the same author with its words exchanged."
_TORTURED = "Usual terms are replaced by odd synonyms, as programs do. Write it in your own words."
_FAST = "A new account that posts one comment after the other. A moderator looks first."
_HURRIED = (
    "Praise without a word on the post, from an account made minutes ago or for the second time "
    "within minutes. Say what in the post was of use."
)


def judge(comment: Comment, own: Collection[str] = ()) -> Judgement:
    """Whether a comment may be shown at once, with every reason against it.

    A long-standing member is trusted and needs no soft reason; contact details and promotion hold
    whoever writes them. What belongs to `own`, hosts and mail addresses of the society itself, is
    nobody's contact details.

    Examples
    --------
    >>> judge(Comment("1", "Great post! Dr Kim, Chicago, (312) 555-0187.")).decision.value
    'hold'
    >>> judge(Comment("2", "We saw the same at the Charité in Berlin: 12 of 60 guessed.")).reasons
    ()
    >>> judge(Comment("3", "Report it to post@our.example."), own=["our.example"]).reasons
    ()
    """
    plain = without_own(undisguise(comment.text), own)
    reasons = (*_contact(plain), *_promotion(plain, comment), *_soft_and_copied(plain, comment))
    if is_trusted(comment):
        reasons = tuple(reason for reason in reasons if not reason.code.is_soft)
    return Judgement(comment.id, reasons)


def _contact(plain: Plain) -> Iterator[Reason]:
    kinds = (
        (_TELEPHONE, telephone_places(plain)),
        (_MAIL, mail_places(plain)),
        (_HANDLE, handle_places(plain)),
    )
    for sentence, places in kinds:
        yield from _reason(Code.CONTACT_DETAILS, sentence, plain, places)


def _promotion(plain: Plain, comment: Comment) -> Iterator[Reason]:
    signs = signs_of_promotion(plain, comment.post_title)
    if signs:
        said = "; ".join(sign.says for sign in signs)
        sentence = f"It reads as an advert: it {said}. Say what you have seen, without promoting."
        places = sorted(place for sign in signs for place in sign.places)
        yield from _reason(Code.PROMOTION, sentence, plain, places)


def _soft_and_copied(plain: Plain, comment: Comment) -> Iterator[Reason]:
    yield from _reason(Code.LINK, _LINK, plain, link_places(plain))
    yield from _reason(Code.SPUN_TEXT, _TORTURED, plain, tortured_places(plain))
    yield from _written_before(plain, comment)
    whole = _short(comment.text)
    if posts_fast(comment):
        yield Reason(Code.POSTS_FAST, _FAST, whole)
    elif praises_in_a_hurry(plain, comment):
        yield Reason(Code.POSTS_FAST, _HURRIED, whole)


def _written_before(plain: Plain, comment: Comment) -> Iterator[Reason]:
    if any(read_cue("notices").places(plain)):
        return
    if is_copied(comment.text, written_within(FORTNIGHT, comment)):
        yield Reason(Code.COPIED_TEXT, _COPIED, _short(comment.text))
    elif is_reworded(comment.text, written_within(THREE_DAYS, comment)):
        yield Reason(Code.SPUN_TEXT, _REWORDED, _short(comment.text))


def _reason(code: Code, sentence: str, plain: Plain, places: Iterable[Place]) -> Iterator[Reason]:
    """One reason, with the pieces of text that gave it; none when there is no piece."""
    pieces = list(dict.fromkeys(plain.piece(*place).strip() for place in places))
    if pieces:
        yield Reason(code, sentence, _short(BETWEEN_PIECES.join(pieces)))


def _short(text: str) -> str:
    return text if len(text) <= MAX_FOUND else text[: MAX_FOUND - 1] + "…"
