"""What the society writes to its members and to people who ask something of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.utils.translation import ngettext

from deqi.actions.society.digest import DIGEST, is_digest_wanted, news_for
from deqi.store.models import Comment, Letter
from deqi.web.letters.letter import Words, Write, link, one_click, paragraphs

MOST_TOLD = 20  # comments in one digest; the rest is counted
SHORTENED = 300  # letters of each
_TOLD = ("text", "post__slug", "post__title", "author__member__display_name")

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Said = str | _StrPromise


def digest_stands(letter: Letter, values: Mapping[str, str]) -> bool:
    """Whether there is still something to tell, and the member still wants to be told."""
    if letter.account is None or not is_digest_wanted(letter.account):
        return False
    return _news(letter, values).exists()


def _news(letter: Letter, values: Mapping[str, str]) -> QuerySet[Comment]:
    since, until = (datetime.fromisoformat(values[name]) for name in ("since", "new_until"))
    assert letter.account is not None  # a digest goes to a member
    rows = news_for(letter.account, since, until)
    return rows.select_related("post", "author__member").only(*_TOLD)


def _digest(letter: Letter, values: Mapping[str, str]) -> Words:
    news = list(_news(letter, values))
    stop = link("reminder_stop", values["token"])
    subject = ngettext("%(n)d new comment", "%(n)d new comments", len(news)) % {"n": len(news)}
    told = [_line(comment) for comment in news[:MOST_TOLD]]
    if len(news) > MOST_TOLD:
        told.append(_("And %(n)d more.") % {"n": len(news) - MOST_TOLD})
    end = _("This stops these letters, with one tap:")
    return Words(subject, paragraphs(*told, end, stop), one_click(stop))


def _line(comment: Comment) -> str:
    words = Truncator(" ".join(comment.text.split())).chars(SHORTENED)
    address = f"{link('post', comment.post.slug)}#c-{comment.pk}"
    return f"{comment.post.title}\n{comment.author.member.display_name}: {words}\n{address}"


def _membership(letter: Letter, values: Mapping[str, str]) -> Words:
    return Words(
        _("Your application to the society"),
        paragraphs(
            _("You are a member now. You can write and comment here:")
            if values["approved"]
            else _("Your application was not approved. Log in to read why:"),
            link("join"),
        ),
    )


def _complaint(letter: Letter, values: Mapping[str, str]) -> Words:
    return Words(
        _("An answer to what you reported"),
        paragraphs(_("A moderator of the society answers:"), values["answer"], link("society")),
    )


def _sponsor(letter: Letter, values: Mapping[str, str]) -> Words:
    said = (
        _("Your slot is shown from %(from)s to %(to)s, both days included.") % values
        if "from" in values
        else _("Your slot was not let in: %(why)s") % values
    )
    return Words(_("Your request to sponsor the society"), paragraphs(said, link("society")))


def _of_manuscripts(subject: Said, sentence: Said) -> Write:
    """A letter that says no more than where to look."""

    def write(letter: Letter, values: Mapping[str, str]) -> Words:
        return Words(str(subject), paragraphs(str(sentence), link("manuscripts")))

    return write


SOCIETY_KINDS: dict[str, Write] = {
    DIGEST: _digest,
    "membership": _membership,
    "complaint": _complaint,
    "sponsor": _sponsor,
    "review_asked": _of_manuscripts(
        _later("You are asked for a review"),
        _later("The society asks you to review a manuscript. Read it here, and say if you can:"),
    ),
    "review_due": _of_manuscripts(
        _later("A review is due"),
        _later("A review that you were asked for is due in these days. It waits here:"),
    ),
    "review_came": _of_manuscripts(
        _later("A reviewer has answered"), _later("Log in to read the answer:")
    ),
    "manuscript_decided": _of_manuscripts(
        _later("Your manuscript was decided on"),
        _later("Log in to read the decision and the reviews:"),
    ),
    "manuscript_published": _of_manuscripts(
        _later("Your manuscript is published"), _later("Everybody reads it. You find it here:")
    ),
}
