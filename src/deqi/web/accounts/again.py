"""Before something that reaches far, whoever logged in a while ago proves it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from allauth.account.decorators import reauthentication_required
from django.http.response import HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def asked_again(view: View) -> View:
    """Ask for the password or the second factor first, unless that was minutes ago."""
    guarded: View = reauthentication_required(view)
    return guarded
