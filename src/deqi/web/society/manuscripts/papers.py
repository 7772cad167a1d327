"""Published manuscripts: every version at an address of its own, with how to cite it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deqi.actions.society.manuscripts.publishing import whole_text
from deqi.society.manuscripts.citation import Citation, bibtex, csl_json, in_words
from deqi.society.markdown import render_markdown
from deqi.society.references import pieces_of, reference_lines
from deqi.store.models import Manuscript, ManuscriptVersion, Post
from deqi.store.society.manuscripts import authors_of, lost_its_course
from deqi.web.middleware import Request

LARGEST = 2**31 - 1  # of a number in the database


@dataclass(frozen=True, slots=True)
class Paper:
    """One published version, with all published ones, the newest first."""

    number: int
    version: ManuscriptVersion
    versions: list[ManuscriptVersion]

    @property
    def is_newest(self) -> bool:
        """Whether no correction came after it."""
        return self.version == self.versions[0]

    @property
    def lost_its_course(self) -> bool:
        """Whether its figure was taken off, because the patient no longer agrees."""
        return lost_its_course(self.version)

    @property
    def citation(self) -> Citation:
        """What is cited."""
        return citation_of(self.number, self.version)

    @property
    def in_words(self) -> str:
        """How it is cited."""
        return in_words(self.citation)


def paper_of(post: Post) -> Paper | None:
    """The newest version behind a post; None if the post is no published manuscript."""
    if post.kind != Post.Kind.MANUSCRIPT:
        return None
    return _paper(Manuscript.objects.get(post=post))


@require_safe
def show_newest(request: Request, number: int) -> HttpResponse:
    """To its post, which shows the newest version, or that it was withdrawn."""
    manuscript = _find(number)
    assert manuscript.post is not None  # it has a number
    return redirect("post", slug=manuscript.post.slug)


@require_safe
def show(request: Request, number: int, version: int) -> HttpResponse:
    """One version as it was published."""
    paper = find_paper(number, version)
    post = paper.version.manuscript.post
    lines = reference_lines(paper.version.references)
    ids = paper.version.manuscript.pictures.values_list("pk", flat=True)
    pictures = {str(picture): reverse("picture", args=[picture]) for picture in ids}
    context = {
        "here": "posts",
        "paper": paper,
        "post": post,
        "body": render_markdown(whole_text(paper.version), pictures, len(lines)),
        "references": [list(pieces_of(line)) for line in lines],
    }
    return render(request, "society/manuscripts/paper.html", context)


@require_safe
def as_bibtex(request: Request, number: int, version: int) -> HttpResponse:
    """For a program that keeps references."""
    cited = find_paper(number, version).citation
    response = HttpResponse(bibtex(cited), content_type="application/x-bibtex; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{cited.key}.bib"'
    return response


@require_safe
def as_csl_json(request: Request, number: int, version: int) -> HttpResponse:
    """The same as CSL-JSON."""
    cited = find_paper(number, version).citation
    response = JsonResponse(csl_json(cited), safe=False)
    response.headers["Content-Type"] = "application/vnd.citationstyles.csl+json"
    response.headers["Content-Disposition"] = f'attachment; filename="{cited.key}.json"'
    return response


def find_paper(number: int, version: int) -> Paper:
    """A published version; not found once the manuscript was withdrawn."""
    manuscript = _find(number)
    if manuscript.post is None or manuscript.post.withdrawn_at is not None:
        raise Http404
    paper = _paper(manuscript)
    found = [one for one in paper.versions if one.number == version]
    if not found:
        raise Http404
    return Paper(number, found[0], paper.versions)


def citation_of(number: int, version: ManuscriptVersion) -> Citation:
    """What is cited: the version with its own address."""
    assert version.published_at is not None  # it has a number
    address = reverse("paper_version", args=[number, version.number])
    return Citation(
        number=number,
        version=version.number,
        title=version.title,
        authors=authors_of(version),
        issued_on=version.published_at.date(),
        society=_("Papers of the society at %(host)s") % {"host": settings.DEQI.host},
        address=settings.DEQI.base_url + address,
    )


def _find(number: int) -> Manuscript:
    if number > LARGEST:
        raise Http404
    return get_object_or_404(Manuscript.objects.select_related("post"), number=number)


def _paper(manuscript: Manuscript) -> Paper:
    rows = manuscript.versions.filter(published_at__isnull=False).order_by("-number")
    versions = list(rows.select_related("manuscript__post"))
    assert manuscript.number is not None  # it was published
    return Paper(manuscript.number, versions[0], versions)
