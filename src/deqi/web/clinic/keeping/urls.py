"""Addresses below a clinic's own: export, import, erasure and the audit of a clinic."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
