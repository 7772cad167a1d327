"""Addresses below a clinic's own: links for doctors and their answers."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
