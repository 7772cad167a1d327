"""A patient's own diary."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from deqi.web.middleware import Request


def show(request: Request) -> HttpResponse:
    """The page of every day."""
    return render(request, "patient/diary.html", {})
