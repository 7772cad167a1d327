"""From the ids in an address to rows; what is not there is not found."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from deqi.store.models import Clinic, Episode, Patient


def find_clinic(clinic: UUID) -> Clinic:
    """A clinic."""
    return get_object_or_404(Clinic, pk=clinic)


def find_patient(clinic: UUID, patient: UUID) -> Patient:
    """A patient of this clinic and no other."""
    rows = Patient.objects.select_related("clinic", "key")
    return get_object_or_404(rows, pk=patient, clinic_id=clinic)


def find_episode(clinic: UUID, episode: UUID) -> Episode:
    """An episode of a patient of this clinic and no other."""
    rows = Episode.objects.select_related("patient__clinic", "patient__key", "practitioner")
    return get_object_or_404(rows, pk=episode, patient__clinic_id=clinic)
