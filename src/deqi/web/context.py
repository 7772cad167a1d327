"""What every page is given."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Who looks, and whether this is a demonstration."""
    return {"actor": getattr(request, "actor", None), "is_demo": settings.DEQI_IS_DEMO}
