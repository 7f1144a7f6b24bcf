"""Pictures made anew: what a camera wrote beside them (place, time, owner) is not copied."""

from io import BytesIO
from threading import Lock
from typing import IO

from PIL import Image, ImageFile, ImageOps

# A JPEG is decoded at an eighth of its size where that will do; others unfold whole.
MOST_PIXELS = {"JPEG": 50_000_000}
MOST_PIXELS_UNFOLDED = 16_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 2560
_one_at_a_time = Lock()


class TooManyPixels(ValueError):
    pass


class NotAPicture(ValueError):
    """Another kind of file, or a broken one."""


def read_picture(file: IO[bytes], *, side: int = LONGEST_SIDE) -> Image.Image:
    """Upright, in colours or in colours with transparency; a JPEG may come at some twice `side` to save memory.

    Raises TooManyPixels or NotAPicture. Limits come before decoding: a small file can unfold into gigabytes.
    """
    with _one_at_a_time:
        try:
            ImageFile.LOAD_TRUNCATED_IMAGES = False  # what draws PDFs sets it for the whole process
            picture = Image.open(file, formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS.get(picture.format or "", MOST_PIXELS_UNFOLDED):
                raise TooManyPixels
            picture.draft("RGB", (2 * side, 2 * side))
            upright = ImageOps.exif_transpose(picture)
            return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        except TooManyPixels:
            raise
        except Exception as problem:  # decoders fail in more ways than they say: texts that unfold, structures cut off
            raise NotAPicture from problem


def write_picture(picture: Image.Image) -> bytes:
    """Its dots only, as WebP: no profile, no comment, no second picture."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = BytesIO()
    bare.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


def make_anew(file: IO[bytes]) -> bytes:
    """Raises TooManyPixels or NotAPicture."""
    picture = read_picture(file)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return write_picture(picture)
