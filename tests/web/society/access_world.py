"""A society with everything in it, everybody who could ask, and every address of its site."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.urls import get_resolver

from deqi.actions.acting import NOBODY, actor_of
from deqi.actions.society.comments import appeal, write_comment
from deqi.actions.society.complaints import Reported, complain
from deqi.actions.society.moderation import Act, decide
from deqi.actions.society.pictures import add_picture
from deqi.actions.society.sponsors import Asked, ask_for_slot
from deqi.society.manuscripts.moves import Act as Move
from deqi.store.models import Account, Comment, Post, SocietyMember
from tests.web.asking import Asking, Parameters, names_below
from tests.web.people import NOW, make_account
from tests.web.society.members import accept_all, make_post, make_society_member, picture_of
from tests.web.society.works import accept, ask, hand_in, make_manuscript, publish
from tests.web.society.works import decide as decide_manuscript

PEOPLE = (
    "visitor",
    "applicant",  # a log-in that applied and is no member yet
    "author",  # the member who wrote what the page is about
    "other",  # another member
    "reviewer",
    "moderator",
    "editor",
    "site",  # the site administrator, no member
    "single",  # a moderator without a second factor
    "ended",  # whose membership ended
)
APPLICATION, HELD, REPORTED, SPONSOR = "Applikanarie", "Heldkanarie", "Klagekanarie", "Sponskanarie"
MANUSCRIPT, TO_EDITOR = "Manukanarie", "Revikanarie"


def parameters() -> Parameters:
    """Every name of the society's addresses, with the parameters that stand in it."""
    return dict(names_below(get_resolver("deqi.web.society.urls")))


def make_world() -> Asking:
    """Fresh, for one test; secrets stand where few may read."""
    applicant = make_account("Lin")
    accept_all(applicant)
    SocietyMember.objects.create(
        account=applicant, display_name="Lin", applied_at=NOW, application=f"{APPLICATION} is why."
    )
    people: dict[str, Account | None] = {
        "visitor": None,
        "applicant": applicant,
        "author": make_society_member("Ada"),
        "other": make_society_member("Oda"),
        "reviewer": make_society_member("Rea", is_reviewer=True),
        "moderator": make_society_member("Moe", is_moderator=True),
        "editor": make_society_member("Edo", is_editor=True),
        "site": make_account(),
        "single": make_society_member("Sol", is_moderator=True),
        "ended": make_society_member("Eno"),
    }
    Account.objects.filter(pk=people["site"].pk).update(is_site_administrator=True)
    people["single"].authenticator_set.all().delete()
    SocietyMember.objects.filter(pk=people["ended"].pk).update(ended_at=NOW)
    return Asking(people, _values(people), parameters())


def _values(people: dict[str, Any]) -> dict[str, Any]:
    author, moderator = actor_of(people["author"]), actor_of(people["moderator"])
    post = make_post(people["author"])
    held = _held(author, post)
    rejected = _held(author, post)
    decision = decide(moderator, rejected, Act.REJECT, why="an advert", now=NOW)
    picture = add_picture(author, picture_of(), "A needle", post=post, now=NOW)
    asked = Asked("Needles Ltd", f"{SPONSOR} and paper.", "", f"{SPONSOR}@example.org")
    told = Reported("post", str(post.pk), f"{REPORTED} is wrong.", f"{REPORTED}@example.org")
    return {
        "slug": post.slug,
        "post": post.pk,
        "comment": held.pk,
        "decision": decision.pk,
        "appeal": appeal(author, rejected, "Look again.", now=NOW).pk,
        "picture": picture.pk,
        "member": people["applicant"].pk,
        "member_end member": people["other"].pk,
        "member_trust member": people["other"].pk,
        "member_appoint member": people["other"].pk,
        "complaint": complain(NOBODY, told, key=uuid4(), now=NOW).pk,
        "sponsor": ask_for_slot(NOBODY, asked, key=uuid4(), now=NOW).pk,
        "name": "terms",
        **_manuscript(people),
        **_paper(people),
    }


def _manuscript(people: dict[str, Any]) -> dict[str, Any]:
    """One that its author may revise, reviewed by the reviewer."""
    manuscript = make_manuscript(people["author"], title=f"{MANUSCRIPT}: a case report")
    (review,) = ask(people["editor"], manuscript, people["reviewer"])
    hand_in(review, "minor", to_editor=f"{TO_EDITOR} between us.")
    decide_manuscript(people["editor"], manuscript, Move.REVISE)
    return {
        "manuscript": manuscript.pk,
        "review": review.pk,
        "manuscript_changes number": 1,
        "manuscript_checklist name": "CARE",
    }


def _paper(people: dict[str, Any]) -> dict[str, Any]:
    """A published one."""
    reviewers = (people["reviewer"], make_society_member("Ros", is_reviewer=True))
    manuscript = accept(people["editor"], make_manuscript(people["author"]), *reviewers)
    publish(people["editor"], manuscript)
    manuscript.refresh_from_db()
    return {"number": manuscript.number, "version": 1}


def _held(author: Any, post: Post) -> Comment:
    text = f"{HELD}: call Dr Kim at Happy Back Clinic, Chicago, (312) 555-0187."
    comment = write_comment(author, post, text, parent=None, key=uuid4(), now=NOW)
    assert comment.state == Comment.State.HELD
    return comment
