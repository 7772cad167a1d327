"""Addresses below a clinic's own: taking in a patient, from identity to first scores."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
