"""How long answers are before they are sealed.

All of a window are filled up to the same size, whatever is said in them, so that no box stands out by its length. Which
of these sizes it is follows from the longest answer that its questions allow. The last of them, sealed and written as
text, is just below the 64 KiB that a browser sends on while its page is closed.
"""

SIZES = (3_072, 12_288, 40_960)
POINT_BYTES, TAG_BYTES = 65, 16
FRAME_BYTES = 3


class TooLong(Exception):
    """No box holds what the questions allow to be said."""


def choose_size(longest: int) -> int:
    """For answers of at most so many bytes, and the three that say how long each is and whose. Raises TooLong."""
    for size in SIZES:
        if longest + FRAME_BYTES <= size:
            return size
    raise TooLong


def sealed_size(plain_bytes: int) -> int:
    return POINT_BYTES + plain_bytes + TAG_BYTES
