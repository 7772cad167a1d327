"""The form by which everybody reports something."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deqi.actions.society.complaints import ABOUT, Reported, complain
from deqi.web.accounts.limits import limited
from deqi.web.middleware import Request
from deqi.web.society.complaints.subjects import find_subject


class ComplaintForm(forms.Form):
    """What is wrong, and where to answer."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    about = forms.ChoiceField(widget=forms.HiddenInput, choices=[(each, each) for each in ABOUT])
    about_id = forms.CharField(widget=forms.HiddenInput, max_length=200)
    words = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        max_length=2000,
        help_text=gettext_lazy("Moderators read this, and nobody else. Leave out the names of "
                               "patients."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    contact = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        help_text=gettext_lazy("If you want an answer. It is kept sealed."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def reported(self) -> Reported:
        """The valid form as a value."""
        given = self.cleaned_data
        return Reported(given["about"], given["about_id"], given["words"], given.get("contact", ""))


@limited("complaint")
def new(request: Request) -> HttpResponse:
    """Report one thing, such as `?about=post&id=...`; without any, the whole site."""
    now = timezone.now()
    form = ComplaintForm(request.POST or None, initial=_asked(request))
    if request.actor.account is not None:
        del form.fields["contact"]  # the answer goes to the log-in's address
    about, about_id = str(form["about"].value() or ""), str(form["about_id"].value() or "")
    subject = find_subject(request.actor, about, about_id, now) if about in ABOUT else None
    if subject is None or "\0" in about_id:
        raise Http404
    if request.method == "POST" and form.is_valid():
        complain(request.actor, form.reported(), key=form.cleaned_data["key"], now=now)
        messages.success(request, _("Thank you. A moderator reads it."))
        return redirect(subject.address or "society")
    return render(request, "society/complaints/new.html", {"form": form, "subject": subject})


def _asked(request: Request) -> dict[str, str]:
    about_id = request.GET.get("id") or "/"
    return {"about": request.GET.get("about", "page"), "about_id": about_id[:200]}
