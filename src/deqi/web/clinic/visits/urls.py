"""Addresses below a clinic's own: recording a visit and amending it."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
