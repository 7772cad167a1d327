"""Addresses below a clinic's own: members, invitations and licences of a clinic."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
