"""The society: its members, what they write, and what was decided about it.

What is published here is meant for everybody, so it is not sealed; what people hand in for nobody
but the society (an application, a contact) is.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from deqi.store.models.accounts import Account
from deqi.store.models.care import Consent, Episode
from deqi.store.sealed import SealedTextField


class SocietyMember(models.Model):
    """A person who writes here, from the application on."""

    account = models.OneToOneField(Account, models.PROTECT, primary_key=True, related_name="member")
    display_name = models.CharField(max_length=120)  # public, chosen by the member
    about = models.CharField(max_length=400, blank=True)  # public
    application = SealedTextField(default="")
    applied_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    why_refused = SealedTextField(default="")
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    is_moderator = models.BooleanField(default=False)
    is_editor = models.BooleanField(default=False)
    is_reviewer = models.BooleanField(default=False)
    is_trusted = models.BooleanField(default=False)  # skips the queue, but for contact details
    digest_wanted = models.BooleanField(default=False)
    digest_sent_at = models.DateTimeField(null=True)


class Acceptance(models.Model):
    """Which version of the terms or the privacy policy an account accepted."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="acceptances")
    document = models.CharField(max_length=20)  # terms, privacy
    version = models.CharField(max_length=20)
    text_digest = models.CharField(max_length=64)
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "document", "version"], name="one_acceptance_of_a_version"
            )
        ]


class Tag(models.Model):
    """A word that posts are found by."""

    word = models.SlugField(max_length=40, unique=True, allow_unicode=True)


class Post(models.Model):
    """An article, a question, or a case report; its words are in its revisions.

    Attributes
    ----------
    publish_at : from this moment on everybody reads it; None for a draft. A time to come is a
        scheduled publication, and needs nothing to happen at that time.
    title, body, summary, references : of the current revision.
    plain_text : the words of the body without their marks, for what the search shows.
    withdrawn_by : its author, or the moderator who took it down and alone can put it back.
    """

    class Kind(models.TextChoices):
        """What it is."""

        ARTICLE = "article", "article"
        QUESTION = "question", "question"
        CASE_REPORT = "case_report", "case report"
        MANUSCRIPT = "manuscript", "published manuscript"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    kind = models.CharField(max_length=20, choices=Kind)
    author = models.ForeignKey(Account, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True)
    body = models.TextField()  # Markdown
    plain_text = models.TextField(default="")
    references = models.TextField(blank=True)  # one a line
    tags = models.ManyToManyField(Tag, related_name="posts", blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    publish_at = models.DateTimeField(null=True, db_index=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)  # everybody reads it
    n_views = models.PositiveIntegerField(default=0)  # of the days that are over
    course = models.JSONField(null=True)  # de-identified numbers of a case report

    class Meta:
        indexes = [models.Index(fields=["-publish_at", "id"], name="latest_posts")]


class PostRevision(models.Model):
    """One version of a post, as it was saved."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True)
    body = models.TextField()
    references = models.TextField(blank=True)
    note = models.CharField(max_length=200, blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="one_revision_of_a_number")
        ]


class PostWords(models.Model):
    """The words that a post is found by, without accents and in small letters.

    A migration puts a full-text index on them in the words of each database, which follows the rows
    by itself. On SQLite its triggers go when Django makes this table anew: then make them again.
    """

    post = models.OneToOneField(Post, models.CASCADE, related_name="words")
    title = models.TextField()
    head = models.TextField()  # title, tags, summary
    every = models.TextField()  # all of it, with author and body


class Manuscript(models.Model):
    """A work handed in for review, up to its publication as a post of its own."""

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", "draft"
        SUBMITTED = "submitted", "submitted"
        IN_REVIEW = "in_review", "in review"
        REVISE = "revise", "to be revised"
        ACCEPTED = "accepted", "accepted"
        REJECTED = "rejected", "rejected"
        PUBLISHED = "published", "published"
        WITHDRAWN = "withdrawn", "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)  # case_report, n_of_1, trial, review, other
    owner = models.ForeignKey(Account, models.PROTECT, related_name="manuscripts")
    editor = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    made_at = models.DateTimeField()
    number = models.PositiveIntegerField(null=True, unique=True)  # of the published one
    post = models.OneToOneField(Post, models.PROTECT, null=True, related_name="manuscript")
    episode = models.ForeignKey(Episode, models.PROTECT, null=True, related_name="+")
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, related_name="+")


class ManuscriptVersion(models.Model):
    """One version of a manuscript, with its checklist."""

    manuscript = models.ForeignKey(Manuscript, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=250)
    authors = models.JSONField()  # [{given, family, orcid, affiliation}]
    abstract = models.TextField(blank=True)
    body = models.TextField()
    references = models.TextField(blank=True)
    conflicts = models.TextField()
    funding = models.TextField(blank=True)
    checklist = models.CharField(max_length=20)  # CARE, STRICTA, CENT, CONSORT
    answers = models.JSONField(default=dict)  # item to place in the text
    letter = models.TextField(blank=True)  # to editor and reviewers
    course = models.JSONField(null=True)  # de-identified numbers
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)  # what a correction corrected

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["manuscript", "number"], name="one_manuscript_version_of_a_number"
            )
        ]


class Review(models.Model):
    """One reviewer's look at one version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(ManuscriptVersion, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(Account, models.PROTECT, related_name="reviews")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    advice = models.CharField(max_length=20, blank=True)  # accept, minor, major, reject
    to_author = models.TextField(blank=True)
    to_editor = models.TextField(blank=True)
    conflicts = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "reviewer"], name="one_review_a_person")
        ]


