"""What is tried day to day, and what AIZUCHI_THOROUGH=1 tries, which takes many minutes."""

import os

THOROUGH = bool(os.environ.get("AIZUCHI_THOROUGH"))
DAY_TO_DAY = 5
"""One in so many."""


def examples(thorough: int) -> int:
    """How many examples Hypothesis makes up where each one asks the database or takes long."""
    return thorough if THOROUGH else thorough // DAY_TO_DAY
