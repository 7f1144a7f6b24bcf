"""What `aizuchi check` asks this room."""

from aizuchi.kernel.keys import find_key_problems


def find_problems() -> list[str]:
    """What is wrong with the storage of notes and how to mend it, one sentence each."""
    return find_key_problems()
