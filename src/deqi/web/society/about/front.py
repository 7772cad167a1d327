"""The society's front page, read by everybody."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from deqi.web.middleware import Request


def show(request: Request) -> HttpResponse:
    """What the society is, and what is new."""
    return render(request, "society/about/front.html", {"here": "society"})
