"""Photos of people: whatever somebody uploads becomes two small squares that carry nothing but the picture."""

import uuid
from io import BytesIO
from threading import Lock
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

HEAVIEST = 10 * 1024 * 1024
# A JPEG is decoded at an eighth of its size where that will do; others unfold whole.
MOST_PIXELS = {"JPEG": 50_000_000}
MOST_PIXELS_UNFOLDED = 16_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
SIDE, SMALL_SIDE = 512, 128
_one_at_a_time = Lock()


class PhotoTooHeavy(ValueError):
    pass


class NotAPhoto(ValueError):
    """Another kind of file, or a broken one."""


def store_photo(file: IO[bytes], *, size: int) -> str:
    """Keeps the picture and returns its name. Raises PhotoTooHeavy or NotAPhoto."""
    if size > HEAVIEST:
        raise PhotoTooHeavy
    with _one_at_a_time:
        square = _read_square(file)
    name = f"{uuid.uuid4().hex}.webp"
    _keep(square, name, SIDE)
    _keep(square, name_small(name), SMALL_SIDE)
    return name


def forget_photo(name: str) -> None:
    for each in (name, name_small(name)):
        default_storage.delete(path_of(each))


def name_small(name: str) -> str:
    return name.replace(".webp", "-small.webp")


def path_of(name: str) -> str:
    return f"photos/{name}"


def _read_square(file: IO[bytes]) -> Image.Image:
    """Upright, cut from the middle. Limits come before decoding: a small file can unfold into gigabytes."""
    try:
        picture = Image.open(file, formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS.get(picture.format or "", MOST_PIXELS_UNFOLDED):
            raise PhotoTooHeavy
        picture.draft("RGB", (2 * SIDE, 2 * SIDE))
        upright = ImageOps.exif_transpose(picture)
        side = min(*upright.size, SIDE)
        return ImageOps.fit(_flatten(upright), (side, side))
    except PhotoTooHeavy:
        raise
    except Exception as problem:  # its decoders fail in more ways than they say: texts that unfold, structures cut off
        raise NotAPhoto from problem


def _flatten(picture: Image.Image) -> Image.Image:
    """On white where it is transparent; without colour profile and whatever else the camera wrote down."""
    layers = picture.convert("RGBA")
    paper = Image.new("RGBA", layers.size, "white")
    return Image.alpha_composite(paper, layers).convert("RGB")


def _keep(square: Image.Image, name: str, side: int) -> None:
    out = BytesIO()
    small = square if square.width <= side else square.resize((side, side), Image.Resampling.LANCZOS)
    small.save(out, "WEBP", quality=82, method=4)
    default_storage.save(path_of(name), ContentFile(out.getvalue()))
