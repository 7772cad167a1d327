"""Who a patient is: sealed with the patient's own key."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from deqi.records import DeqiError
from deqi.store.decoders import decoder_of
from deqi.store.keyring import vault
from deqi.store.models import Patient, PatientKey
from deqi.store.vault import Key


class ErasedError(DeqiError):
    """The patient was erased; nothing personal is left."""

    code = "erased"
    exit_status = 15


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who decides for somebody under 18."""

    name: str
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Name and contacts of a patient.

    Attributes
    ----------
    year_of_birth : the year alone: the day is not needed for anything that is computed.
    is_of_age : whoever enrolled the person made sure, in the year in which the day decides.
    """

    name: str
    email: str = ""
    telephone: str = ""
    year_of_birth: int | None = None
    sex: str | None = None
    guardian: Guardian | None = None
    is_of_age: bool = False


def key_of(patient: Patient) -> Key:
    """The key that everything about a patient is sealed with.

    Raises
    ------
    ErasedError
        If the key was deleted.
    """
    if patient.key is None:
        raise ErasedError("This patient was erased. Nothing personal is left.")
    return vault().key(bytes(patient.key.wrapped))


def new_patient_key() -> PatientKey:
    """A key for a patient who is about to be written."""
    return PatientKey.objects.create(wrapped=vault().new_key())


def seal_identity(patient: Patient, identity: Identity) -> None:
    """Put the identity into the row; the caller saves it."""
    content = msgspec.json.encode(identity)
    patient.identity = key_of(patient).seal(content, f"identity.{patient.pk}")


def open_identity(patient: Patient) -> Identity:
    """Name and contacts."""
    if patient.identity is None:
        raise ErasedError("This patient was erased. Nothing personal is left.")
    content = key_of(patient).open(bytes(patient.identity), f"identity.{patient.pk}")
    return decoder_of(Identity).decode(content)
