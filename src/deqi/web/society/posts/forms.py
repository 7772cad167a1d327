"""What an author fills in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deqi.actions.society.drafts import Draft
from deqi.actions.society.posts import MOST_TAGS, WRITTEN_HERE

MAX_LETTERS = 60_000


class LocalTimeField(forms.DateTimeField):
    """A moment by the clock of the person; where clocks are changed some are none, or two."""

    def to_python(self, value: Any) -> datetime | None:
        """The moment, or what is wrong with it."""
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            raise forms.ValidationError(
                _("The clocks are changed at that time, so that it comes twice or not at all. "
                  "Give a time an hour earlier or later.")
            ) from error  # fmt: skip


class PostForm(forms.Form):
    """A post; `key` and `number` tell which one, and which revision was opened."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    number = forms.IntegerField(
        required=False, min_value=1, max_value=1_000_000, widget=forms.HiddenInput
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in WRITTEN_HERE]
    )
    summary = forms.CharField(
        label=_("Summary"),
        max_length=400,
        required=False,
        help_text=_("One or two sentences for the list of posts. Up to 400 letters."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=MAX_LETTERS,
        help_text=_(
            "In Markdown: # for a heading, *words* for emphasis, [words](https://...) for a link, "
            "[1] for the first reference."
        ),
        widget=forms.Textarea(attrs={"rows": 20}),
    )
    references = forms.CharField(
        label=_("References"),
        max_length=MAX_LETTERS,
        required=False,
        help_text=_("One a line, in the order of their numbers. A DOI becomes a link."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    tags = forms.CharField(
        label=_("Tags"),
        max_length=400,
        required=False,
        help_text=_("Words that it is found by, with commas between them. Up to 8."),
    )
    note = forms.CharField(
        label=_("What was changed"),
        max_length=200,
        required=False,
        help_text=_("For the list of revisions."),
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
    publish_at = LocalTimeField(
        label=_("Publish at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["publish_at"].help_text = gettext(
            "By the clock of your time zone, %(zone)s. Leave it empty to publish at once."
        ) % {"zone": timezone.get_current_timezone_name()}

    def clean_tags(self) -> tuple[str, ...]:
        """Words in small letters, each once."""
        given = self.cleaned_data["tags"].split(",")
        words = tuple(sorted({_tag(word) for word in given} - {""}))
        if len(words) > MOST_TAGS:
            raise forms.ValidationError(
                _("You gave %(n)d tags; up to %(most)d are taken. Leave some out."),
                params={"n": len(words), "most": MOST_TAGS},
            )
        return words

    def draft(self) -> Draft:
        """The valid form as a value."""
        names = ("kind", "title", "summary", "body", "references", "tags")
        return Draft(**{name: self.cleaned_data[name] for name in names})

    @staticmethod
    def initial_of(draft: Draft, number: int) -> dict[str, object]:
        """What the form shows of a post."""
        shown = {name: getattr(draft, name) for name in ("kind", "title", "summary", "body")}
        return shown | {
            "references": draft.references,
            "tags": ", ".join(draft.tags),
            "number": number,
        }


def _tag(word: str) -> str:
    return slugify(word, allow_unicode=True)[:40].strip("-")
