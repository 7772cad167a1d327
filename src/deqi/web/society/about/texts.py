"""The society's terms and its privacy policy, and accepting them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, require, subject_of
from deqi.actions.society.documents import NotAcceptedError, accept_texts, texts_to_accept
from deqi.society.markdown import render_markdown
from deqi.store.society.texts import ABOUT, TO_ACCEPT, Text, read_text
from deqi.web.middleware import Request

View = Callable[..., HttpResponse]


@require_safe
def show(request: Request, name: str) -> HttpResponse:
    """One of the texts, in its present version."""
    if name not in (ABOUT, *TO_ACCEPT):
        raise Http404
    context = {"text": read_text(name), "body": render_markdown(read_text(name).body)}
    return render(request, "society/about/text.html", context)


def accept(request: Request) -> HttpResponse:
    """Read what has to be accepted, accept it, and go on."""
    now = timezone.now()
    require(request.actor, Permission.APPLY_FOR_MEMBERSHIP, subject_of(SOCIETY), now.date())
    then = _inside(request, request.POST.get("next") or request.GET.get("next") or "")
    sentence = ""
    if request.method == "POST" and request.POST.get("accepted"):
        try:
            accept_texts(request.actor, set(request.POST.getlist("digest")), now=now)
            return HttpResponseRedirect(then)
        except NotAcceptedError as error:
            sentence = str(error)
    elif request.method == "POST":
        sentence = "not_ticked"
    texts = texts_to_accept(request.actor.log_in)
    if not texts:
        return HttpResponseRedirect(then)
    context = {"texts": [(text, _page_of(text)) for text in texts], "then": then}
    return render(request, "society/about/accept.html", context | {"sentence": sentence})


def accepted_first(view: View) -> View:
    """Lead somebody who has not accepted the texts to them, before a page to write on is shown."""

    @wraps(view)
    def led(request: Request, *args: Any, **named: Any) -> HttpResponse:
        account = request.actor.account
        if request.method == "GET" and account is not None and texts_to_accept(account):
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('accept')}?{query}")
        return view(request, *args, **named)

    return led


def _inside(request: Request, address: str) -> str:
    """An address of this site, whatever was sent."""
    own = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if own and address.startswith("/") else reverse("society")


def _page_of(text: Text) -> str:
    return render_markdown(text.body)
