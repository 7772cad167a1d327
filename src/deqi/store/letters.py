"""Letters that wait: whom they go to and what they are about, sealed until they are sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from django.db import IntegrityError, transaction

from deqi.store.decoders import decoder_of
from deqi.store.keyring import vault
from deqi.store.models import Account, Clinic, Letter, Patient


@dataclass(frozen=True, slots=True)
class Contents:
    """What the words of a letter are made from when it is sent.

    Attributes
    ----------
    address : to whom, when there is no account yet.
    values : what its kind needs, such as the token of an invitation.
    """

    address: str = ""
    values: dict[str, str] = field(default_factory=dict)


def put_letter(
    kind: str,
    unique: str,
    *,
    now: datetime,
    account: Account | None = None,
    patient: Patient | None = None,
    clinic: Clinic | None = None,
    contents: Contents | None = None,
    token_digest: str | None = None,
) -> Letter:
    """A letter, due now; with the same `unique` again it is the one that is there.

    Parameters
    ----------
    clinic : whose people see that it could not be sent; the patient's, if none is given.
    token_digest : of the token in its links, if they are to be found again by it.
    """
    letter = Letter(
        kind=kind,
        unique=unique,
        account=account,
        patient=patient,
        clinic=patient.clinic if patient and not clinic else clinic,
        token_digest=token_digest,
        due_at=now,
    )
    if contents is not None:
        letter.content = vault().house.seal(msgspec.json.encode(contents), _place(letter))
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError:  # it was written before, perhaps by another worker this very moment
        return Letter.objects.get(unique=unique)
    return letter


def open_letter(letter: Letter) -> Contents:
    """What was sealed."""
    if letter.content is None:
        return Contents()
    opened = vault().house.open(bytes(letter.content), _place(letter))
    return decoder_of(Contents).decode(opened)


def _place(letter: Letter) -> str:
    return f"letter.{letter.pk}"
