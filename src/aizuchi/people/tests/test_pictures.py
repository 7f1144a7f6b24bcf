"""Whatever bytes are called a picture: a small square comes of them, or a refusal."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from aizuchi.kernel.files.pictures import FORMATS, NotAPicture
from aizuchi.people.pictures import SIDE, PhotoTooHeavy, _read_square


def whole(format: str) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned
    out = BytesIO()
    Image.linear_gradient("L").resize((40, 30)).convert("RGB").save(out, format, exif=exif)
    return out.getvalue()


WHOLE = {format: whole(format) for format in FORMATS}


def ends_well(content: bytes) -> None:
    try:
        square = _read_square(BytesIO(content))
    except (NotAPicture, PhotoTooHeavy):
        return
    assert square.mode == "RGB"
    assert square.width == square.height <= SIDE


@pytest.mark.parametrize("format", FORMATS)
def test_the_whole_ones_are_read(format: str) -> None:
    assert _read_square(BytesIO(WHOLE[format])).size == (30, 30)


@settings(max_examples=150, deadline=None)
@given(
    format=st.sampled_from(FORMATS),
    changes=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=6),
    kept=st.floats(0.2, 1),
)
def test_a_damaged_picture_ends_in_a_square_or_a_refusal(
    format: str, changes: list[tuple[int, int]], kept: float
) -> None:
    damaged = bytearray(WHOLE[format])
    for place, value in changes:
        damaged[place % len(damaged)] = value

    ends_well(bytes(damaged[: int(len(damaged) * kept)]))


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xd8\xff\xe1", b"RIFF\xff\0\0\0WEBPVP8L", b""]),
    st.binary(max_size=300),
)
def test_what_only_begins_like_a_picture_is_refused(beginning: bytes, rest: bytes) -> None:
    ends_well(beginning + rest)
