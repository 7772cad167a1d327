"""Who logs in, where they work, and by what right they needle."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from deqi.store.addresses import SealedEmailField
from deqi.store.models.clinics import Clinic
from deqi.store.sealed import SealedTextField


class AccountManager(BaseUserManager["Account"]):
    """Makes and finds accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """A new account; the password is kept as its argon2 digest."""
        account = self.model(email=_as_kept(email), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def of_address(self, email: str) -> Account | None:
        """Whoever logs in with this address, however it was typed."""
        return self.filter(email=_as_kept(email)).first()


def _as_kept(email: str) -> str:
    return email.strip().lower()


class Account(AbstractBaseUser):
    """A log-in. What it may do follows from its memberships and from nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = SealedEmailField(unique=True)
    name = SealedTextField(default="")
    language = models.CharField(max_length=8, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    is_active = models.BooleanField(default=True)
    is_site_administrator = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    log_ins_ended_at = models.DateTimeField(null=True)  # no log-in counts that began before

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = AccountManager()

    def __str__(self) -> str:
        return str(self.id)  # never a name: this stands in logs

    def get_full_name(self) -> str:
        """What the person is called."""
        return str(self.name or "")


class Membership(models.Model):
    """A person's role in a practice, from one moment to another."""

    class Role(models.TextChoices):
        """What a member does there."""

        PRACTITIONER = "practitioner", "practitioner"
        MANAGER = "manager", "clinic manager"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="memberships")
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "clinic", "role"],
                condition=Q(ended_at__isnull=True),
                name="one_membership_of_a_kind",
            )
        ]


class Licence(models.Model):
    """A licence or a certification, as its holder gave it and a manager confirmed it."""

    class Kind(models.TextChoices):
        """Permission by an authority, or proof of training by a body."""

        LICENCE = "licence", "licence"
        CERTIFICATION = "certification", "certification"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="licences")
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="licences")
    kind = models.CharField(max_length=20, choices=Kind)
    number = SealedTextField()
    body = models.CharField(max_length=200)
    jurisdiction = models.CharField(max_length=80)
    valid_until = models.DateField()
    supervisor = SealedTextField(default="")
    given_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)  # replaced by a newer one, or withdrawn


class Invitation(models.Model):
    """A letter with which one person comes in once: as a member, or as a patient."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=20)  # a role of Membership, or "patient"
    patient = models.ForeignKey("store.Patient", models.CASCADE, null=True, related_name="+")
    email = SealedEmailField()
    is_handed_over = models.BooleanField(default=False)  # shown to whoever invites, not sent
    token_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
