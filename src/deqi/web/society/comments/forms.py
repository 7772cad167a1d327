"""What is asked of whoever comments."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.actions.society.comments import MOST_LETTERS


class CommentForm(forms.Form):
    """A comment, or an answer to one."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    parent = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("Your comment"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("No contact details and no advertising: they are held for a moderator."),
    )


class EditForm(forms.Form):
    """Other words."""

    text = CommentForm.base_fields["text"]


class AppealForm(forms.Form):
    """Why a second look is due."""

    words = forms.CharField(
        label=_("Why should this comment be shown?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
