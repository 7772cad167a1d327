"""What members write for everybody, how it is found, and how often it is read.

It is meant for everybody, so it is not sealed.
"""

from __future__ import annotations

import uuid

from django.db import models

from deqi.store.models.accounts import Account


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
        indexes = [
            models.Index(fields=["-publish_at", "id"], name="latest_posts"),
            # What the search sorts by, without a look at the long texts between these columns.
            models.Index(fields=["id", "publish_at", "withdrawn_at"], name="sought_posts"),
        ]


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
    by itself. On SQLite its triggers go when Django makes this table anew: then make them again;
    and there the post stands before the words, so that nobody reads past them to get to it.
    """

    post = models.OneToOneField(Post, models.CASCADE, related_name="words")
    title = models.TextField()
    head = models.TextField()  # title, tags, summary
    every = models.TextField()  # all of it, with author and body


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
