"""One cell with a whole name becomes a family name and a given name."""

import re
from collections.abc import MutableMapping
from typing import Any

_EAST_ASIAN = re.compile("[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")


def split_name(name: str) -> tuple[str, str]:
    """甲 一, Jörg Köhler and Köhler, Jörg; what has no space stays whole, as the family name."""
    family, comma, given = name.partition(",")
    if comma and given.strip():
        return family.strip(), given.strip()
    words = name.split()
    if len(words) < 2:
        return name.strip(), ""
    if _EAST_ASIAN.search(name):
        return words[0], " ".join(words[1:])
    return words[-1], " ".join(words[:-1])


def split_whole_names(cells: MutableMapping[str, Any]) -> None:
    """Where a file has both, the two columns are believed rather than the one."""
    for whole, family, given in (
        ("full_name", "family_name", "given_name"),
        ("full_kana", "family_kana", "given_kana"),
    ):
        name = cells.pop(whole, None)
        if name is not None and not cells.get(family):
            cells[family], cells[given] = split_name(name)
