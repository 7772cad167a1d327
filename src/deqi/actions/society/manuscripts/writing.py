"""What an author does: write, answer the checklist, hand in, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, Actor
from deqi.actions.change import changing
from deqi.actions.society.documents import require_accepted
from deqi.actions.society.manuscripts.seats import Seat, require_seat
from deqi.evidence.reporting import CHECKLISTS, reporting_items
from deqi.records import DeqiError
from deqi.society.manuscripts.authors import Author
from deqi.society.manuscripts.moves import WRITABLE, Act, state_after
from deqi.store.models import Manuscript, ManuscriptVersion
from deqi.store.society.manuscripts import authors_of, newest_version

KINDS = {  # the checklist that goes with each
    "case_report": "CARE",
    "n_of_1": "CENT",
    "trial": "CONSORT",
    "review": "STRICTA",
    "other": "STRICTA",
}
_SAVED = ("title", "abstract", "body", "references", "conflicts", "funding", "letter", "note")


class ManuscriptError(DeqiError):
    """A manuscript that cannot be saved or handed in as things stand."""

    code = "manuscript"
    exit_status = 62


@dataclass(frozen=True, slots=True)
class Words:
    """What an author writes; `note` says what a correction corrects."""

    title: str
    authors: tuple[Author, ...]
    abstract: str
    body: str
    references: str
    conflicts: str
    funding: str
    letter: str
    note: str = ""


def new_manuscript(
    actor: Actor, kind: str, words: Words, *, key: UUID, now: datetime
) -> Manuscript:
    """Keep a first draft; the same `key` again is the same manuscript."""
    with changing(
        actor, Permission.SUBMIT_MANUSCRIPT, SOCIETY, "manuscript.draft", now=now
    ) as noted:
        require_accepted(actor)
        if Manuscript.objects.filter(pk=key).exclude(owner=actor.log_in).exists():
            raise ManuscriptError(_("Open a new manuscript from your list, then write it there."))
        manuscript, noted.is_new = Manuscript.objects.get_or_create(
            pk=key, owner=actor.log_in, defaults={"kind": kind, "made_at": now}
        )
        if noted.is_new:
            version = ManuscriptVersion(
                manuscript=manuscript, number=1, checklist=KINDS[kind], saved_at=now
            )
            _fill(version, words, now)
        elif words_of(newest_version(manuscript)) != words:
            raise ManuscriptError(
                _("This form was sent before, with other words; what it made stands among your "
                  "manuscripts. Copy what you wrote, open it there, and put it in.")
            )  # fmt: skip
        noted.subject = f"manuscript {manuscript.pk}"
    return manuscript


def change_manuscript(
    actor: Actor, manuscript: Manuscript, words: Words, *, opened_at: datetime, now: datetime
) -> ManuscriptVersion:
    """Save what an author wrote: in the version that is not handed in yet, or in a new one.

    Parameters
    ----------
    opened_at : when the version that was changed had been saved.

    Raises
    ------
    ManuscriptError
        If it lies with the editor, or was saved in another window meanwhile.
    """
    with changing(
        actor, Permission.SUBMIT_MANUSCRIPT, SOCIETY, "manuscript.change", now=now
    ) as noted:
        require_accepted(actor)
        current = lock_own(actor, manuscript, now)
        version = _open_version(current)
        noted.is_new = words_of(version) != words
        if noted.is_new and version.saved_at != opened_at:
            raise ManuscriptError(
                _("This manuscript was saved in another window. Copy what you wrote, open it "
                  "again, and put it in.")
            )  # fmt: skip
        if noted.is_new:
            version = _next_or_same(version)
            _fill(version, words, now)
        noted.subject = f"manuscript {manuscript.pk}"
        noted.details = {"version": version.number}
    return version


def answer_checklist(
    actor: Actor, manuscript: Manuscript, checklist: str, answers: Mapping[str, str], now: datetime
) -> None:
    """Say for the items of a checklist where in the text they are answered; empty for nowhere."""
    with changing(
        actor, Permission.SUBMIT_MANUSCRIPT, SOCIETY, "manuscript.checklist", now=now
    ) as noted:
        current = lock_own(actor, manuscript, now)
        version = writable_version(current)
        known = {item.item for item in reporting_items(checklist)}
        kept = {item: said.strip() for item, said in answers.items() if said.strip()}
        if unknown := set(kept) - known:
            raise ManuscriptError(
                _("%(list)s has no item %(item)s.")
                % {"list": checklist, "item": sorted(unknown)[0][:20]}
            )
        version.answers = {**version.answers, checklist: kept}
        version.saved_at = now
        version.save()
        noted.subject = f"manuscript {manuscript.pk}"


def submit_manuscript(actor: Actor, manuscript: Manuscript, *, now: datetime) -> None:
    """Hand in the newest version; from then on its words stay.

    Raises
    ------
    ManuscriptError
        If something is missing, or nothing new was written.
    """
    with changing(
        actor, Permission.SUBMIT_MANUSCRIPT, SOCIETY, "manuscript.submit", now=now
    ) as noted:
        require_accepted(actor)
        current = lock_own(actor, manuscript, now)
        to = state_after(current.state, Act.SUBMIT)
        version = newest_version(current)
        if version.submitted_at is not None:
            raise ManuscriptError(_("Nothing was changed since the last version was handed in."))
        _check_complete(version)
        version.submitted_at = now
        version.save(update_fields=["submitted_at"])
        Manuscript.objects.filter(pk=manuscript.pk).update(state=to.value)
        noted.subject = f"manuscript {manuscript.pk}"
        noted.details = {"version": version.number}


def withdraw_manuscript(actor: Actor, manuscript: Manuscript, *, why: str, now: datetime) -> None:
    """Take it back, at any time; a published one leaves its title and the reason."""
    with changing(
        actor, Permission.SUBMIT_MANUSCRIPT, SOCIETY, "manuscript.withdraw", now=now, why=why
    ) as noted:
        current = lock_own(actor, manuscript, now)
        current.state = state_after(current.state, Act.WITHDRAW).value
        current.save(update_fields=["state"])
        post = current.post
        if post is not None and post.withdrawn_at is None:
            post.withdrawn_at, post.withdrawn_by, post.withdrawn_why = now, actor.log_in, why
            post.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
        noted.subject = f"manuscript {manuscript.pk}"


def words_of(version: ManuscriptVersion) -> Words:
    """What a version says."""
    named = {name: getattr(version, name) for name in _SAVED}
    return Words(authors=authors_of(version), **named)


def checklists_of(version: ManuscriptVersion) -> tuple[str, ...]:
    """Its own, and the one on how acupuncture was done."""
    return tuple(dict.fromkeys((version.checklist, "STRICTA")))


def lock_own(actor: Actor, manuscript: Manuscript, now: datetime) -> Manuscript:
    """The author's own row as it stands, kept from others until this act is over."""
    current = Manuscript.objects.select_for_update().get(pk=manuscript.pk)
    require_seat(actor, current, Seat.AUTHOR, now.date())
    return current


