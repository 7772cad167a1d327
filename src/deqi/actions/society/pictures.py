"""Handing in pictures: decoded and written anew, so that nothing else comes along."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from deqi.access import Permission
from deqi.actions.acting import SOCIETY, Actor
from deqi.actions.change import changing
from deqi.records import DeqiError
from deqi.store.models import Account, Manuscript, Picture, Post

MAX_BYTES = 5_000_000
MAX_SIDE = 2000  # pixels of the kept picture
MAX_PIXELS = 40_000_000  # of what is handed in; more is a bomb or a mistake
FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
_QUALITY = 85


class PictureError(DeqiError):
    """A file that is no picture that can be shown here."""

    code = "picture"
    exit_status = 54


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture as it is kept."""

    content: bytes
    content_type: str
    width: int
    height: int


def add_picture(
    actor: Actor,
    content: bytes,
    alt: str,
    *,
    now: datetime,
    post: Post | None = None,
    manuscript: Manuscript | None = None,
) -> Picture:
    """Keep a picture for a post or a manuscript of one's own.

    Parameters
    ----------
    content : PNG, JPEG or WebP up to `MAX_BYTES`.
    alt : what is to be seen on it, for people who do not see it.

    Raises
    ------
    PictureError
        If it is no such picture, or nothing says what is to be seen on it.
    """
    with changing(actor, Permission.WRITE_POST, SOCIETY, "picture.add", now=now) as noted:
        picture = keep_picture(
            content, alt, owner=actor.log_in, now=now, post=post, manuscript=manuscript
        )
        noted.subject = f"picture {picture.pk}"
    return picture


def keep_picture(
    content: bytes,
    alt: str,
    *,
    owner: Account | None,
    now: datetime,
    post: Post | None = None,
    manuscript: Manuscript | None = None,
) -> Picture:
    """The row of a picture, written anew; inside the transaction of whatever needs it.

    Raises
    ------
    PictureError
        If it is no picture, or nothing says what is to be seen on it.
    """
    if not alt.strip():
        raise PictureError(_("Say in a few words what is to be seen on the picture, for people "
                             "who do not see it."))  # fmt: skip
    encoded = encode_picture(content)
    return Picture.objects.create(
        owner=owner,
        post=post,
        manuscript=manuscript,
        content_type=encoded.content_type,
        width=encoded.width,
        height=encoded.height,
        alt=alt.strip(),
        content=encoded.content,
        made_at=now,
    )


def encode_picture(content: bytes) -> Encoded:
    """A picture written anew in its own format, turned upright, without metadata.

    Raises
    ------
    PictureError
        If it is too large, of another format, or broken.
    """
    if len(content) > MAX_BYTES:
        raise PictureError(_("The file has %(mb).1f MB; up to 5 MB are taken. Make it smaller.")
                           % {"mb": len(content) / 1e6})  # fmt: skip
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _encode(content)
    except PictureError:
        raise
    except Exception as error:  # the decoders raise whatever a broken file makes them raise
        raise PictureError(
            _("This file could not be read as a picture. PNG, JPEG and WebP are taken.")
        ) from error


def _encode(content: bytes) -> Encoded:
    with Image.open(io.BytesIO(content), formats=tuple(FORMATS)) as opened:
        kind = str(opened.format)
        if opened.width * opened.height > MAX_PIXELS:
            raise PictureError(_("The picture has %(w)d by %(h)d pixels, more than 40 million. "
                                 "Make it smaller.")
                               % {"w": opened.width, "h": opened.height})  # fmt: skip
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((MAX_SIDE, MAX_SIDE))
        plain = upright.convert("RGBA" if _has_alpha(upright) and kind != "JPEG" else "RGB")
    clean = Image.frombytes(plain.mode, plain.size, plain.tobytes())  # pixels only, no metadata
    written = io.BytesIO()
    clean.save(written, kind, quality=_QUALITY)
    return Encoded(written.getvalue(), FORMATS[kind], clean.width, clean.height)


def _has_alpha(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
