"""Works that others review before they are published, with every version and every review."""

from __future__ import annotations

import uuid

from django.db import models

from deqi.store.models.accounts import Account
from deqi.store.models.care import Consent, Episode
from deqi.store.models.posts import Post


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