class Verdict(models.Model):
    """An editor's decision about one version."""

    version = models.ForeignKey(ManuscriptVersion, models.CASCADE, related_name="verdicts")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decision = models.CharField(max_length=20)  # accept, revise, reject
    words = models.TextField()


class Picture(models.Model):
    """A picture in a post, a manuscript or a sponsor's slot: re-encoded, without its metadata."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")  # if a log-in
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="pictures")
    manuscript = models.ForeignKey(Manuscript, models.CASCADE, null=True, related_name="pictures")
    content_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(max_length=300)
    content = models.BinaryField()
    made_at = models.DateTimeField()


class Comment(models.Model):
    """A member's comment under a post.

    Attributes
    ----------
    state : `published` is read by everybody; `held` and `rejected` by author and moderators only;
        `removed` by nobody, its place stays so that answers keep theirs.
    reasons : why it was held, as the judge gave them.
    """

    class State(models.TextChoices):
        """Who reads it."""

        PUBLISHED = "published", "published"
        HELD = "held", "held"
        REJECTED = "rejected", "rejected"
        REMOVED = "removed", "removed by its author"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="answers")
    author = models.ForeignKey(Account, models.PROTECT, related_name="comments")
    text = models.TextField()
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State)
    reasons = models.JSONField(default=list)
    held_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["post", "state", "written_at"], name="comments_of_a_post"),
            models.Index(fields=["held_at"], condition=Q(state="held"), name="the_queue"),
        ]


class CommentVersion(models.Model):
    """What a comment said before it was edited."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="versions")
    text = models.TextField()
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(Account, models.PROTECT, related_name="+")


class Decision(models.Model):
    """What a moderator decided about a comment, and what was before, so that it can be undone."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="decisions")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    act = models.CharField(max_length=20)  # approve, edit, reject, undo, hold
    why = models.CharField(max_length=300, blank=True)
    state_before = models.CharField(max_length=10)
    text_before = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True)


class Appeal(models.Model):
    """The author of a held or rejected comment asks for a second look."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="appeals")
    words = models.CharField(max_length=1000)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=1000, blank=True)


class Glance(models.Model):
    """That somebody read a post today: kept for the day only, as a digest that cannot be undone.

    The digest is of what the browser sends, under a key that is thrown away at midnight; neither an
    address nor a cookie is kept. At the end of the day rows become a number (`DayOfViews`).
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    on = models.DateField()
    digest = models.BinaryField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "on", "digest"], name="one_view_a_day")
        ]


class DayKey(models.Model):
    """The key of one day's digests, thrown away when the day is over."""

    on = models.DateField(primary_key=True)
    key = models.BinaryField(max_length=32)


class DayOfViews(models.Model):
    """How many people read a post on one day."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="days")
    on = models.DateField()
    n_views = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "on"], name="one_count_a_day")]


class Complaint(models.Model):
    """Somebody reports something: a post, a comment, a sponsor, a page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(max_length=20)  # post, comment, sponsor, page
    about_id = models.CharField(max_length=200, blank=True)  # of a page, its path
    words = SealedTextField()
    contact = SealedTextField(default="")
    made_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    answer = SealedTextField(default="")


class Sponsor(models.Model):
    """A sponsor's slot: words and a picture, labelled, asked for by a form, let in by a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    words = models.CharField(max_length=300)
    link = models.URLField(blank=True)
    picture = models.ForeignKey(Picture, models.PROTECT, null=True, related_name="sponsored")
    contact = SealedTextField()
    claim_key = models.CharField(max_length=80, blank=True)  # of a claim in `deqi evidence claims`
    asked_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)
    why_refused = models.CharField(max_length=300, blank=True)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
