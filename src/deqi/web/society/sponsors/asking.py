"""The form by which anybody asks for a sponsor's slot."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deqi.actions.society.pictures import MAX_BYTES, PictureError
from deqi.actions.society.sponsors import CARRIES, Asked, SponsorError, ask_for_slot
from deqi.evidence.claims import read_claims
from deqi.web.accounts.limits import limited
from deqi.web.middleware import Request


class SlotForm(forms.Form):
    """What a sponsor wants to be shown."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(label=_("Who sponsors"), max_length=120)
    words = forms.CharField(
        label=_("Words"),
        max_length=300,
        help_text=_("Up to 300 letters, as text. Nothing of health without a claim, see below."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    link = forms.URLField(
        label=_("Link"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_("Begins with https://, without anything after a “?”: nobody is counted."),
    )
    picture = forms.FileField(
        label=_("A picture"),
        required=False,
        help_text=_("PNG, JPEG or WebP up to 5 MB. Its metadata are taken away."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    alt = forms.CharField(
        label=_("What is to be seen on it"),
        max_length=300,
        required=False,
        help_text=_("For people who do not see the picture."),
    )
    claim = forms.ChoiceField(
        label=_("The claim it rests on"),
        required=False,
        help_text=_("Only if your words say something of health: of pain, treatment, an effect."),
    )
    contact = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("For the answer. Only moderators see it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        carrying = [(each.id, each.title) for each in read_claims() if each.standing in CARRIES]
        claims = [("", gettext("none: my words say nothing of health")), *carrying]
        self.fields["claim"].choices = claims  # type: ignore[attr-defined]

    def clean_link(self) -> str:
        """An address that opens a page and tells nobody who came from where."""
        link = str(self.cleaned_data["link"])
        parts = urlsplit(link)
        if link and (parts.scheme != "https" or parts.query or parts.username):
            raise forms.ValidationError(
                _("Give a link that begins with https:// and has nothing after a “?”.")
            )
        return link

    def asked(self) -> Asked:
        """The valid form as a value."""
        given = {name: self.cleaned_data[name] for name in _WORDS}
        file = self.cleaned_data["picture"]
        return Asked(**given, picture=None if file is None else file.read(MAX_BYTES + 1))


_WORDS = ("name", "words", "link", "contact", "claim", "alt")


@limited("sponsor")
def new(request: Request) -> HttpResponse:
    """Ask for a slot."""
    form = SlotForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]
        try:
            ask_for_slot(request.actor, form.asked(), key=key, now=timezone.now())
        except PictureError as error:
            form.add_error("alt" if not form.cleaned_data["alt"] else "picture", str(error))
        except SponsorError as error:
            form.add_error("words", str(error))
        else:
            messages.success(request, gettext("Thank you. A moderator answers by e-mail."))
            return redirect("society")
    return render(request, "society/sponsors/ask.html", {"form": form})
