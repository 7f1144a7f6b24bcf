"""Which words are folded, and then say so: decided by their length, never by what a screen happens to cut."""

import math
import unicodedata

WIDTH = 26
"""Full-width letters in a line where words are folded; on a phone it is fewer."""
WIDE = {"W", "F"}


def takes_more_lines_than(text: str, lines: int) -> bool:
    """What is longer by one line only is shown whole: the line that would be saved goes to the way to read it."""
    return sum(max(1, math.ceil(_width(line) / WIDTH)) for line in text.splitlines()) > lines + 1


def _width(line: str) -> float:
    return sum(1 if unicodedata.east_asian_width(letter) in WIDE else 0.5 for letter in line)
