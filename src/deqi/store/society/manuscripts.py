"""Rows of manuscripts: their versions, who reviews them, and how far that is."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import msgspec
from django.db.models import Exists, OuterRef, QuerySet

from deqi.society.manuscripts.authors import Author
from deqi.store.models import (
    Account,
    Manuscript,
    ManuscriptVersion,
    Patient,
    Review,
    SocietyMember,
)

_READ = (
    *("title", "authors", "abstract", "body", "references", "conflicts", "funding"),
    *("letter", "note", "answers", "course"),
)


def newest_version(manuscript: Manuscript) -> ManuscriptVersion:
    """The one that was written last, submitted or not."""
    return manuscript.versions.order_by("-number")[0]


def newest_submitted(manuscript: Manuscript) -> ManuscriptVersion | None:
    """The one that editor and reviewers see."""
    return manuscript.versions.filter(submitted_at__isnull=False).order_by("-number").first()


def newest_published(manuscript: Manuscript) -> ManuscriptVersion | None:
    """The one that everybody reads first."""
    return manuscript.versions.filter(published_at__isnull=False).order_by("-number").first()


def authors_of(version: ManuscriptVersion) -> tuple[Author, ...]:
    """Its authors as values."""
    return tuple(Author(**one) for one in version.authors)


def author_names(manuscript: Manuscript) -> set[str]:
    """Everybody who is named as an author of any version."""
    return {author.name for version in manuscript.versions.all() for author in authors_of(version)}


def mark_of(version: ManuscriptVersion) -> str:
    """Another whenever something that is read of it changed: what an editor has seen is known by
    it, since the number stays when a correction that waits is written on."""
    said = [getattr(version, name) for name in _READ]
    return f"{version.number}-{sha256(msgspec.json.encode(said)).hexdigest()[:32]}"


def n_reviews_of(manuscript: Manuscript) -> int:
    """Reviews that were handed in, of any version."""
    return Review.objects.filter(version__manuscript=manuscript, handed_in_at__isnull=False).count()


def open_reviews() -> QuerySet[Review]:
    """Reviews that somebody still has to hand in; of a version that was revised, no more."""
    later = ManuscriptVersion.objects.filter(
        manuscript=OuterRef("version__manuscript"),
        number__gt=OuterRef("version__number"),
        submitted_at__isnull=False,
    )
    return Review.objects.filter(
        ~Exists(later),
        declined_at__isnull=True,
        handed_in_at__isnull=True,
        version__manuscript__state=Manuscript.State.IN_REVIEW,
    )


def open_reviews_due_by(on: date) -> QuerySet[Review]:
    """Those of them that fall due on this day or before it."""
    return open_reviews().filter(due_on__lte=on).select_related("reviewer")


def possible_reviewers(manuscript: Manuscript) -> QuerySet[SocietyMember]:
    """Reviewers who have not written it, do not edit it, and never declared a conflict with it."""
    in_conflict = Review.objects.filter(
        version__manuscript=manuscript, reviewer=OuterRef("account")
    ).exclude(conflicts="")
    return (
        SocietyMember.objects.filter(
            is_reviewer=True, approved_at__isnull=False, ended_at__isnull=True
        )
        .exclude(account=manuscript.owner_id)
        .exclude(account=manuscript.editor_id)
        .exclude(display_name__in=author_names(manuscript))
        .exclude(Exists(in_conflict))
        .order_by("display_name")
    )


def manuscripts_of(author: Account) -> QuerySet[Manuscript]:
    """One's own, the newest first."""
    return Manuscript.objects.filter(owner=author).order_by("-made_at")


def forget_courses(patient: Patient) -> int:
    """Take a patient's course out of every manuscript, published or not; in how many versions.

    The text stays, and the manuscript still knows that there was one.
    """
    rows = ManuscriptVersion.objects.filter(manuscript__episode__patient=patient)
    return rows.filter(course__isnull=False).update(course=None)


def lost_its_course(version: ManuscriptVersion) -> bool:
    """Whether a course was taken out because its patient no longer agrees."""
    consent = version.manuscript.consent
    return version.course is None and consent is not None and consent.withdrawn_at is not None
