"""Photos of people: whatever somebody uploads becomes two small squares that carry nothing but the picture."""

import datetime
import uuid
from collections.abc import Sequence
from typing import IO

from PIL import Image, ImageOps

from aizuchi.kernel.files.kinds import Kind
from aizuchi.kernel.files.models import StoredFile
from aizuchi.kernel.files.pictures import TooManyPixels, read_picture, write_picture
from aizuchi.kernel.files.store import keep_bytes

HEAVIEST = 10 * 1024 * 1024
SIDE, SMALL_SIDE = 512, 128


class PhotoTooHeavy(ValueError):
    pass


def keep_photo(
    file: IO[bytes], *, size: int, organization_id: uuid.UUID, now: datetime.datetime
) -> Sequence[StoredFile]:
    """The picture and a small one. Raises PhotoTooHeavy or NotAPicture."""
    if size > HEAVIEST:
        raise PhotoTooHeavy
    square = _read_square(file)
    return [
        keep_bytes(_write(square, side), kind=Kind.PICTURE, organization_id=organization_id, now=now)
        for side in (SIDE, SMALL_SIDE)
    ]


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


def _write(square: Image.Image, side: int) -> bytes:
    return write_picture(square if square.width <= side else square.resize((side, side), Image.Resampling.LANCZOS))