def writable_version(manuscript: Manuscript) -> ManuscriptVersion:
    """The version that is being written, or the next one, not saved yet."""
    return _next_or_same(_open_version(manuscript))


def _open_version(manuscript: Manuscript) -> ManuscriptVersion:
    if manuscript.state not in {state.value for state in WRITABLE}:
        raise ManuscriptError(_("It lies with the editor now, or is closed; it cannot be changed."))
    return newest_version(manuscript)


def _next_or_same(version: ManuscriptVersion) -> ManuscriptVersion:
    """What was handed in stays as it was; only a correction that waits is taken back by changing
    it."""
    waits = version.manuscript.state == Manuscript.State.PUBLISHED and not version.published_at
    if version.submitted_at is None or waits:
        version.submitted_at = None
        return version
    version.pk, version.number = None, version.number + 1
    version.submitted_at = version.published_at = None
    version._state.adding = True
    return version


def _fill(version: ManuscriptVersion, words: Words, now: datetime) -> None:
    for name in _SAVED:
        setattr(version, name, getattr(words, name))
    version.authors = [asdict(author) for author in words.authors]
    version.saved_at = now
    version.save()


def _check_complete(version: ManuscriptVersion) -> None:
    needed = {
        _("the abstract"): version.abstract,
        _("the text"): version.body,
        _("conflicts of interest (write 'none' if there are none)"): version.conflicts,
        _("funding (write 'none' if there was none)"): version.funding,
    }
    missing = [name for name, value in needed.items() if not value.strip()]
    if missing or not version.authors or version.checklist not in CHECKLISTS:
        raise ManuscriptError(
            _("Before it is handed in, it needs: %(missing)s.")
            % {"missing": ", ".join(missing) or _("authors")}
        )
