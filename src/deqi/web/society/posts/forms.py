"""What an author fills in."""

from __future__ import annotations

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from deqi.actions.society.posts import MOST_TAGS, WRITTEN_HERE, Draft

MAX_LETTERS = 60_000


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
    publish_at = forms.DateTimeField(
        label=_("Publish at"),
        required=False,
        help_text=_("In your own time zone. Leave it empty to publish at once."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

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
