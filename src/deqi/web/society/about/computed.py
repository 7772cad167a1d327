"""Pages that other rooms draw, such as the claims and their trials: written once, then served."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def write_pages(now: datetime) -> int:
    """Draw the pages that are not there yet; the worker calls it, since it takes some seconds."""
    if not settings.DEQI_HAS_SOCIETY:
        return 0
    missing = {name: draw for name, draw in _DRAW.items() if not _file(name).exists()}
    for name, draw in missing.items():
        _write(_file(name), draw())
    return len(missing)


def ready_pages() -> list[str]:
    """The pages that can be read now."""
    return [name for name in _DRAW if _file(name).exists()]


@require_safe
@cache_control(public=True, max_age=3600)
def show(request: HttpRequest, name: str) -> HttpResponse:
    """One of them, under a policy that allows just the style sheet it brings along."""
    try:
        page = _file(name).read_text("utf-8")
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(page)
    allowed = ["'sha256-" + _digest(style) + "'" for style in _STYLE.findall(page)]
    response._csp_update = {"style-src": allowed}  # type: ignore[attr-defined]  # django-csp's own
    return response


def _claims() -> str:
    from deqi.evidence.claims import weigh_claims
    from deqi.report.claims import write_claims_html

    return write_claims_html(weigh_claims())


def _before() -> str:
    from deqi.evidence.expectation import PainKind
    from deqi.report.before import draw_up_outlook, write_before_html

    return write_before_html(draw_up_outlook(PainKind))


_DRAW: dict[str, Callable[[], str]] = {"claims": _claims, "before": _before}


def _file(name: str) -> Path:
    """With the version in its name, so that a newer deqi draws it anew."""
    return Path(settings.DEQI.home) / "society" / "pages" / f"{name}-{version('deqi')}.html"


def _write(file: Path, page: str) -> None:
    """Whole or not at all: a reader never gets half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(f".{os.getpid()}")
    half.write_text(page, "utf-8")
    half.replace(file)


def _digest(style: str) -> str:
    return base64.b64encode(sha256(style.encode()).digest()).decode()
