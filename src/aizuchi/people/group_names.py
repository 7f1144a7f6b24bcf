"""Names of groups as directories say them: what looks the same to people may be another group there.

A group is shown by its name in one form, as everything is. Roles follow only from names that needed no change for it:
whoever may make groups of their own in a directory could else make one that reads like the administrators'.
"""

import unicodedata
from typing import NamedTuple

from aizuchi.kernel.canonical import canonical

_NOT_KEPT = "\N{REPLACEMENT CHARACTER}"
"""For what no database takes: NUL and halves of signs. Such a name is not exact either way."""


class GroupName(NamedTuple):
    name: str
    said_as: str = ""
    """To the letter; empty where that is the name."""


def read_group_name(said: str) -> GroupName:
    name = canonical(said)
    return GroupName(name) if said == name else GroupName(name, _keep(said))


def show_signs(said_as: str) -> str:
    """With what cannot be seen, or is written in another way, by its number."""
    spaced = f" {said_as} "
    return "".join(
        sign if _is_itself(sign, beside=spaced[place] + spaced[place + 2]) else f"[U+{ord(sign):04X}]"
        for place, sign in enumerate(said_as)
    )


def _is_itself(sign: str, *, beside: str) -> bool:
    if sign == " ":
        return " " not in beside
    return canonical(sign) == sign and not unicodedata.combining(sign)


def _keep(said: str) -> str:
    return "".join(_NOT_KEPT if sign == "\0" or "\ud800" <= sign <= "\udfff" else sign for sign in said)
