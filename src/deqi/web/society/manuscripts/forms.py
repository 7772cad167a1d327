"""What authors, editors and reviewers fill in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from deqi.actions.society.manuscripts.reviewing import Judgement
from deqi.actions.society.manuscripts.writing import Words
from deqi.society.manuscripts.authors import AuthorError, read_authors, write_authors
from deqi.society.manuscripts.moves import Act
from deqi.store.models import Manuscript, Review
from deqi.store.society.manuscripts import newest_submitted, possible_reviewers

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Label = str | _StrPromise

MAX_LETTERS = 200_000
KIND_NAMES = {
    "case_report": _("Case report (CARE 2013)"),
    "n_of_1": _("Trial in one patient (CENT 2015)"),
    "trial": _("Randomised trial (CONSORT 2010)"),
    "review": _("Review"),
    "other": _("Other"),
}
ADVICE_NAMES = {
    "accept": _("Accept it"),
    "minor": _("Accept it after small changes"),
    "major": _("Look at it again after large changes"),
    "reject": _("Reject it"),
}
DECISION_NAMES = {
    Act.ACCEPT: _("Accept"),
    Act.REVISE: _("Ask for a new version"),
    Act.REJECT: _("Reject"),
}


def _long(
    label: Label, rows: int, help_text: Label = "", *, required: bool = True
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=MAX_LETTERS,
        help_text=help_text,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ManuscriptForm(forms.Form):
    """A manuscript; what may be missing in a draft is asked for when it is handed in."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    opened_at = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KIND_NAMES.items()))
    title = forms.CharField(label=_("Title"), max_length=200)
    authors = _long(
        _("Authors"), 3,
        _("One a line: family name; given names; ORCID; affiliation. The last two may be missing."),
    )  # fmt: skip
    abstract = _long(_("Abstract"), 6, required=False)
    body = _long(
        _("Text"), 24,
        _("In Markdown: # for a heading, *words* for emphasis, [1] for the first reference."),
    )  # fmt: skip
    references = _long(
        _("References"), 5, _("One a line. A DOI becomes a link."), required=False
    )  # fmt: skip
    conflicts = _long(
        _("Conflicts of interest"), 2,
        _("Of every author; 'none' if there are none. It is published."), required=False,
    )  # fmt: skip
    funding = _long(
        _("Funding"), 2, _("'None' if there was none. It is published."), required=False
    )  # fmt: skip
    letter = _long(
        _("Letter to the editor"), 4, _("Editor and reviewers read it."), required=False
    )  # fmt: skip
    note = forms.CharField(
        label=_("What was changed"),
        max_length=300,
        required=False,
        help_text=_("Stands on the page of a corrected version."),
    )
    picture = forms.FileField(
        label=_("A figure"),
        required=False,
        help_text=_("PNG, JPEG or WebP up to 5 MB. Its metadata are taken away."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    alt = forms.CharField(
        label=_("What is to be seen on it"),
        max_length=300,
        required=False,
        help_text=_("For people who do not see the figure."),
    )

    def clean_authors(self) -> str:
        """Lines that can be read as authors."""
        given = str(self.cleaned_data["authors"])
        try:
            read_authors(given)
        except AuthorError as error:
            raise forms.ValidationError(str(error)) from error
        return given

    def clean_opened_at(self) -> datetime | None:
        """The moment at which the version was saved; None for a new one, or if it is none."""
        try:
            at = datetime.fromisoformat(self.cleaned_data["opened_at"])
        except ValueError:
            return None
        return at if at.tzinfo is not None else None

    def words(self) -> Words:
        """The valid form as a value."""
        data = self.cleaned_data
        names = ("title", "abstract", "body", "references", "conflicts", "funding", "letter")
        named = {name: data[name] for name in (*names, "note")}
        return Words(authors=read_authors(data["authors"]), **named)

    @staticmethod
    def initial_of(words: Words, saved_at: datetime) -> dict[str, object]:
        """What the form shows of a version."""
        shown = {name: getattr(words, name) for name in Words.__dataclass_fields__}
        return shown | {
            "authors": write_authors(words.authors),
            "opened_at": saved_at.isoformat(),
        }


class AskForm(forms.Form):
    """Whom an editor asks, and until when."""

    reviewers = forms.TypedMultipleChoiceField(
        label=_("Reviewers"),
        help_text=_("Two are needed before it can be accepted."),
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = forms.DateField(
        label=_("Due on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, manuscript: Manuscript, due_on: date, given: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(given, initial={"due_on": due_on})
        asked = Review.objects.filter(version=newest_submitted(manuscript)).values("reviewer")
        members = possible_reviewers(manuscript).exclude(account__in=asked)
        choices = [(str(one.pk), one.display_name) for one in members]
        self.fields["reviewers"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            self.fields["reviewers"].help_text = _(
                "Nobody else can be asked: each reviewer was asked, is an author, or declared a "
                "conflict. The site administrator appoints reviewers on the page Members."
            )


class DecideForm(forms.Form):
    """An editor's decision."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(act.value, name) for act, name in DECISION_NAMES.items()],
        widget=forms.RadioSelect,
    )
    words = _long(_("To the author"), 6, _("The author reads it with the reviews."))


class AgreeForm(forms.Form):
    """Whether somebody reviews."""

    no_conflict = forms.BooleanField(
        label=_("I have no conflict of interest with this work or its authors"), required=False
    )
    conflicts = _long(
        _("Conflict of interest"), 2,
        _("If you have one, say which; you are then not asked again about this manuscript."),
        required=False,
    )  # fmt: skip


class ReviewForm(forms.Form):
    """A review."""

    advice = forms.ChoiceField(
        label=_("Advice"), choices=list(ADVICE_NAMES.items()), widget=forms.RadioSelect
    )
    to_author = _long(_("To the author"), 10, _("Without your name. Read after the decision."))
    to_editor = _long(_("To the editor only"), 4, required=False)

    def judgement(self) -> Judgement:
        """The valid form as a value."""
        return Judgement(**self.cleaned_data)
