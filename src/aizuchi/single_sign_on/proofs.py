"""What a provider says about somebody, once all of it has been checked."""

from dataclasses import dataclass

LONGEST_UID = 255
MOST_GROUPS = 200


@dataclass(frozen=True, kw_only=True)
class Proof:
    uid: str
    address: str
    """Empty where it said none."""
    is_address_proved: bool
    groups: tuple[str, ...] | None
    """None: it said nothing about groups."""
    sid: str = ""


def read_groups(said: object) -> tuple[str, ...] | None:
    """To the letter. What is no list of names counts as nothing said: nobody loses a role by a provider's slip."""
    listed = [said] if isinstance(said, str) else said
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        return None
    return tuple(dict.fromkeys(name[:200] for name in listed[:MOST_GROUPS] if name.strip()))
