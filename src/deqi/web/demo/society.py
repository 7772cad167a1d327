"""Fills the demonstration's society: posts, comments, a queue, a manuscript under review."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid5

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from deqi.access import Role
from deqi.actions.acting import actor_of
from deqi.actions.society.comments import write_comment
from deqi.actions.society.documents import accept_texts, texts_to_accept
from deqi.actions.society.drafts import Draft
from deqi.actions.society.manuscripts.editing import ask_reviewers
from deqi.actions.society.manuscripts.reviewing import Judgement, agree_to_review, hand_in_review
from deqi.actions.society.manuscripts.writing import Words, new_manuscript, submit_manuscript
from deqi.actions.society.membership import APPOINTED
from deqi.actions.society.posts import new_post, publish_post
from deqi.society.manuscripts.authors import Author
from deqi.store.models import Account, Post, Review, SocietyMember
from deqi.store.society.manuscripts import mark_of, newest_version
from deqi.web.demo import writings
from deqi.web.demo.accounts import new_account

People = dict[str, Account]


def fill_society(practitioner: Account, now: datetime) -> None:
    """Members, what they wrote in the last weeks, and what waits for somebody today.

    Parameters
    ----------
    practitioner : of the demonstration's clinic; a member too.
    """
    people = {name: _member(new_account(name), name, roles, now) for name, roles in MEMBERS.items()}
    people[practitioner.name] = _member(practitioner, practitioner.name, (), now)
    for number, post in enumerate(writings.POSTS):
        _post(people, post, number, now)
    _manuscript(people, now)


MEMBERS: dict[str, tuple[Role, ...]] = {
    "Henrike Solbakken": (Role.MODERATOR,),
    "Aurelio Vantongeren": (Role.EDITOR,),
    "Philippa Okereke": (Role.REVIEWER,),
    "Matthias Ruud": (Role.REVIEWER,),
    "Lucinda Farrowby": (),
    "Joss Tremayne": (),
}
MODERATOR, EDITOR, *REVIEWERS, AUTHOR, NEWCOMER = MEMBERS


def _member(account: Account, name: str, roles: tuple[Role, ...], now: datetime) -> Account:
    began = now - timedelta(days=3 if name == NEWCOMER else 500)
    Account.objects.filter(pk=account.pk).update(made_at=began)
    account.made_at = began
    SocietyMember.objects.create(
        account=account,
        display_name=name,
        applied_at=began,
        approved_at=began,
        **{APPOINTED[role]: True for role in roles},
    )
    if roles:
        TOTP.activate(account, generate_totp_secret())
    digests = {text.digest for text in texts_to_accept(account)}
    accept_texts(actor_of(account), digests, now=began)
    return account


def _post(people: People, written: writings.Written, number: int, now: datetime) -> None:
    at = now - timedelta(days=written.days_ago)
    author = actor_of(people[written.author])
    key = uuid5(people[AUTHOR].pk, f"post {number}")
    draft = Draft(
        written.kind, written.title, written.summary, written.body, written.references, written.tags
    )
    made = publish_post(author, new_post(author, draft, key=key, now=at), at=None, now=at)
    for n, said in enumerate(written.comments):
        _comment(people, made, said, n, now)


def _comment(people: People, post: Post, said: writings.Said, number: int, now: datetime) -> None:
    write_comment(
        actor_of(people[said.by]),
        post,
        said.words,
        parent=None,
        key=uuid5(post.pk, f"comment {number}"),
        now=now - timedelta(hours=said.hours_ago),
    )


def _manuscript(people: People, now: datetime) -> None:
    """Handed in twelve days ago; one review is there, the other is due in two days."""
    author, editor = actor_of(people[AUTHOR]), actor_of(people[EDITOR])
    key = uuid5(people[AUTHOR].pk, "manuscript")
    at = now - timedelta(days=12)
    made = new_manuscript(author, "case_report", _words(), key=key, now=at)
    submit_manuscript(author, made, now=at)
    made.refresh_from_db()
    chosen = [people[name].pk for name in REVIEWERS]
    due_on = (now + timedelta(days=2)).date()
    ask_reviewers(editor, made, chosen, seen=mark_of(newest_version(made)), due_on=due_on, now=at)
    for name in REVIEWERS:
        review = Review.objects.get(reviewer=people[name])
        agree_to_review(actor_of(people[name]), review, now=at + timedelta(days=1))
    first = Review.objects.get(reviewer=people[REVIEWERS[0]])
    given = Judgement("minor", writings.TO_AUTHOR, writings.TO_EDITOR)
    hand_in_review(actor_of(people[REVIEWERS[0]]), first, given, now=now - timedelta(days=2))


def _words() -> Words:
    return Words(
        title=writings.CASE_TITLE,
        authors=(Author("Farrowby", "Lucinda", affiliation="Example practice"),),
        abstract=writings.CASE_ABSTRACT,
        body=writings.CASE_BODY,
        references="",
        conflicts="none",
        funding="none",
        letter="A made-up case, for the demonstration.",
    )
