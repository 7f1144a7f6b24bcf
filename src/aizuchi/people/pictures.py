"""Photos of people: whatever somebody uploads becomes two small squares that carry nothing but the picture."""

import uuid
from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from aizuchi.kernel.files.pictures import TooManyPixels, read_picture

HEAVIEST = 10 * 1024 * 1024
SIDE, SMALL_SIDE = 512, 128


class PhotoTooHeavy(ValueError):
    pass


def store_photo(file: IO[bytes], *, size: int) -> str:
    """Keeps the picture and returns its name. Raises PhotoTooHeavy or NotAPicture."""
    if size > HEAVIEST:
        raise PhotoTooHeavy
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
    """Cut from the middle."""
    try:
        upright = read_picture(file, side=SIDE)
    except TooManyPixels as problem:
        raise PhotoTooHeavy from problem
    side = min(*upright.size, SIDE)
    return ImageOps.fit(_flatten(upright), (side, side))


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
