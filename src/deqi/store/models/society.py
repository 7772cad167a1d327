"""The society: its members, its pictures, its sponsors, and what is reported to it.

What people hand in for nobody but the society (an application, a contact) is sealed.
"""

from __future__ import annotations

import uuid

from django.db import models

from deqi.store.models.accounts import Account
from deqi.store.models.manuscripts import Manuscript
from deqi.store.models.posts import Post
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
    asked_by = models.ForeignKey(
        Account, models.SET_NULL, null=True, related_name="+"
    )  # if a log-in
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)
    why_refused = models.CharField(max_length=300, blank=True)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
