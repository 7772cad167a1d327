"""Pictures: taken in as pixels and nothing else."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, PngImagePlugin

from deqi.actions.acting import actor_of
from deqi.actions.society.pictures import PictureError, add_picture, encode_picture
from deqi.actions.society.posts import withdraw_post
from deqi.store.models import Picture
from tests.web.people import NOW, logged_in
from tests.web.society.members import make_post, make_society_member, picture_of

pytestmark = pytest.mark.django_db
CANARY = b"Kim Canary"


def _with_metadata(kind):
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = CANARY.decode(), 6  # description; turned by a quarter
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", CANARY.decode())
        return picture_of(kind, exif=exif, pnginfo=info)
    return picture_of(kind, exif=exif)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_metadata_are_gone_and_the_picture_stands_upright(kind):
    given = _with_metadata(kind)
    assert CANARY in given
    kept = encode_picture(given)
    assert CANARY not in kept.content
    assert (kept.width, kept.height) == (40, 60)


def test_a_large_picture_is_made_smaller():
    assert encode_picture(picture_of(size=(4000, 1000))).width == 2000


def test_a_bomb_is_not_unpacked():
    with pytest.raises(PictureError):
        encode_picture(picture_of(size=(20_000, 20_000)))


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a" + b"0" * 50, b"<svg onload='alert(1)'/>", picture_of()[:80], b"0" * 5_000_001],
)
def test_what_is_no_picture_is_told_so(content):
    with pytest.raises(PictureError):
        encode_picture(content)


def test_a_picture_needs_words_for_who_does_not_see_it():
    author = make_society_member()
    with pytest.raises(PictureError, match="what is to be seen"):
        add_picture(actor_of(author), picture_of(), " ", post=make_post(author), now=NOW)


def test_a_picture_is_seen_by_whoever_may_read_its_post():
    author = make_society_member()
    post = make_post(author)
    picture = add_picture(actor_of(author), picture_of(), "A square", post=post, now=NOW)
    address = reverse("picture", args=[picture.pk])
    page = Client().get(address)
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in page.headers["Cache-Control"]
    withdraw_post(actor_of(author), post, why="x", now=NOW)
    assert Client().get(address).status_code == 404
    assert "no-store" in logged_in(author).get(address).headers["Cache-Control"]


def test_a_picture_comes_with_the_draft_or_neither_is_kept():
    author = make_society_member()
    post = make_post(author, published=False)
    words = {"title": "New", "kind": "article", "body": "New", "number": 1, "act": "picture"}
    address = reverse("post_edit", args=[post.pk])
    for alt, content in (("", picture_of()), ("A square", b"none")):
        given = words | {"alt": alt, "picture": SimpleUploadedFile("a.png", content)}
        assert logged_in(author).post(address, given).context["form"].errors
    assert (post.revisions.count(), Picture.objects.count()) == (1, 0)
    given = words | {"alt": "A square", "picture": SimpleUploadedFile("a.png", picture_of())}
    page = logged_in(author).post(address, given, follow=True)
    assert f"(picture:{Picture.objects.get().pk})" in page.content.decode()
