"""Comments under a post, and what was decided about them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from deqi.store.models.accounts import Account
from deqi.store.models.posts import Post


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
            # Whoever counts the comments that a member may see needs their authors too.
            models.Index(fields=["post", "state", "author"], name="comments_counted"),
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
